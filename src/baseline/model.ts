/** Which commit a report belongs to; every part may be unknown. */
export interface BaselineOrigin {
  /** ISO 8601, in UTC. */
  readonly created?: string
  readonly commit?: string
  readonly branch?: string
}

/** What a baseline keeps of a coverage report, in the spelling of the API. */
export interface BaselineData extends BaselineOrigin {
  readonly version: 1
  readonly policyName?: string
  readonly policyVersion?: string
  readonly policyDigest?: string
  readonly overallPct: number
  readonly toolCoverage: { readonly total: number; readonly seen: number; readonly pct: number }
  readonly ruleCoverage: { readonly total: number; readonly triggered: number; readonly pct: number }
  /** Sorted. */
  readonly toolsSeen: readonly string[]
  /** Ids, sorted. */
  readonly rulesTriggered: readonly string[]
}

/** Beyond half a point either way. */
export type Direction = "improved" | "regressed" | "unchanged"

/** What changed since the baseline. All lists are sorted. */
export interface BaselineDiff {
  readonly overallPct: number
  readonly baselinePct: number
  /** `overallPct - baselinePct`, in points. */
  readonly delta: number
  readonly direction: Direction
  /** Tools of the policy. */
  readonly newlyCovered: readonly string[]
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
}
