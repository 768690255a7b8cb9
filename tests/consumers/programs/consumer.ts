// What a user of the package writes in TypeScript; compiled under several settings, never run.
import { CoreLoadError, Guard, Policy, PolicyError, type Verdict } from "assay"
import { Guard as EdgeGuard } from "assay/guard"
import { readTraces } from "assay/import"
import { Policy as TwinPolicy } from "assay/js"

/** Judges a trace of tool names. */
export function judge(text: string, tools: readonly string[]): Verdict {
  return Policy.parse(text, { filename: "policy.yaml" }).evaluate(tools, { extent: "complete" })
}

/** The ids of the rules that were violated. */
export function violated(text: string, tools: readonly string[]): string[] {
  return judge(text, tools).violations.map(({ rule }) => rule)
}

/** Whether the call may be made, and the session's bytes. */
export function guarded(policy: Policy, tool: string): { granted: boolean; state: Uint8Array } {
  const guard = new Guard(policy)
  const { decision, granted } = guard.check({ tool, args: { name: "x" } })
  const denied: boolean = decision === "deny"
  return { granted: granted && !denied, state: guard.save() }
}

/** How many of the traces in a text follow the policy. */
export function followed(policy: Policy, text: string): number {
  return readTraces(text, { filename: "traces.jsonl" }).traces.filter(({ trace }) => trace && policy.evaluate(trace).ok)
    .length
}

/** Where the first problem of a policy lies. */
export function firstLine(text: string): number | undefined {
  const { policy, diagnostics } = Policy.check(text)
  return policy === undefined ? diagnostics[0]?.range?.start.line : undefined
}

/** What went wrong, in words. */
export function explain(error: unknown): string {
  if (error instanceof PolicyError) return error.diagnostics.map(({ code }) => code).join(" ")
  if (error instanceof CoreLoadError) return error.message
  return String(error)
}

export const others: readonly unknown[] = [EdgeGuard, TwinPolicy]
