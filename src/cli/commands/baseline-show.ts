import { type Diagnostic, diagnostic } from "../../diagnostic/index.ts"
import { baselineLines } from "../../report/baseline-lines.ts"
import { renderFile } from "../../report/index.ts"
import { type OptionSpecs, readArguments } from "../arguments.ts"
import { colourOf, colourOptions, helpOptions, outputOption, verboseOption } from "../common-options.ts"
import { complain } from "../complain.ts"
import { exitCode } from "../exit.ts"
import type { Io } from "../io.ts"
import { openOutput } from "../output.ts"
import { readBaseline } from "./baseline-source.ts"

export const showOptions: OptionSpecs = {
  baseline: { short: "b", value: "FILE|REF", help: "the baseline; or just name it" },
  format: { short: "f", value: "FORMAT", choices: ["pretty", "json"], default: "pretty", help: "what to print" },
  ...outputOption,
  ...colourOptions,
  ...verboseOption,
  experimental: { ignored: "nothing here is experimental", help: "" },
  ...helpOptions,
}

/** `assay baseline show`: what a baseline holds. Resolves to the exit code. */
export async function showBaseline(words: readonly string[], io: Io): Promise<number> {
  const { values, positionals, diagnostics } = readArguments(words, showOptions)
  const named = [...(values.get("baseline") ?? []), ...positionals]
  const wrong = [...diagnostics, ...severalNamed(named)]
  const colour = colourOf(values)
  await complain(io, wrong, undefined, colour)
  if (wrong.some(({ severity }) => severity === "error")) {
    await io.stderr.write("See assay baseline show --help.\n")
    return exitCode.unusable
  }
  const source = await readBaseline(named[0], io)
  await complain(io, source.diagnostics, source.text, colour)
  const { baseline, name } = source
  if (!baseline) return exitCode.unusable
  const pretty = (): string => [`Baseline: ${renderFile(name)}`, ...baselineLines(baseline.data), ""].join("\n")
  const isJson = values.get("format")?.[0] === "json"
  return print(isJson ? `${JSON.stringify(baseline, null, 2)}\n` : pretty(), values.get("output")?.[0], io)
}

function severalNamed(named: readonly string[]): Diagnostic[] {
  if (named.length <= 1) return []
  return [diagnostic("usage", `One baseline is shown at a time, but ${named.length} are named.`)]
}

/** Writes a report to standard output, or to the file that `--output` names. */
export async function print(text: string, file: string | undefined, io: Io): Promise<number> {
  const output = await openOutput(io, file)
  if ("wrong" in output) {
    await complain(io, [output.wrong])
    return exitCode.unusable
  }
  try {
    await output.sink.write(text)
  } finally {
    await output.close()
  }
  return exitCode.ok
}
