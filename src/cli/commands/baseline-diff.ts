import { type BaselineDiff, baselineDiffToJSON } from "../../baseline/index.ts"
import { type Diagnostic, diagnostic } from "../../diagnostic/index.ts"
import {
  baselineDiffDocument,
  commentLimits,
  coverageLine,
  diffLines,
  regressionLine,
  renderHtml,
  renderMarkdown,
  schemaVersion,
} from "../../report/index.ts"
import { formatNames } from "../../trace/index.ts"
import type { Arguments, OptionSpecs } from "../arguments.ts"
import { complain } from "../complain.ts"
import { exitCode } from "../exit.ts"
import type { Io } from "../io.ts"
import { pageFor } from "../output.ts"
import { judgingOptions, readRequest, type Settings } from "../settings.ts"
import { readVersion } from "../version.ts"
import { print } from "./baseline-show.ts"
import { type BaselineSource, readBaseline } from "./baseline-source.ts"
import { runCoverage } from "./coverage-run.ts"

/** The options of every command that compares with a baseline. */
export const regressionOptions: OptionSpecs = {
  baseline: {
    short: "b",
    value: "FILE|REF",
    help: "compare with this baseline: a file, a git ref such as main, or REF:PATH",
  },
  "regression-threshold": {
    value: "POINTS",
    help: "points that coverage may drop without being a regression; 1.0 where not given",
  },
  "fail-on-regression": { help: "exit 1 on a regression: the same as --fail-on regression" },
}

export const diffOptions: OptionSpecs = judgingOptions(formatNames, regressionOptions, {
  reports: ["pretty", "json", "markdown", "html"],
  failures: ["regression"],
})

/** `assay baseline diff`: what the traces cover now against what they covered. Resolves to the exit code. */
export async function diffWithBaseline(words: readonly string[], io: Io): Promise<number> {
  const request = await readRequest("baseline diff", words, diffOptions, io)
  if (!request) return exitCode.unusable
  const { settings, values } = request
  const threshold = readThreshold(values)
  if (typeof threshold !== "number") {
    await complain(io, [threshold], undefined, settings.colour)
    return exitCode.unusable
  }
  const source = await readBaseline(values.get("baseline")?.[0], io)
  await complain(io, source.diagnostics, source.text, settings.colour)
  if (!source.baseline) return exitCode.unusable
  const { report, code } = await runCoverage(settings, io)
  if (!report) return code
  const diff = source.baseline.diff(report, { regressionThreshold: threshold })
  await complain(io, diff.diagnostics, undefined, settings.colour)
  const printed = await print(rendered(diff, source, settings, io), settings.output, io)
  const failed = diff.regressed && failsOnRegression(values) ? exitCode.failed : exitCode.ok
  return Math.max(code, printed, failed)
}

/** The points of `--regression-threshold`, or what is wrong with them. */
export function readThreshold(values: Arguments["values"]): number | Diagnostic {
  const text = values.get("regression-threshold")?.[0] ?? "1.0"
  if (/^(\d{1,3}(\.\d{0,9})?|\.\d{1,9})$/.test(text) && Number(text) <= 100) return Number(text)
  const message = `--regression-threshold is a number of points from 0 to 100, but ${JSON.stringify(text.slice(0, 80))} was given.`
  return diagnostic("usage", message)
}

/** Whether a regression is to end with exit code 1. */
export function failsOnRegression(values: Arguments["values"]): boolean {
  return values.has("fail-on-regression") || (values.get("fail-on") ?? []).includes("regression")
}

function rendered(diff: BaselineDiff, { name }: BaselineSource, settings: Settings, io: Io): string {
  const version = { version: readVersion() }
  const comparison = { diff, line: coverageLine(diff) }
  switch (settings.format) {
    case "json":
      return `${JSON.stringify({ schema_version: schemaVersion, baseline: name, ...baselineDiffToJSON(diff) }, null, 2)}\n`
    case "markdown":
      return renderMarkdown(baselineDiffDocument(comparison, commentLimits), version)
    case "html":
      return renderHtml(baselineDiffDocument(comparison), version)
    default: {
      const page = pageFor(settings.output === undefined ? io.stdout : undefined, io.env, settings)
      return [...diffLines(diff), regressionLine(diff, page), ""].join("\n")
    }
  }
}
