import type { Diagnostic } from "../diagnostic/index.ts"
import type { ListType, RuleType, Severity } from "../policy/model.ts"
import type { Outcome } from "../program/automaton.ts"
import type { Extent } from "../trace/model.ts"

export type { Outcome }

/** How a trace broke a rule, and where. */
export interface Violation {
  /** The id of the rule. */
  readonly rule: string
  readonly type: ListType | RuleType
  /** Index of the call at which the violation became certain; the number of calls when only the end decided. */
  readonly call: number
  /** The calls that matter, offender last; absent where no trace is at hand (guards). */
  readonly calls?: readonly number[]
  /** One sentence made of the policy and the indices alone. */
  readonly message: string
  readonly severity: Severity
  /** What the policy wants the agent to be told. */
  readonly agentMessage?: string
}

/** What became of one rule over a trace. */
export interface RuleVerdict {
  readonly id: string
  /** The id under which the Rust tool reports the same rule. */
  readonly legacyId?: string
  readonly type: ListType | RuleType
  readonly outcome: Outcome
  /** Whether the rule's own condition came up, or the rule is violated. */
  readonly exercised: boolean
  /** Neither more calls nor the end can change the outcome. */
  readonly settled: boolean
  readonly severity: Severity
  readonly violation?: Violation
}

/** The judgement on one trace: plain data; `verdictToJSON` spells it for files. */
export interface Verdict {
  readonly id?: string
  /** No rule of severity `error` is violated, and the trace could be read. */
  readonly ok: boolean
  readonly extent: Extent
  /** How many calls were judged; denied calls are attempts and do not count. */
  readonly calls: number
  /** `allow`, `deny`, `ask` first, then the rules in file order. */
  readonly rules: readonly RuleVerdict[]
  readonly violations: readonly Violation[]
  /** How many rules are undetermined. */
  readonly undetermined: number
  readonly diagnostics: readonly Diagnostic[]
}
