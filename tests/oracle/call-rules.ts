import type { CallRule } from "./call-sentences.ts"
import type { Condition, OracleCall, Selector } from "./calls.ts"

/** The three tools that traces are made of, and one that no policy names. */
export const tools = ["A", "B", "C", "Other"] as const

/** A reference as a policy says it, and the tools that it means. */
export const references: readonly (readonly [written: string, tools: readonly string[]])[] = [
  ["A", ["A"]],
  ["B", ["B"]],
  ["C", ["C"]],
  ["A", ["A"]],
  ["*", tools],
  ["pair", ["A", "B"]],
]

export const aliases = { pair: ["A", "B"] } as const

/** A condition twice: as a policy says it, and as the oracle reads it. */
export interface TwinCondition extends Condition {
  readonly written: Readonly<Record<string, unknown>>
}

function twin(written: object, readsAnswer: boolean, of: Condition["of"]): TwinCondition {
  return { written: { ...written }, key: JSON.stringify(written), readsAnswer, of }
}

function ofArgs(written: object, holds: (args: Readonly<Record<string, unknown>>) => boolean): TwinCondition {
  return twin(written, false, ({ args }) => (args === undefined ? "unknown" : holds(args)))
}

/** A call that failed without a result has none: nothing about it is true. */
function ofResult(written: object, holds: (result: unknown) => boolean): TwinCondition {
  return twin(written, true, (call) => {
    if (call.result !== undefined) return holds(call.result)
    return statusOf(call) === "error" ? false : "unknown"
  })
}

function ofStatus(status: "ok" | "error"): TwinCondition {
  return twin({ status }, true, (call) => {
    const known = statusOf(call)
    return known === undefined ? "unknown" : known === status
  })
}

/** A result without status is `ok`, an error without status is `error`; without any of them nothing is known. */
function statusOf({ status, result, error }: OracleCall): OracleCall["status"] {
  if (status !== undefined) return status
  if (error !== undefined) return "error"
  return result !== undefined ? "ok" : undefined
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** By the field that they read: a selector asks for one of each at most. */
export const conditions: Readonly<Record<"args" | "agent" | "status" | "result", readonly TwinCondition[]>> = {
  args: [
    ofArgs({ args_match: { path: "^/tmp" } }, ({ path }) => typeof path === "string" && path.startsWith("/tmp")),
    ofArgs({ args_match: { "/n": "^[12]$" } }, ({ n }) => ["1", "2"].includes(String(n))),
    ofArgs({ args: { properties: { n: { minimum: 2 } } } }, ({ n }) => typeof n !== "number" || n >= 2),
  ],
  agent: [twin({ agent: "bot" }, false, ({ agent }) => (agent === undefined ? "unknown" : agent === "bot"))],
  status: [ofStatus("ok"), ofStatus("error")],
  result: [
    ofResult({ result: { type: "object" } }, isObject),
    ofResult({ result_match: { text: "fail" } }, (result) => isObject(result) && /fail/.test(String(result.text))),
  ],
}

/** What a call may have been made with, and come back with; absent is not captured. */
export const captured: {
  readonly args: readonly OracleCall["args"][]
  readonly agent: readonly OracleCall["agent"][]
  readonly answer: readonly Pick<OracleCall, "status" | "result" | "error">[]
} = {
  args: [undefined, undefined, {}, { path: "/tmp/x" }, { path: "/etc" }, { n: 1, path: "/tmp" }, { n: 2 }, { n: "7" }],
  agent: [undefined, "bot", "other"],
  answer: [
    {},
    {},
    { status: "pending" },
    { status: "ok" },
    { status: "error" },
    { status: "ok", result: { text: "failed" } },
    { status: "error", result: { text: "fine" } },
    { result: { text: "it fails" } },
    { result: "fail" },
    { result: null },
    { error: "boom" },
    { error: { code: 1 }, result: { text: "fail" } },
  ],
}

/** A selector twice. */
export interface TwinSelector {
  readonly written: unknown
  readonly selector: Selector
}

export function caseOf(
  reference: (typeof references)[number],
  asked: readonly TwinCondition[],
  spelledOut: boolean,
): TwinSelector {
  const [tool, names] = reference
  const written = Object.assign({ tool }, ...asked.map((condition) => condition.written))
  return {
    written: asked.length > 0 || spelledOut ? written : tool,
    selector: [{ names: (name) => names.includes(name), conditions: asked }],
  }
}

export function anyOf(cases: readonly TwinSelector[]): TwinSelector {
  if (cases.length === 1) return cases[0]!
  return { written: cases.map(({ written }) => written), selector: cases.flatMap(({ selector }) => selector) }
}

/** A rule twice: as a policy says it, and as the oracle reads it. */
export interface TwinCallRule {
  readonly written: Readonly<Record<string, unknown>>
  readonly rule: CallRule
}

const keys = {
  ...{ require: ["tool"], eventually: ["tool"], max_calls: ["tool"], before: ["first", "then"] },
  ...{ after: ["trigger", "then"], never_after: ["trigger", "forbidden"] },
} as const

export function ruleOf(type: keyof typeof keys, operands: readonly TwinSelector[], bound: number): TwinCallRule {
  const fields = keys[type].map((key, k) => [key, operands[k]!.written])
  const limit =
    type === "max_calls" ? { max: bound } : type === "eventually" || type === "after" ? { within: bound } : {}
  const selectors = operands.slice(0, fields.length).map(({ selector }) => selector)
  return { written: { type, ...Object.fromEntries(fields), ...limit }, rule: { type, operands: selectors, bound } }
}

export function sequenceOf(members: readonly TwinSelector[], strict: boolean): TwinCallRule {
  const written = { type: "sequence", tools: members.map((member) => member.written), strict }
  return { written, rule: { type: "sequence", operands: members.map(({ selector }) => selector), strict } }
}

/** What stands under `tools`, each part a rule of its own: its id, the part, and the rule. */
export const toolRules: readonly { readonly id: string; readonly written: object; readonly rule: CallRule }[] = [
  { id: "allow", written: { allow: ["pair", "C"] }, rule: list("allow", ["A", "B", "C"]) },
  { id: "deny", written: { deny: ["C"] }, rule: list("deny", ["C"]) },
  { id: "ask", written: { ask: ["B"] }, rule: list("ask", ["B"]) },
  { id: "args:A", written: { require_args: { A: ["path"] } }, rule: refusing("A", ({ path }) => path === undefined) },
  {
    id: "args:B",
    written: { arg_constraints: { B: { n: { max: 1 } } } },
    rule: refusing("B", ({ n }) => typeof n === "number" && n > 1),
  },
  {
    id: "args:C",
    written: { schemas: { C: { type: "object", minProperties: 1 } } },
    rule: refusing("C", (args) => Object.keys(args).length === 0),
  },
]

function list(type: "allow" | "deny" | "ask", members: readonly string[]): CallRule {
  return { type, operands: [[{ names: (name) => members.includes(name), conditions: [] }]] }
}

function refusing(tool: string, fails: (args: Readonly<Record<string, unknown>>) => boolean): CallRule {
  const names = (name: string): boolean => name === tool
  return {
    type: "args",
    operands: [[{ names, conditions: [] }], [{ names, conditions: [ofArgs({ refused: tool }, fails)] }]],
  }
}
