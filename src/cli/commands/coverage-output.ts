import { type BaselineDiff, baselineDiffToJSON } from "../../baseline/index.ts"
import { type CoverageReport, coverageToJSON } from "../../coverage/index.ts"
import type { Policy } from "../../index.ts"
import {
  commentLimits,
  coverageDocument,
  coverageLine,
  renderBadge,
  renderBadgeSvg,
  renderCoverage,
  renderCoverageAnnotations,
  renderDiagnostic,
  renderDot,
  renderHtml,
  renderMarkdown,
  renderMermaidPage,
  ruleGraphs,
} from "../../report/index.ts"
import type { Io } from "../io.ts"
import { pageFor } from "../output.ts"
import type { Settings } from "../settings.ts"
import { addStepSummary } from "../step-summary.ts"
import { readVersion } from "../version.ts"
import { print } from "./baseline-show.ts"

/** The reports on coverage that need no policy at hand. */
export const coverageReports: readonly string[] = ["pretty", "json", "markdown", "html", "github", "badge", "badge-svg"]

/** A report to print, and what it is held against. */
export interface Printed {
  readonly report: CoverageReport
  /** For drawings; absent where reports were merged. */
  readonly policy?: Policy | undefined
  readonly diff?: BaselineDiff | undefined
}

/** Writes a report in the format asked for; on GitHub the summary of the step too. */
export async function printCoverage(
  printed: Printed,
  settings: Pick<Settings, "format" | "output" | "colour" | "verbose">,
  io: Io,
): Promise<number> {
  if (settings.format === "github") await addStepSummary(() => textOf(printed, "markdown"), io)
  const page = pageFor(settings.output === undefined ? io.stdout : undefined, io.env, settings)
  const { report, diff } = printed
  const text =
    settings.format === "pretty"
      ? [
          ...report.diagnostics.flatMap((each) => renderDiagnostic(each, page)),
          ...renderCoverage(report, page, diff),
          "",
        ].join("\n")
      : textOf(printed, settings.format)
  return print(text, settings.output, io)
}

function textOf({ report, policy, diff }: Printed, format: string): string {
  const version = { version: readVersion() }
  const comparison = diff && { diff, line: coverageLine(diff) }
  switch (format) {
    case "json":
      return `${JSON.stringify({ ...coverageToJSON(report), ...(diff && { baseline: baselineDiffToJSON(diff) }) }, null, 2)}\n`
    case "markdown":
      return renderMarkdown(coverageDocument(report, comparison, commentLimits), version)
    case "html":
      return renderHtml(coverageDocument(report, comparison), version)
    case "badge":
      return renderBadge(report)
    case "badge-svg":
      return renderBadgeSvg(report)
    case "mermaid":
      return policy ? renderMermaidPage(ruleGraphs(policy, report)) : ""
    case "dot":
      return policy ? renderDot(ruleGraphs(policy, report)) : ""
    default:
      return renderCoverageAnnotations(report)
  }
}
