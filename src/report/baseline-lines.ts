import type { BaselineData, BaselineDiff } from "../baseline/index.ts"
import type { Page } from "./paint.ts"
import { count, escapeText } from "./text.ts"

/** `Coverage: 82.5% (baseline: 85.5%, Δ -3.0%)`. */
export function coverageLine({ overallPct, baselinePct, delta }: BaselineDiff): string {
  if (baselinePct === undefined || delta === undefined) return `Coverage: ${percent(overallPct)} (baseline: none)`
  // The difference of what is shown, so that the line adds up.
  const shown = Number(tenths(overallPct)) - Number(tenths(baselinePct))
  return `Coverage: ${percent(overallPct)} (baseline: ${percent(baselinePct)}, Δ ${signedPercent(shown)})`
}

/** The coverage line, and a line for each kind of change that came up; names are escaped. */
export function diffLines(diff: BaselineDiff): string[] {
  return [
    coverageLine(diff),
    ...namesLine("New uncovered", diff.newlyUncovered),
    ...namesLine("Newly covered", diff.newlyCovered),
    ...namesLine("Lost rules", diff.lostRules),
    ...namesLine("Newly triggered", diff.newlyTriggered),
  ]
}

/** Whether a diff is a regression, and why, as one line for people. */
export function regressionLine(diff: BaselineDiff, { paint }: Pick<Page, "paint">): string {
  if (diff.regressed) return paint.red(`✗ Regression: ${reasons(diff)}.`)
  const { delta, samePolicy } = diff
  if (delta === undefined) return paint.yellow("! Nothing was compared: the baseline holds no coverage.")
  const other = samePolicy === false ? " The policy has changed since the baseline." : ""
  return `${paint.green("✓ No regression.")}${other}`
}

/** What makes a diff a regression, in words. */
function reasons({ delta = 0, threshold, newlyUncovered, lostRules }: BaselineDiff): string {
  const parts = [
    ...(-delta > threshold ? [`coverage dropped by more than ${count(threshold, "point")}`] : []),
    ...(newlyUncovered.length > 0 ? [`${count(newlyUncovered.length, "tool")} no longer covered`] : []),
    ...(lostRules.length > 0 ? [`${count(lostRules.length, "rule")} no longer triggered`] : []),
  ]
  return parts.join(", ")
}

/** `Coverage: 87.5% (tools: 3 of 4, rules: 2 of 2)`, as far as the baseline knows. */
export function baselineCoverageLine({ overallPct, toolCoverage, ruleCoverage }: BaselineData): string {
  if (overallPct === undefined) return "Coverage: none"
  const parts = [
    ...(toolCoverage ? [`tools: ${toolCoverage.seen} of ${toolCoverage.total}`] : []),
    ...(ruleCoverage ? [`rules: ${ruleCoverage.triggered} of ${ruleCoverage.total}`] : []),
  ]
  return `Coverage: ${percent(overallPct)}${parts.length === 0 ? "" : ` (${parts.join(", ")})`}`
}

/** A baseline for people, a line for each thing it knows. */
export function baselineLines(data: BaselineData): string[] {
  const { created, commit, branch, policyName, policyVersion, policyDigest, toolsSeen, rulesTriggered } = data
  const policy = [
    ...(policyName === undefined ? [] : [policyName]),
    ...(policyVersion === undefined ? [] : [`version ${policyVersion}`]),
    ...(policyDigest === undefined ? [] : [`digest ${policyDigest}`]),
  ]
  return [
    baselineCoverageLine(data),
    ...namesLine("Created", created === undefined ? [] : [created]),
    ...namesLine("Commit", commit === undefined ? [] : [commit]),
    ...namesLine("Branch", branch === undefined ? [] : [branch]),
    ...namesLine("Policy", policy),
    `Tools seen: ${names(toolsSeen)}`,
    `Rules triggered: ${names(rulesTriggered)}`,
  ]
}

function namesLine(label: string, list: readonly string[]): string[] {
  return list.length === 0 ? [] : [`${label}: ${names(list)}`]
}

function names(list: readonly string[] | undefined): string {
  if (list === undefined) return "not known"
  return list.length === 0 ? "none" : list.map(escapeText).join(", ")
}

function percent(points: number): string {
  return `${tenths(points)}%`
}

/** The sign is of what is shown: what rounds to nothing is `+0.0%`. */
function signedPercent(points: number): string {
  const shown = tenths(points)
  return `${points < 0 && shown !== "0.0" ? "-" : "+"}${shown}%`
}

function tenths(points: number): string {
  return (Math.round(Math.abs(points) * 10) / 10).toFixed(1)
}
