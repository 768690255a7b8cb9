import type { Node } from "./node.ts"

/** A kind of map in a policy: what its keys are, and what others have written there. */
export interface Section {
  readonly name: string
  readonly keys: readonly string[]
  /** Keys of the language that this engine cannot enforce yet. */
  readonly unsupported?: ReadonlyMap<string, Unsupported>
  /** Keys of Assay's other dialects, with what to write. */
  readonly dialect?: ReadonlyMap<string, string>
}

export interface Unsupported {
  readonly version2: boolean
  readonly today: string
}

/** For hints: what stands under the keys of `tools` that say what arguments must be. */
export const argsExamples = {
  require_args: "{TOOL: [ARGUMENT]}",
  arg_constraints: "{TOOL: {ARGUMENT: {type: number, max: 10}}}",
  schemas: "{TOOL: {properties: {ARGUMENT: {type: number}}}}",
} as const

export const policySection: Section = {
  name: "a policy",
  keys: ["version", "name", "description", "metadata", "tools", "sequences", "rules", "aliases", "limits", "on_error"],
  unsupported: new Map([
    ["extends", { version2: true, today: "today a policy is one file: write the rules of the others into it" }],
  ]),
  dialect: new Map([
    ...allowWords().map((word) => [word, "write it as tools: {allow: [...]}"] as const),
    ...denyWords().map((word) => [word, "write it as tools: {deny: [...]}"] as const),
    ["ask", "write it as tools: {ask: [...]}"],
    ["require_args", `write it as tools: {require_args: ${argsExamples.require_args}}`],
    ["schemas", `write it as tools: {schemas: ${argsExamples.schemas}}`],
    ["constraints", constrainArgs()],
    ["arg_constraints", constrainArgs()],
    ["sequence", "write the rules as a list under sequences"],
    ["tests", testFile()],
    ["suite", testFile()],
    ["configVersion", testFile()],
    ["model", testFile()],
    ["settings", testFile()],
    ["thresholds", testFile()],
    ...gatewayWords().map(
      (word) => [word, `${word} belongs to the policies of Assay's MCP gateway; remove it`] as const,
    ),
  ]),
}

export const toolsSection: Section = {
  name: "tools",
  keys: ["allow", "deny", "ask", "require_args", "arg_constraints", "schemas"],
  dialect: new Map([
    ...allowWords().map((word) => [word, "write allow: [...]"] as const),
    ...denyWords().map((word) => [word, "write deny: [...]"] as const),
    ["approval_required", "write ask: [...]"],
    ...classWords().map((word) => [word, "list the tools, or a pattern such as search_*, or an alias"] as const),
    ["constraints", `write arg_constraints: ${argsExamples.arg_constraints}`],
    ["required_args", `write require_args: ${argsExamples.require_args}`],
    ["schema", `write schemas: ${argsExamples.schemas}`],
    ["restrict_scope", `write what the arguments must be: arg_constraints: ${argsExamples.arg_constraints}`],
    ["restrict_scope_contract", `write what the arguments must be: arg_constraints: ${argsExamples.arg_constraints}`],
    ["redact_args", "remove it: redaction belongs to whoever records the traces"],
    ["redact_args_contract", "remove it: redaction belongs to whoever records the traces"],
  ]),
}

export const limitsSection: Section = {
  name: "limits",
  keys: ["keys", "flow", "windows", "in_flight", "trace_bytes"],
  dialect: new Map([
    ["max_requests_total", 'write a rule: {type: max_calls, tool: "*", max: N}'],
    ["max_tool_calls_total", 'write a rule: {type: max_calls, tool: "*", max: N}'],
  ]),
}

export const selectorSection: Section = {
  name: "a selector",
  keys: ["tool", "agent", "args_match", "args", "status", "result", "result_match"],
  dialect: new Map([
    ["arguments", "write args, with a JSON Schema, or args_match, with a regular expression for each argument"],
    ["error", "write status: error"],
  ]),
}

/** Short forms of `arg_constraints`, and the keywords that they stand for. */
export const shortForms: ReadonlyMap<string, string> = new Map([
  ["min", "minimum"],
  ["max", "maximum"],
])

