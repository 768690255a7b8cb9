import type { CoverageReport } from "../../coverage/index.ts"
import { percent, thresholdPercent } from "../page/percent.ts"
import { count } from "../text.ts"
import { workflowCommand } from "./github.ts"

/** Of each level and step; GitHub drops what comes after. */
const mostWarnings = 10

/** Coverage as workflow commands: a threshold that is not met is an error, gaps and untriggered rules are warnings. */
export function renderCoverageAnnotations(report: CoverageReport): string {
  const { overallCoveragePct, threshold, meetsThreshold, highRiskGaps, ruleCoverage } = report
  const warnings = [
    ...highRiskGaps.map(({ tool, reason }) => ({ title: `High-risk gap: ${tool}`, message: reason })),
    ...ruleCoverage.untriggeredRules.map((rule) => ({
      title: `Untriggered rule: ${rule}`,
      message: "No trace brings its condition about.",
    })),
  ]
  const left = warnings.length - mostWarnings
  const below = `Coverage is ${percent(overallCoveragePct, threshold)}, below the threshold of ${thresholdPercent(threshold)}.`
  return [
    ...(meetsThreshold ? [] : [workflowCommand({ level: "error", title: "Coverage", message: below })]),
    ...warnings.slice(0, mostWarnings).map((each) => workflowCommand({ level: "warning", ...each })),
    ...(left > 0
      ? [workflowCommand({ level: "notice", title: "Assay", message: `Not shown here: ${count(left, "warning")}.` })]
      : []),
  ]
    .map((line) => `${line}\n`)
    .join("")
}
