import type { Explanation } from "../explain/index.ts"
import type { TracePlace } from "../trace/index.ts"
import type { Verdict } from "../verdict/index.ts"
import { verdictToJSON } from "../verdict/index.ts"
import type { RunCounts } from "./tally.ts"

type Json = Readonly<Record<string, unknown>>

/** A verdict as reports write it: where the trace stands, then the verdict's own fields. */
export function verdictRecord(verdict: Verdict, place: TracePlace): Json {
  return { source: sourceRecord(place), ...verdictToJSON(verdict) }
}

/** Raised when a reader of the old spelling would misread the new one. */
export const schemaVersion = 1

/** A verdict with what became of each rule and the steps that led to it; `rules` narrows what is told. */
export function explanationRecord(explanation: Explanation, place: TracePlace, rules?: ReadonlySet<string>): Json {
  const told = ({ rule }: { readonly rule: string }): boolean => !rules || rules.has(rule)
  const verdict = verdictToJSON(explanation.verdict)
  return {
    source: sourceRecord(place),
    ...verdict,
    rules: verdict.rules.map((rule, index) => {
      const { before, after, repairs } = explanation.rules[index] ?? {}
      return { ...rule, before, after, ...(repairs !== undefined && { repairs }) }
    }),
    steps: explanation.steps.map((step) => ({ ...step, changes: step.changes.filter(told) })),
  }
}

/** How a report names the policy it is about. */
export interface PolicyName {
  readonly name?: string | undefined
  readonly digest?: string | undefined
}

/** What a run adds up to, in the spelling of files. */
export function summaryRecord(policy: PolicyName, counts: RunCounts): Json {
  return {
    policy: { name: policy.name ?? null, digest: policy.digest ?? null },
    traces: counts.traces,
    calls: counts.calls,
    ok: counts.ok,
    violated: counts.violated,
    unreadable: counts.unreadable,
    violations: counts.violations,
    warnings: counts.warnings,
    undetermined: counts.undetermined,
    rules: counts.rules.map(({ id, type, severity, ...rule }) => ({
      id,
      type,
      severity,
      held: rule.held,
      held_vacuously: rule.vacuous,
      violated: rule.violated,
      pending: rule.pending,
      not_exercised: rule.notExercised,
      undetermined: rule.undetermined,
    })),
  }
}

function sourceRecord({ file, line, pointer }: TracePlace): Json {
  return {
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
    ...(pointer !== undefined && { pointer }),
  }
}
