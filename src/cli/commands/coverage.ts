import type { Diagnostic } from "../../diagnostic/index.ts"
import { formatNames } from "../../trace/index.ts"
import type { Arguments } from "../arguments.ts"
import type { Command } from "../command.ts"
import { complain } from "../complain.ts"
import { coverageFailures, exitCode, failsFor } from "../exit.ts"
import type { Io } from "../io.ts"
import { judgingOptions, readRequest, type Settings } from "../settings.ts"
import { failsOnRegression, readThreshold, regressionOptions } from "./baseline-diff.ts"
import { readBaseline } from "./baseline-source.ts"
import { coverageOccurrences, failOn, readMinimum, thresholdOptions } from "./coverage-failures.ts"
import { mergeOptions, mergeReports } from "./coverage-merge.ts"
import { coverageReports, printCoverage } from "./coverage-output.ts"
import { runCoverage } from "./coverage-run.ts"

const options = judgingOptions(
  formatNames,
  { ...thresholdOptions, ...regressionOptions },
  { reports: [...coverageReports, "mermaid", "dot"], failures: coverageFailures },
)

/** `assay coverage`: how much of a policy a suite of traces puts to the test. */
export const coverage: Command = {
  name: "coverage",
  summary: "measure how much of a policy the traces put to the test",
  usage: "--policy FILE --traces PATH... [options], or merge REPORT...",
  details: [
    "Counts the tools of the policy that the traces call and the rules that they exercise; overall coverage is the mean of the two. Beside it: forbidden tools that no trace attempts, rules seen held but never violated, and transitions of each rule that no trace takes.",
    "merge adds up reports that --format json wrote on other machines or of other parts of the suite.",
    "A violation fails no run of coverage unless --fail-on violation asks for it: a good suite has traces that violate.",
  ],
  options,
  parts: [
    {
      name: "merge",
      summary: "add reports up",
      usage: "REPORT... [options]",
      details: [
        "Adds up reports that assay coverage --format json wrote, as if all their traces had been read in one run. They have to be made by the same policy; - is standard input.",
      ],
      options: mergeOptions,
      examples: ["assay coverage merge linux.json windows.json --min-coverage 80"],
    },
  ],
  examples: [
    "assay coverage --policy policy.yaml --traces traces/ --min-coverage 80",
    "assay coverage -p policy.yaml traces/ --baseline main --fail-on-regression",
    "assay coverage merge linux.json windows.json --min-coverage 80",
  ],
  async run(words, io) {
    return words[0] === "merge" ? mergeReports(words.slice(1), io) : measure(words, io)
  },
}

async function measure(words: readonly string[], io: Io): Promise<number> {
  const request = await readRequest("coverage", words, options, io)
  if (!request) return exitCode.unusable
  const { settings, values } = request
  const [threshold, points] = [readMinimum(values), readThreshold(values)]
  if (typeof threshold !== "number") return refuse(threshold, settings, io)
  if (typeof points !== "number") return refuse(points, settings, io)
  const source = comparesWithBaseline(values) ? await readBaseline(values.get("baseline")?.[0], io) : undefined
  await complain(io, source?.diagnostics ?? [], source?.text, settings.colour)
  if (source && !source.baseline) return exitCode.unusable
  const { report, policy, code } = await runCoverage(settings, io, threshold)
  if (!report) return code
  const diff = source?.baseline?.diff(report, { regressionThreshold: points })
  await complain(io, diff?.diagnostics ?? [], undefined, settings.colour)
  const printed = await printCoverage({ report, policy, diff }, settings, io)
  const asked = failOn(values, settings)
  const failed = await failsFor(coverageOccurrences(report, diff), asked, io, settings.colour)
  return Math.max(code, printed, failed || !report.meetsThreshold ? exitCode.failed : exitCode.ok)
}

async function refuse(wrong: Diagnostic, { colour }: Pick<Settings, "colour">, io: Io): Promise<number> {
  await complain(io, [wrong], undefined, colour)
  return exitCode.unusable
}

/** `--baseline`, or an option that makes no sense without one. */
function comparesWithBaseline(values: Arguments["values"]): boolean {
  return values.has("baseline") || values.has("regression-threshold") || failsOnRegression(values)
}
