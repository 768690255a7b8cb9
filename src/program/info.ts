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

type Check = (value: unknown) => boolean

const text: Check = (value) => typeof value === "string"
const count: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0
const oneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value)
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value)
const list =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check)
const pair =
  (first: Check, second: Check): Check =>
  (value) =>
    Array.isArray(value) && value.length === 2 && first(value[0]) && second(value[1])
const record =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) =>
    typeof value === "object" &&
    value !== null &&
    Object.entries(checks).every(([key, check]) => check((value as Readonly<Record<string, unknown>>)[key]))

const ruleTypes = [
  "allow",
  "deny",
  "ask",
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
  automata: list(list(text)),
  names: list(text),
  patterns: list(record({ glob: list(text), uses: list(pair(count, count)) })),
  readers: list(count),
  letters: list(pair(count, list(list(count)))),
})

function isInfo(value: unknown): value is ProgramInfo {
  return programInfo(value)
}
