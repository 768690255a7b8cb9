import type { Verdict } from "../verdict/index.ts"

/** What one call did to one rule. */
export interface RuleChange {
  /** The id of the rule. */
  readonly rule: string
  /** Names of states; equal when the rule read the call and stayed. */
  readonly from: string
  readonly to: string
  /** Calls counted, in states that count; held against `bound`. */
  readonly counter?: number
  readonly bound?: number
  /** The call violates the rule. */
  readonly offends: boolean
  /** What the rule waits for after the call. */
  readonly waits?: string
}

export interface Step {
  /** Index of the call; denied attempts have none. */
  readonly call: number
  readonly tool: string
  /** The rules that read the call or whose deadline passed with it, in the order of the rules. */
  readonly changes: readonly RuleChange[]
}

/** A trace step by step. */
export interface Explanation {
  readonly verdict: Verdict
  readonly steps: readonly Step[]
}
