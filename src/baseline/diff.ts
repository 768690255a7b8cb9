import type { CoverageReport, CoveredRule } from "../coverage/model.ts"
import { type Diagnostic, diagnostic } from "../diagnostic/index.ts"
import type { BaselineData, BaselineDiff, Direction } from "./model.ts"
import { toFourDecimals } from "./percentage.ts"

/** When a diff is a regression. */
export interface DiffOptions {
  /** Points that the overall coverage may drop without being a regression. Default 1. */
  readonly regressionThreshold?: number
}

/** Points beyond which coverage has a direction. */
const turning = 0.5

/**
 * What changed between a baseline and a report (semantics, section 8).
 *
 * @throws {TypeError} when the threshold is no number of at least 0
 */
export function diffBaseline(data: BaselineData, report: CoverageReport, options: DiffOptions = {}): BaselineDiff {
  const { regressionThreshold: threshold = 1 } = options
  if (!(Number.isFinite(threshold) && threshold >= 0)) {
    throw new TypeError(`expected a regressionThreshold of at least 0, found ${threshold}`)
  }
  const { policyDigest } = data
  const overall = compareOverall(data, report)
  const tools = compareTools(data, report)
  const rules = compareRules(data, report)
  const hasDropped = overall.delta !== undefined && -overall.delta > threshold
  return {
    ...overall,
    ...tools,
    ...rules,
    regressed: hasDropped || tools.newlyUncovered.length > 0 || rules.lostRules.length > 0,
    threshold,
    ...(policyDigest !== undefined && { samePolicy: policyDigest === report.policy.digest }),
    diagnostics: shortcomings(data),
  }
}

function compareOverall(
  { overallPct: baselinePct }: BaselineData,
  report: CoverageReport,
): Pick<BaselineDiff, "overallPct" | "baselinePct" | "delta" | "direction"> {
  const overallPct = toFourDecimals(report.overallCoveragePct)
  if (baselinePct === undefined) return { overallPct }
  const delta = toFourDecimals(overallPct - baselinePct)
  return { overallPct, baselinePct, delta, direction: directionOf(delta) }
}

function directionOf(delta: number): Direction {
  if (delta > turning) return "improved"
  return delta < -turning ? "regressed" : "unchanged"
}

function compareTools(
  { toolsSeen }: BaselineData,
  report: CoverageReport,
): Pick<BaselineDiff, "newlyCovered" | "newlyUncovered"> {
  if (toolsSeen === undefined) return { newlyCovered: [], newlyUncovered: [] }
  const before = new Set(toolsSeen)
  const changed = (seen: boolean): string[] =>
    sortedOnce(report.tools.filter((each) => each.seen === seen && before.has(each.tool) !== seen).map(toolOf))
  return { newlyCovered: changed(true), newlyUncovered: changed(false) }
}

function compareRules(
  { rulesTriggered }: BaselineData,
  report: CoverageReport,
): Pick<BaselineDiff, "newlyTriggered" | "lostRules"> {
  if (rulesTriggered === undefined) return { newlyTriggered: [], lostRules: [] }
  const counted = report.rules.filter((rule) => rule.counted)
  const rulesOf = rulesByName(counted)
  const before = new Set<CoveredRule>()
  const lost: CoveredRule[] = []
  for (const name of rulesTriggered) {
    const rules = rulesOf(name)
    for (const rule of rules) before.add(rule)
    // Rules can share one of Assay's ids: which of them it meant is not known, so all must be untriggered.
    if (!rules.some((rule) => rule.triggered)) lost.push(...rules)
  }
  const fresh = counted.filter((rule) => rule.triggered && !before.has(rule))
  return { newlyTriggered: sortedOnce(fresh.map(idOf)), lostRules: sortedOnce(lost.map(idOf)) }
}

/** The rules that a name of a baseline means: the one with this id, or else those with this `legacyId`. */
function rulesByName(rules: readonly CoveredRule[]): (name: string) => readonly CoveredRule[] {
  const byId = new Map(rules.map((rule) => [rule.id, [rule]]))
  const byLegacyId = new Map<string, CoveredRule[]>()
  for (const rule of rules) {
    if (rule.legacyId === undefined) continue
    byLegacyId.set(rule.legacyId, [...(byLegacyId.get(rule.legacyId) ?? []), rule])
  }
  return (name) => byId.get(name) ?? byLegacyId.get(name) ?? []
}

function toolOf({ tool }: { readonly tool: string }): string {
  return tool
}

function idOf({ id }: CoveredRule): string {
  return id
}

/** By code unit, so that no locale has a say. */
export function sortedOnce(names: readonly string[]): string[] {
  return [...new Set(names)].sort()
}

function shortcomings({ overallPct, toolsSeen, rulesTriggered }: BaselineData): Diagnostic[] {
  const hint = "Save a new one with assay baseline save."
  if (overallPct === undefined) {
    const message = "A baseline with coverage was expected, but this one holds none: nothing is compared."
    return [diagnostic("baseline-without-coverage", message, { severity: "warning", hint })]
  }
  if (toolsSeen !== undefined && rulesTriggered !== undefined) return []
  const message =
    "A baseline that names tools and rules was expected, but this one is of older Assay, which counted otherwise: only the overall coverage is compared."
  return [diagnostic("baseline-older", message, { severity: "warning", hint })]
}
