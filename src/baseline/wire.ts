import type { Diagnostic } from "../diagnostic/index.ts"
import type { BaselineData, BaselineDiff } from "./model.ts"

/** The texts of a baseline: as files spell their keys, and as the API does. The order is that of files. */
export const textKeys = {
  created: "created",
  commit: "commit",
  branch: "branch",
  policy_name: "policyName",
  policy_version: "policyVersion",
  policy_digest: "policyDigest",
} as const

type TextKey = keyof typeof textKeys

/** A baseline as it stands in files. What it does not know is null, so that nobody takes it for empty. */
export interface BaselineJSON extends Readonly<Partial<Record<TextKey, string>>> {
  readonly version: 1
  readonly coverage: {
    readonly overall_pct: number
    readonly tool_coverage: { readonly total: number; readonly seen: number; readonly pct: number } | null
    readonly rule_coverage: { readonly total: number; readonly triggered: number; readonly pct: number } | null
  } | null
  readonly tools_seen: readonly string[] | null
  readonly rules_triggered: readonly string[] | null
}

/** A baseline in the spelling and the order of its file. */
export function baselineToJSON(data: BaselineData): BaselineJSON {
  const { overallPct, toolCoverage, ruleCoverage, toolsSeen, rulesTriggered } = data
  const texts = Object.entries(textKeys).flatMap(([name, key]) => {
    const text = data[key]
    return text === undefined ? [] : [[name, text] as const]
  })
  const coverage = overallPct !== undefined && {
    overall_pct: overallPct,
    tool_coverage: toolCoverage ? { total: toolCoverage.total, seen: toolCoverage.seen, pct: toolCoverage.pct } : null,
    rule_coverage: ruleCoverage
      ? { total: ruleCoverage.total, triggered: ruleCoverage.triggered, pct: ruleCoverage.pct }
      : null,
  }
  return {
    version: 1,
    ...Object.fromEntries(texts),
    coverage: coverage || null,
    tools_seen: toolsSeen ?? null,
    rules_triggered: rulesTriggered ?? null,
  }
}

/** A diff as it stands in files. */
export interface BaselineDiffJSON {
  readonly overall_pct: number
  readonly baseline_pct: number | null
  readonly delta: number | null
  readonly direction: string | null
  readonly newly_covered: readonly string[]
  readonly newly_uncovered: readonly string[]
  readonly newly_triggered: readonly string[]
  readonly lost_rules: readonly string[]
  readonly regressed: boolean
  readonly threshold: number
  readonly same_policy: boolean | null
  readonly diagnostics: readonly Diagnostic[]
}

/** A diff as it stands in files. */
export function baselineDiffToJSON(diff: BaselineDiff): BaselineDiffJSON {
  return {
    overall_pct: diff.overallPct,
    baseline_pct: diff.baselinePct ?? null,
    delta: diff.delta ?? null,
    direction: diff.direction ?? null,
    newly_covered: diff.newlyCovered,
    newly_uncovered: diff.newlyUncovered,
    newly_triggered: diff.newlyTriggered,
    lost_rules: diff.lostRules,
    regressed: diff.regressed,
    threshold: diff.threshold,
    same_policy: diff.samePolicy ?? null,
    diagnostics: diff.diagnostics,
  }
}
