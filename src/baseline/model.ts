import type { Diagnostic } from "../diagnostic/index.ts"

/** Which commit a report belongs to; every part may be unknown. */
export interface BaselineOrigin {
  /** ISO 8601, in UTC. */
  readonly created?: string
  readonly commit?: string
  readonly branch?: string
}

/**
 * What a baseline keeps of a coverage report, in the spelling of the API. Percentages have at most four decimals. What
 * `Baseline.fromReport` makes is whole; what is optional may be unknown to the JSON baselines of older Assay, which name
 * no tools and no rules, and hold coverage only where they were made by its `coverage` command.
 */
export interface BaselineData extends BaselineOrigin {
  readonly version: 1
  readonly policyName?: string
  readonly policyVersion?: string
  readonly policyDigest?: string
  /** 0 to 100; absent where the baseline holds no coverage. */
  readonly overallPct?: number
  readonly toolCoverage?: { readonly total: number; readonly seen: number; readonly pct: number }
  readonly ruleCoverage?: { readonly total: number; readonly triggered: number; readonly pct: number }
  /** Sorted by code unit, each once; absent where the baseline does not say: then no tool can be lost. */
  readonly toolsSeen?: readonly string[]
  /** Ids, or Assay's own (`legacy_id`), sorted by code unit, each once; absent as `toolsSeen` is. */
  readonly rulesTriggered?: readonly string[]
}

/** Beyond half a point either way. */
export type Direction = "improved" | "regressed" | "unchanged"

/** What changed since the baseline. All lists are sorted by code unit. */
export interface BaselineDiff {
  /** At most four decimals, as all numbers here. */
  readonly overallPct: number
  /** Absent, as are `delta` and `direction`, where the baseline holds no coverage. */
  readonly baselinePct?: number
  /** `overallPct - baselinePct`, in points; never -0. */
  readonly delta?: number
  readonly direction?: Direction
  /** Tools of the policy that were seen now and not in the baseline. */
  readonly newlyCovered: readonly string[]
  /** Tools that the baseline had seen, that are still in the policy, and that no trace calls now. */
  readonly newlyUncovered: readonly string[]
  /** Rule ids. */
  readonly newlyTriggered: readonly string[]
  /** Rules that the baseline had triggered, that are still in the policy, and that no trace triggers now. */
  readonly lostRules: readonly string[]
  /** A drop of more than the threshold, or a lost tool or rule. */
  readonly regressed: boolean
  /** Points. */
  readonly threshold: number
  /** Whether the policy is the one that the baseline was made with; undefined where the baseline does not say. */
  readonly samePolicy?: boolean
  /** Warnings: `baseline-without-coverage`, `baseline-older`. */
  readonly diagnostics: readonly Diagnostic[]
}
