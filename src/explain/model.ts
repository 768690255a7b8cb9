import type { Verdict } from "../verdict/index.ts"

/** What one call did to one rule. */
export interface RuleChange {
  /** The id of the rule. */
  readonly rule: string
  /** Names of states; equal when the rule read the call and stayed. */
  readonly from: string
  readonly to: string
  /** The state between, where the call broke an obligation and was then read afresh. */
  readonly through?: string
  /** The deadline begins anew: the rule stays where it was, and waits longer. */
  readonly again?: true
  /** Calls counted, in states that count; held against `bound`. */
  readonly counter?: number
  readonly bound?: number
  /** The call violates the rule. */
  readonly offends: boolean
  /** What the rule waits for after the call. */
  readonly waits?: string
}

/** What one call did. */
export interface Step {
  /** Index of the call; denied attempts have none. */
  readonly call: number
  readonly tool: string
  /** The rules that read the call or whose deadline passed with it, in the order of the rules. */
  readonly changes: readonly RuleChange[]
}

/** A change of the trace by one call. Indices are those of the trace as it was. */
export type Edit =
  | {
      readonly edit: "insert" /** Before this call; the number of calls appends. */
      readonly call: number
      readonly tool: string
    }
  | { readonly edit: "delete"; readonly call: number; readonly tool: string }

/** Edits in rising order; insertions before the same call happen in the order given. */
export type Repair = readonly Edit[]

/** Where a rule stands: before the first call, or after the last. */
export interface RuleState {
  readonly state: string
  readonly counter?: number
  readonly bound?: number
  readonly waits?: string
}

/** One rule from beginning to end. */
export interface RuleExplanation {
  readonly rule: string
  readonly before: RuleState
  readonly after: RuleState
  /**
   * Of a violated rule: the fewest edits of the trace, at most two, that satisfy this rule alone. One repair for each
   * way to do it (insert, delete, or both), nearest to where it went wrong; none where two edits are too few.
   * Absent where the rule is not violated.
   */
  readonly repairs?: readonly Repair[]
}

/** A trace step by step. */
export interface Explanation {
  readonly verdict: Verdict
  readonly steps: readonly Step[]
  /** In the order of the verdict's rules; empty where the trace could not be read. */
  readonly rules: readonly RuleExplanation[]
}
