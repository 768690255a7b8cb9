import type { Range } from "../diagnostic/index.ts"
import type { Check } from "../schema/index.ts"

/**
 * A name with wildcards, as its literal pieces: between two pieces stands any run of characters.
 * `["Search"]` is the exact name `Search`, `["search_", ""]` is `search_*`, `["", ""]` is `*`.
 */
export type Glob = readonly string[]

/** Which calls an operand of a rule means: the calls whose tool name matches one of the globs, where no case says more. */
export interface Selector {
  /**
   * How ids print it: the reference as written, `tool[arg1,arg2]` where it reads more than the name; members of a list
   * joined with `|`.
   */
  readonly label: string
  /** Aliases replaced by their members, duplicates removed, in order of first mention; the union over the cases. */
  readonly globs: readonly Glob[]
  /** One of these has to fit the call; absent: the name alone decides. */
  readonly cases?: readonly SelectorCase[]
}

/** A call fits when its name matches a glob and all conditions hold; without conditions it fits by its name alone. */
export interface SelectorCase {
  readonly globs: readonly Glob[]
  readonly conditions: readonly Condition[]
}

/** What a selector asks of a call beyond its name. */
export type Condition =
  | { readonly field: "args" | "result" | "agent"; readonly check: Check }
  | { readonly field: "status"; readonly statuses: readonly ("ok" | "error")[] }

export type Severity = "error" | "warning"
export type Action = "deny" | "ask" | "warn"

/** What every rule carries. `range` is the rule's place in the policy text. */
export interface RuleBase {
  readonly id: string
  /** The id under which the Rust tool reports the same rule. */
  readonly legacyId?: string
  readonly description?: string
  /** What the agent is told when the rule stops it. */
  readonly message?: string
  readonly severity: Severity
  readonly action: Action
  readonly range: Range
}

export type RuleOperands =
  | { readonly type: "require"; readonly tool: Selector }
  | { readonly type: "eventually"; readonly tool: Selector; readonly within: number }
  | { readonly type: "max_calls"; readonly tool: Selector; readonly max: number }
  | { readonly type: "before"; readonly first: Selector; readonly then: Selector }
  | { readonly type: "after"; readonly trigger: Selector; readonly then: Selector; readonly within: number }
  | { readonly type: "never_after"; readonly trigger: Selector; readonly forbidden: Selector }
  | { readonly type: "sequence"; readonly tools: readonly Selector[]; readonly strict: boolean }
  | { readonly type: "blocklist"; readonly pattern: string }

/** A rule of `sequences` (semantics, section 4). */
export type Rule = RuleBase & RuleOperands

export type RuleType = RuleOperands["type"]

/** What stands under `tools` is judged as rules too, in this order, before the others. */
export type ListType = "allow" | "deny" | "ask" | "args"

/** A list under `tools`; an absent list has no opinion, an empty `allow` allows nothing. */
export interface ToolList {
  readonly selector: Selector
  readonly range: Range
}

/** What the args of each call of a tool must be: `require_args`, `arg_constraints` and `schemas` of one key together. */
export interface ArgsRule {
  /** Named as the key is written. */
  readonly selector: Selector
  /** Of the whole args object. */
  readonly check: Check
  /** Where the key is first mentioned. */
  readonly range: Range
}

/** Bounds on what one session or trace may cost. Whole numbers above zero. */
export interface Limits {
  /** Distinct values of `per` a session. */
  readonly keys: number
  /** Values remembered for data flow, a session. */
  readonly flow: number
  /** Entries of time windows, a session. */
  readonly windows: number
  /** Calls taken and not yet answered, a session. */
  readonly inFlight: number
  /** Bytes of one trace. */
  readonly traceBytes: number
}

/** A policy as data: everything resolved, nothing left to look up. */
export interface PolicyDocument {
  readonly version: "1.0" | "1.1" | "2"
  readonly name?: string
  readonly description?: string
  readonly metadata?: Readonly<Record<string, unknown>>
  readonly allow?: ToolList
  readonly deny?: ToolList
  readonly ask?: ToolList
  /** By first mention of their tools. */
  readonly args: readonly ArgsRule[]
  readonly rules: readonly Rule[]
  readonly limits: Limits
  readonly onError: "block" | "allow"
}
