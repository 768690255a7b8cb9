import {
  commentLimits,
  pageLimits,
  type ReportOptions,
  type RunReport,
  renderGitHubAnnotations,
  renderHtml,
  renderJUnit,
  renderMarkdown,
  renderSarif,
  runDocument,
  VerdictRenderer,
  verdictRecord,
} from "../../report/index.ts"
import { formatNames } from "../../trace/index.ts"
import { collectingReporter, type Kept } from "../collecting-reporter.ts"
import type { Command } from "../command.ts"
import { exitCode } from "../exit.ts"
import { jsonLinesReporter, jsonReporter } from "../json-reporter.ts"
import { type Bench, judge } from "../judge.ts"
import { PrettyReporter } from "../pretty-reporter.ts"
import type { Reporter } from "../reporter.ts"
import { judgingOptions, readRequest, type Settings } from "../settings.ts"
import { addStepSummary } from "../step-summary.ts"
import { readVersion } from "../version.ts"

interface WholeReport {
  readonly render: (run: RunReport, options: ReportOptions) => string
  readonly kept: Kept
}

const markdown: WholeReport = {
  render: (run, options) => renderMarkdown(runDocument(run, commentLimits), options),
  kept: { traces: commentLimits.violations },
}

/** The reports that need the whole run; the others are written as it goes. */
const wholeReports: Readonly<Record<string, WholeReport>> = {
  markdown,
  html: { render: (run, options) => renderHtml(runDocument(run), options), kept: { traces: pageLimits.violations } },
  sarif: { render: renderSarif, kept: { traces: 25_000 } },
  junit: { render: renderJUnit, kept: { traces: 25_000, whole: true } },
  github: { render: renderGitHubAnnotations, kept: markdown.kept },
}

const reports = ["pretty", "json", "jsonl", ...Object.keys(wholeReports)]
const options = judgingOptions(
  formatNames,
  {
    validate: {
      value: "HOW",
      choices: ["shape", "full"],
      default: "shape",
      help: "whether what no rule reads is looked at for its shape only, or has to be JSON to the last byte",
    },
    jobs: {
      short: "j",
      value: "N",
      help: "threads that judge; by default one for each core, where there is much to do",
    },
  },
  { reports },
)

/** `assay check`: a verdict for each trace. */
export const check: Command = {
  name: "check",
  summary: "judge recorded traces against a policy",
  usage: "--policy FILE --traces PATH... [options]",
  details: [
    "Reads every trace, judges it by every rule of the policy, and says which rules were violated, by which calls, and which were never put to the test.",
  ],
  options,
  examples: [
    "assay check --policy policy.yaml --traces traces/",
    "assay check -p policy.yaml run.jsonl --format sarif --output assay.sarif",
  ],
  async run(words, io) {
    const request = await readRequest("check", words, options, io)
    if (!request) return exitCode.unusable
    const summaries: (() => string)[] = []
    const code = await judge(request.settings, io, (bench) => reporterFor(request.settings, bench, summaries))
    if (summaries[0]) await addStepSummary(summaries[0], io)
    return code
  },
}

/** `summaries` gets the Markdown that goes to GitHub beside the annotations. */
function reporterFor({ format }: Settings, { policy, view, page }: Bench, summaries: (() => string)[]): Reporter {
  const record = ({ verdict, place }: Parameters<Reporter["judged"]>[0]): unknown => verdictRecord(verdict, place)
  if (format === "json") return jsonReporter({ policy, record })
  if (format === "jsonl") return jsonLinesReporter(record)
  const whole = wholeReports[format]
  if (whole) {
    const version = { version: readVersion() }
    return collectingReporter(view, whole.kept, (run) => {
      if (format === "github") summaries.push(() => markdown.render(run, version))
      return whole.render(run, version)
    })
  }
  const renderer = new VerdictRenderer(view, page)
  const tell = ({ verdict, trace, place }: Parameters<Reporter["judged"]>[0]): string[] =>
    renderer.render(verdict, trace, place)
  return new PrettyReporter({ page, policy: view, tell, table: true })
}
