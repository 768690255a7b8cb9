import type { BaselineDiff } from "../baseline/index.ts"
import type { CoverageReport } from "../coverage/index.ts"
import { type Diagnostic, diagnostic } from "../diagnostic/index.ts"
import type { Arguments, OptionSpecs } from "./arguments.ts"
import { failsOnRegression } from "./baseline-diff.ts"
import { coverageFailures, type Failure } from "./exit.ts"
import type { Settings } from "./settings.ts"

/** What coverage is held against; traces need not be at hand for it. */
export const thresholdOptions: OptionSpecs = {
  "min-coverage": { value: "PERCENT", help: "exit 1 when the overall coverage is lower" },
  "fail-on-high-risk": { help: "exit 1 when a forbidden tool is never attempted: the same as --fail-on high-risk" },
}

/** The percentage of `--min-coverage`, or what is wrong with it. */
export function readMinimum(values: Arguments["values"]): number | Diagnostic {
  const text = values.get("min-coverage")?.[0] ?? "0"
  if (/^\d{1,3}(\.\d{0,9})?%?$/.test(text) && Number.parseFloat(text) <= 100) return Number.parseFloat(text)
  const message = `--min-coverage is a percentage from 0 to 100, but ${JSON.stringify(text.slice(0, 80))} was given.`
  return diagnostic("usage", message)
}

/** What is to fail a run of coverage, from `--fail-on` and its short forms. */
export function failOn(values: Arguments["values"], { failOn: named }: Pick<Settings, "failOn">): ReadonlySet<Failure> {
  const all = new Set(named)
  if (values.has("fail-on-high-risk")) all.add("high-risk")
  if (failsOnRegression(values)) all.add("regression")
  return all
}

/** Whether coverage comes to anything that is to fail the run. A threshold that is not met always does. */
export function failures(
  report: CoverageReport,
  diff: BaselineDiff | undefined,
  failOn: ReadonlySet<Failure>,
): boolean {
  const { rules, ruleCoverage, highRiskGaps, meetsThreshold } = report
  const occurs: Record<Failure, boolean> = {
    violation: rules.some(({ severity, violated }) => severity === "error" && violated > 0),
    warning: rules.some(({ severity, violated }) => severity === "warning" && violated > 0),
    undetermined: rules.some(({ undetermined }) => undetermined > 0),
    "not-exercised": ruleCoverage.untriggeredRules.length > 0,
    "high-risk": highRiskGaps.length > 0,
    regression: diff?.regressed === true,
  }
  return !meetsThreshold || coverageFailures.some((failure) => failOn.has(failure) && occurs[failure])
}
