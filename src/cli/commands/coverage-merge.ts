import { readFileSync, statSync } from "node:fs"
import { type CoverageReport, coverageFromJSON, mergeCoverage } from "../../coverage/index.ts"
import { type Diagnostic, diagnostic } from "../../diagnostic/index.ts"
import { type OptionSpecs, readArguments } from "../arguments.ts"
import { colourOf, colourOptions, helpOptions, outputOption, verboseOption } from "../common-options.ts"
import { complain } from "../complain.ts"
import { coverageFailures, exitCode, type Failure, failsFor } from "../exit.ts"
import type { Io } from "../io.ts"
import { nearby } from "../nearby.ts"
import { overwritten } from "../settings.ts"
import { coverageOccurrences, failOn, readMinimum, thresholdOptions } from "./coverage-failures.ts"
import { coverageReports, printCoverage } from "./coverage-output.ts"

/** More than the report on any policy; bytes. */
const maxBytes = 256 * 1024 * 1024

export const mergeOptions: OptionSpecs = {
  ...thresholdOptions,
  "fail-on": { value: "WHAT", multiple: true, choices: coverageFailures, help: "exit 1 for this; several with commas" },
  format: { short: "f", value: "FORMAT", choices: coverageReports, default: "pretty", help: "what to print" },
  ...outputOption,
  ...colourOptions,
  ...verboseOption,
  ...helpOptions,
}

/** `assay coverage merge`: one report out of several. Resolves to the exit code. */
export async function mergeReports(words: readonly string[], io: Io): Promise<number> {
  const { values, positionals, diagnostics } = readArguments(words, mergeOptions)
  const colour = colourOf(values)
  const threshold = readMinimum(values)
  const wrong = [
    ...diagnostics,
    ...(typeof threshold === "number" ? [] : [threshold]),
    ...noneNamed(positionals),
    ...overwritten(values.get("output")?.[0], positionals),
  ]
  await complain(io, wrong, undefined, colour)
  if (typeof threshold !== "number" || wrong.some(({ severity }) => severity === "error")) {
    await io.stderr.write("See assay coverage merge --help.\n")
    return exitCode.unusable
  }
  const read: Read[] = []
  for (const file of positionals) read.push(file === "-" ? await readStdin(io) : readReport(file))
  const reports = read.flatMap(({ report }) => report ?? [])
  const merged =
    reports.length < read.length ? { diagnostics: [] } : mergeCoverage(reports, { threshold, filenames: positionals })
  await complain(io, [...read.flatMap((each) => each.diagnostics), ...merged.diagnostics], undefined, colour)
  const { report } = merged
  if (!report) return exitCode.unusable
  const settings = {
    format: values.get("format")?.[0] ?? "pretty",
    output: values.get("output")?.[0],
    colour,
    verbose: values.has("verbose"),
  }
  const printed = await printCoverage({ report }, settings, io)
  const named = new Set((values.get("fail-on") ?? []) as Failure[])
  const asked = failOn(values, { failOn: named })
  const failed = await failsFor(coverageOccurrences(report, undefined), asked, io, colour)
  const code = failed || !report.meetsThreshold ? exitCode.failed : exitCode.ok
  return Math.max(printed, code, report.traces === 0 ? exitCode.unusable : exitCode.ok)
}

function noneNamed(files: readonly string[]): Diagnostic[] {
  if (files.length > 0) return []
  const hint = "Write them with assay coverage --format json --output part.json, one for each part of the suite."
  return [diagnostic("usage", "Reports are to be merged, but none is named.", { hint })]
}

interface Read {
  readonly report?: CoverageReport
  readonly diagnostics: readonly Diagnostic[]
}

async function readStdin(io: Io): Promise<Read> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of io.stdin) {
    size += piece.length
    if (size > maxBytes) return { diagnostics: [tooLarge("<stdin>", size)] }
    pieces.push(piece)
  }
  return coverageFromJSON(parsed(Buffer.concat(pieces).toString()), { filename: "<stdin>" })
}

function tooLarge(file: string, size: number): Diagnostic {
  const message = `A coverage report has at most ${maxBytes} bytes, but this one has ${size} or more.`
  return diagnostic("too-large", message, { file })
}

function readReport(file: string): Read {
  try {
    const { size } = statSync(file)
    if (size > maxBytes) return { diagnostics: [tooLarge(file, size)] }
    return coverageFromJSON(parsed(readFileSync(file, "utf8")), { filename: file })
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error"
    const reason = code === "ENOENT" ? "there is no such file" : code
    const hint = code === "ENOENT" ? nearby(file, /\.json$/i) : undefined
    return { diagnostics: [diagnostic("file-unreadable", `The report cannot be read: ${reason}.`, { file, hint })] }
  }
}

/** Undefined, which is no report, where the text is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
