import type { Diagnostic } from "../diagnostic/index.ts"
import type { ListType, RuleType, Severity } from "../policy/model.ts"

/** Whose coverage it is. */
export interface CoveredPolicy {
  readonly name?: string
  /** The policy's `version`; absent where the policy came compiled. */
  readonly version?: string
  /** 32 hexadecimal digits: reports of equal programs can be merged. */
  readonly digest: string
}

/** How much of the tools in the policy the traces called or attempted. */
export interface ToolCoverage {
  readonly totalToolsInPolicy: number
  readonly toolsSeenInTraces: number
  /** 0 to 100; 100 where the policy names no tool. */
  readonly coveragePct: number
  readonly unseenTools: readonly string[]
  /** Called, but in no reference of the policy. Sorted. */
  readonly unexpectedTools: readonly string[]
}

/** How many rules of `sequences` the traces exercised. */
export interface RuleCoverage {
  readonly totalRules: number
  readonly rulesTriggered: number
  /** 0 to 100; 100 where the policy has no rule. */
  readonly coveragePct: number
  /** Ids, in file order. */
  readonly untriggeredRules: readonly string[]
}

/** A forbidden tool that no trace so much as attempts: whether the ban is kept was never tried. */
export interface HighRiskGap {
  /** A tool, a pattern with `*`, or the text of a blocklist. */
  readonly tool: string
  /** One sentence that names the rule. */
  readonly reason: string
  readonly severity: "high"
}

/** A tool that the policy names, or a pattern (`search_*`), which counts as one. */
export interface CoveredTool {
  readonly tool: string
  /** The ids of the rules and lists that read it, by its name or by a pattern, in the order of the rules. */
  readonly rules: readonly string[]
  readonly seen: boolean
}

/** A move of a rule's automaton between two named states. */
export interface CoveredTransition {
  readonly from: string
  readonly to: string
  /** What makes the move, in words: `Verify`, `Verify and Refund`, `any other call`, `the bound is used up`. */
  readonly on: string
  /** The move violates the rule. */
  readonly offends: boolean
  readonly taken: boolean
}

/** What the traces saw of one rule. The six counts of outcomes add up to the traces. */
export interface CoveredRule {
  readonly id: string
  readonly legacyId?: string
  readonly type: ListType | RuleType
  readonly severity: Severity
  /** Whether rule coverage counts it: the rules of `sequences` do, the lists of `tools` do not. */
  readonly counted: boolean
  /** Some trace exercised it. */
  readonly triggered: boolean
  /** Traces in which it held and was exercised. */
  readonly held: number
  /** Traces in which it held because nothing of what it speaks of happened. */
  readonly heldVacuously: number
  readonly violated: number
  readonly pending: number
  readonly notExercised: number
  readonly undetermined: number
  /** Those that some trace can take. */
  readonly transitions: readonly CoveredTransition[]
}

/** What a suite of traces covers of a policy. Plain data; `coverageToJSON` spells it for files. */
export interface CoverageReport {
  readonly policy: CoveredPolicy
  /** Traces that were read. */
  readonly traces: number
  /** Traces that could not be read. */
  readonly unreadable: number
  /** Calls made. */
  readonly calls: number
  /** Calls that were denied. */
  readonly attempts: number
  /** Mean of tool and rule coverage, 0 to 100. */
  readonly overallCoveragePct: number
  /** 0 where none was asked for. */
  readonly threshold: number
  readonly meetsThreshold: boolean
  readonly toolCoverage: ToolCoverage
  readonly ruleCoverage: RuleCoverage
  readonly highRiskGaps: readonly HighRiskGap[]
  /** Every tool and pattern in the policy, sorted. */
  readonly tools: readonly CoveredTool[]
  /** All rules as verdicts list them. */
  readonly rules: readonly CoveredRule[]
  /** `vacuous-coverage`, `no-traces`, and what was wrong with the traces handed over. */
  readonly diagnostics: readonly Diagnostic[]
}
