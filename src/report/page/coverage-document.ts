import type { CoverageReport } from "../../coverage/index.ts"
import { count } from "../text.ts"
import { baselineSection, type Comparison, names } from "./baseline-document.ts"
import {
  type Block,
  type Document,
  type Inline,
  lineBreak,
  named,
  quiet,
  section,
  severityMark,
  strong,
  type Text,
  titleOf,
} from "./document.ts"
import { type Limits, pageLimits } from "./limits.ts"
import { diagnosticList, leftOut } from "./parts.ts"
import { percent, thresholdPercent } from "./percent.ts"
import { prose } from "./prose.ts"
import { ruleMatrix } from "./rule-matrix.ts"
import { untakenTransitions } from "./transitions.ts"

const measured: Inline = { inline: "mark", tone: "quiet", sign: "•", word: "measured" }

/** What a suite of traces covers of a policy, and what it leaves out. */
export function coverageDocument(
  report: CoverageReport,
  comparison?: Comparison,
  limits: Limits = pageLimits,
): Document {
  const { toolCoverage, ruleCoverage } = report
  return {
    title: titleOf("Coverage", report.policy.name),
    blocks: [
      banner(report, comparison),
      shares(report),
      ...section("Notes on the run", diagnosticList(report.diagnostics)),
      ...(comparison === undefined ? [] : baselineSection(comparison, limits)),
      ...section("High-risk gaps", gaps(report, limits)),
      ...names("Unseen tools", toolCoverage.unseenTools, limits, "The policy names them; no trace calls them."),
      ...names(
        "Unexpected tools",
        toolCoverage.unexpectedTools,
        limits,
        "Traces call them; the policy names them nowhere.",
      ),
      ...names("Untriggered rules", ruleCoverage.untriggeredRules, limits, "No trace brings their condition about."),
      ...section("What the traces saw of each rule", ruleMatrix(report)),
      ...section("Transitions not taken", untakenTransitions(report)),
    ],
  }
}

/** Where no threshold was asked for, nothing was passed: then a share is measured, and no more. */
function banner(report: CoverageReport, comparison: Comparison | undefined): Block {
  const { overallCoveragePct, threshold, meetsThreshold, traces, unreadable, calls, attempts } = report
  const regressed = comparison?.diff.regressed === true
  const share = `Coverage: ${percent(overallCoveragePct, threshold)}`
  const size = [
    count(traces, "trace"),
    count(calls, "call"),
    ...(attempts > 0 ? [count(attempts, "denied attempt")] : []),
    ...(unreadable > 0 ? [`${unreadable} unreadable`] : []),
  ]
  const goal: Text =
    threshold === 0
      ? [strong(share), " ", measured, ", no threshold set"]
      : [
          strong(`${meetsThreshold ? "✓" : "✗"} ${share}`),
          ` · threshold ${thresholdPercent(threshold)} ${meetsThreshold ? "met" : "not met"}`,
        ]
  return {
    block: "banner",
    tone: !meetsThreshold || regressed ? "bad" : threshold === 0 ? "quiet" : "good",
    content: [
      ...goal,
      ...(regressed ? [" · ", severityMark("error", "regression"), " since the baseline"] : []),
      lineBreak,
      quiet(size.join(", ")),
    ],
  }
}

/** Overall, tools and rules. An empty side counts 100, and says why. */
function shares({ overallCoveragePct, toolCoverage, ruleCoverage }: CoverageReport): Block {
  const { totalToolsInPolicy: tools, toolsSeenInTraces: seen } = toolCoverage
  const { totalRules: rules, rulesTriggered: triggered } = ruleCoverage
  const row = (what: string, covered: string, pct: number, note: Inline[] = []): readonly Text[] => [
    [what],
    [covered],
    [percent(pct)],
    [{ inline: "gauge", percent: pct }, ...note],
  ]
  const emptySide = (total: number, what: string): Inline[] =>
    total === 0 ? [" ", quiet(`(no ${what}: counted 100)`)] : []
  return {
    block: "table",
    label: "Coverage",
    columns: [{ head: "coverage" }, { head: "covered" }, { head: "share", numeric: true }, { head: "bar" }],
    rows: [
      row("tools", `${seen} of ${tools}`, toolCoverage.coveragePct, emptySide(tools, "tools")),
      row("rules", `${triggered} of ${rules}`, ruleCoverage.coveragePct, emptySide(rules, "rules")),
      row("overall", "mean of both", overallCoveragePct),
    ],
  }
}

function gaps({ highRiskGaps }: CoverageReport, limits: Limits): readonly Block[] {
  if (highRiskGaps.length === 0) return []
  const rows = highRiskGaps
    .slice(0, limits.rows)
    .map(({ tool, reason }) => [[severityMark("warning", "high risk")], [named(tool)], prose(reason)])
  return [
    {
      block: "table",
      label: "High-risk gaps",
      columns: [{ head: "risk" }, { head: "tool" }, { head: "why" }],
      rows,
      header: 1,
    },
    ...leftOut(highRiskGaps.length - limits.rows, "gap"),
  ]
}
