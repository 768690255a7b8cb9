import {
  commentLimits,
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
} from "../report/index.ts"
import { formatNames } from "../trace/index.ts"
import { collectingReporter } from "./collecting-reporter.ts"
import type { Command } from "./command.ts"
import { exitCode } from "./exit.ts"
import { jsonLinesReporter, jsonReporter } from "./json-reporter.ts"
import { type Bench, judge } from "./judge.ts"
import { PrettyReporter } from "./pretty-reporter.ts"
import type { Reporter } from "./reporter.ts"
import { judgingOptions, readRequest, type Settings } from "./settings.ts"
import { addStepSummary } from "./step-summary.ts"
import { readVersion } from "./version.ts"

/** The reports that need the whole run; the others are written as it goes. */
const renderers: Readonly<Record<string, (run: RunReport, options: ReportOptions) => string>> = {
  markdown: (run, options) => renderMarkdown(runDocument(run, commentLimits), options),
  html: (run, options) => renderHtml(runDocument(run), options),
  sarif: renderSarif,
  junit: renderJUnit,
  github: renderGitHubAnnotations,
}

const reports = ["pretty", "json", "jsonl", ...Object.keys(renderers)]
const options = judgingOptions(formatNames, {}, { reports })

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
  const render = renderers[format]
  if (render) {
    const version = { version: readVersion() }
    return collectingReporter(view, (run) => {
      if (format === "github") summaries.push(() => renderers.markdown?.(run, version) ?? "")
      return render(run, version)
    })
  }
  const renderer = new VerdictRenderer(view, page)
  const tell = ({ verdict, trace, place }: Parameters<Reporter["judged"]>[0]): string[] =>
    renderer.render(verdict, trace, place)
  return new PrettyReporter({ page, policy: view, tell, table: true })
}
