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

const wholeNames = "today rules and lists tell calls apart by tool name only"

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
    ["require_args", "write it as tools: {require_args: ...}, which is not supported yet"],
    ["schemas", "write it as tools: {schemas: ...}, which is not supported yet"],
    ["constraints", "write it as tools: {arg_constraints: ...}, which is not supported yet"],
    ["arg_constraints", "write it as tools: {arg_constraints: ...}, which is not supported yet"],
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
  keys: ["allow", "deny", "ask"],
  unsupported: new Map([
    ["require_args", { version2: false, today: `arguments are not judged yet; ${wholeNames}` }],
    ["arg_constraints", { version2: false, today: `arguments are not judged yet; ${wholeNames}` }],
    ["schemas", { version2: false, today: `arguments are not judged yet; ${wholeNames}` }],
  ]),
  dialect: new Map([
    ...allowWords().map((word) => [word, "write allow: [...]"] as const),
    ...denyWords().map((word) => [word, "write deny: [...]"] as const),
    ["approval_required", "write ask: [...]"],
    ...classWords().map((word) => [word, "list the tools, or a pattern such as search_*, or an alias"] as const),
    ["constraints", "write arg_constraints, which is not supported yet"],
    ["restrict_scope", "remove it: arguments are not judged yet"],
    ["restrict_scope_contract", "remove it: arguments are not judged yet"],
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

const readsNames: Unsupported = { version2: false, today: `write only tool; ${wholeNames}` }

export const selectorSection: Section = {
  name: "a selector",
  keys: ["tool"],
  unsupported: new Map(
    ["agent", "args_match", "args", "status", "result", "result_match"].map((key) => [key, readsNames] as const),
  ),
}

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
  return perTool ? "write it as tools: {arg_constraints: ...}, which is not supported yet" : undefined
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

function testFile(): string {
  return "this is a test file of Assay; a policy has version, tools and sequences"
}
