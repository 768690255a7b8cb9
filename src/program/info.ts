import { count, list, listOf, oneOf, optional, pair, record, text } from "./checks.ts"
import type { ProgramInfo } from "./model.ts"

declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean },
) => { decode(bytes: Uint8Array): string }

/**
 * Reads the info of a program and checks its shape, for the digest in the bytes is no proof that a
 * well-meaning compiler wrote them. Undefined when anything is not as it must be.
 */
export function infoFrom(bytes: Uint8Array): ProgramInfo | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))
    return isInfo(value) ? value : undefined
  } catch {
    return undefined
  }
}

export const ruleTypes = [
  "allow",
  "deny",
  "ask",
  "args",
  "require",
  "eventually",
  "max_calls",
  "before",
  "after",
  "never_after",
  "sequence",
  "blocklist",
] as const

const ruleInfo = record({
  id: text,
  type: oneOf(...ruleTypes),
  severity: oneOf("error", "warning"),
  action: oneOf("deny", "ask", "warn"),
  legacyId: optional(text),
  description: optional(text),
  message: optional(text),
  operands: list(text),
  bound: optional(count),
  strict: optional(oneOf(true, false)),
  automaton: count,
})

const programInfo = record({
  name: optional(text),
  onError: oneOf("block", "allow"),
  limits: record({ keys: count, flow: count, windows: count, inFlight: count, traceBytes: count }),
  rules: list(ruleInfo),
  automata: list(record({ states: list(text), letters: list(list(count)), others: oneOf(true, false) })),
  names: list(text),
  patterns: list(record({ glob: list(text), uses: list(listOf(2, 3, count)) })),
  readers: list(count),
  conditions: list(pair(count, list(record({ answered: oneOf(true, false), cases: list(list(count)) })))),
  fields: list(count),
})

function isInfo(value: unknown): value is ProgramInfo {
  return programInfo(value)
}