/** Words of other engines for keywords of JSON Schema, in `arg_constraints`. */
export const constraintDialect: ReadonlyMap<string, string> = new Map([
  ...["matches", "match", "regex", "regexp"].map((word) => [word, "write pattern"] as const),
  ...["allowed", "allowed_values", "one_of", "values", "in"].map((word) => [word, "write enum: [...]"] as const),
  ...["denied", "not_in", "forbidden"].map((word) => [word, "write not: {enum: [...]}"] as const),
  ...["equals", "eq", "value"].map((word) => [word, "write const"] as const),
  ...["gte", "ge"].map((word) => [word, "write minimum"] as const),
  ...["lte", "le"].map((word) => [word, "write maximum"] as const),
  ["gt", "write exclusiveMinimum"],
  ["lt", "write exclusiveMaximum"],
  ...["min_length", "minlength"].map((word) => [word, "write minLength"] as const),
  ...["max_length", "maxlength"].map((word) => [word, "write maxLength"] as const),
])

/** Rule types that Assay's documents name, and what says the same. */
export const dialectRuleTypes: ReadonlyMap<string, string> = new Map([
  ["count", "write type: max_calls, with tool and max"],
  ["allow", "write tools: {allow: [...]} beside the rules"],
  ["deny", "write tools: {deny: [...]} beside the rules"],
  ...["allowlist", "allow_list", "whitelist"].map(
    (word) => [word, "write tools: {allow: [...]} beside the rules"] as const,
  ),
  ...["denylist", "deny_list", "blacklist"].map(
    (word) => [word, "write tools: {deny: [...]} beside the rules"] as const,
  ),
])

/** Rule types of language version 2, and what comes near today. */
export const version2RuleTypes: ReadonlyMap<string, string> = new Map([
  ["immediately_before", "today write before (which lets other calls stand between), or a strict sequence"],
  ["never_between", "today write never_after (which does not end)"],
  ["max_sum", "today write max_calls"],
  ["max_repeats", "today write max_calls"],
  ["no_flow", "today write never_after, from what reads the secret to what sends"],
  ["from_result", "today write before"],
  [
    "formula",
    "today write the rule types require, eventually, max_calls, before, after, never_after, sequence, blocklist",
  ],
])

/** Keys that a policy text may use for itself, such as for YAML anchors. */
export function isIgnored(key: string): boolean {
  return key.startsWith("x-")
}

export function unsupportedKey(section: Section, key: string): Unsupported | undefined {
  return section.unsupported?.get(key)
}

/** What to write in place of a key of another dialect; undefined where the key is simply unknown. */
export function dialectOf(section: Section, key: string, value: Node): string | undefined {
  const known = section.dialect?.get(key)
  if (known !== undefined || section !== toolsSection || value.kind !== "map") return known
  const perTool = value.entries.some(({ name }) => name === "arguments" || name === "args")
  return perTool ? constrainArgs() : undefined
}

function allowWords(): string[] {
  return [
    "allow",
    "allowlist",
    "allow_list",
    "whitelist",
    "allowed",
    "allowed_tools",
    "tools_allowed",
    "tool_allowlist",
  ]
}

function denyWords(): string[] {
  const words = ["deny", "denylist", "deny_list", "blocklist", "block_list", "blacklist", "blocked", "blocked_tools"]
  return [...words, "denied", "denied_tools", "forbidden_tools", "tool_blocklist", "tool_denylist"]
}

function classWords(): string[] {
  const classes = ["allow", "deny", "approval_required", "restrict_scope", "redact_args"]
  return classes.map((word) => `${word}_classes`)
}

function gatewayWords(): string[] {
  return ["enforcement", "signatures", "tool_pins", "tool_classes", "discovery", "runtime_monitor", "kill_switch"]
}

function constrainArgs(): string {
  return `write it as tools: {arg_constraints: ${argsExamples.arg_constraints}}`
}

function testFile(): string {
  return "this is a test file of Assay; a policy has version, tools and sequences"
}
