import type { BaselineDiff } from "../../baseline/index.ts"
import type { CoverageReport } from "../../coverage/index.ts"
import { type Diagnostic, diagnostic } from "../../diagnostic/index.ts"
import type { Arguments, OptionSpecs } from "../arguments.ts"
import type { Failure, Occurrences } from "../exit.ts"
import type { Settings } from "../settings.ts"
import { failsOnRegression } from "./baseline-diff.ts"

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

/** What of a suite's coverage is to fail a run that asks for it. */
export function coverageOccurrences(report: CoverageReport, diff: BaselineDiff | undefined): Occurrences {
  const { rules, ruleCoverage, highRiskGaps } = report
  const violated = (wanted: "error" | "warning"): number =>
    rules.filter(({ severity, violated }) => severity === wanted && violated > 0).length
  return {
    violation: [violated("error"), "violated rule"],
    warning: [violated("warning"), "violated rule of severity warning"],
    undetermined: [rules.filter(({ undetermined }) => undetermined > 0).length, "undetermined rule"],
    "not-exercised": [ruleCoverage.untriggeredRules.length, "rule that no trace exercises"],
    "high-risk": [highRiskGaps.length, "high-risk gap"],
    regression: [diff?.regressed === true ? 1 : 0, "regression"],
  }
}
