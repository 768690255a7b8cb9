import { diagnostic, didYouMean } from "../../diagnostic/index.ts"
import type { Command } from "../command.ts"
import { complain } from "../complain.ts"
import { exitCode } from "../exit.ts"
import type { CommandPart } from "../help.ts"
import type { Io } from "../io.ts"
import { diffOptions, diffWithBaseline } from "./baseline-diff.ts"
import { saveBaseline, saveOptions } from "./baseline-save.ts"
import { showBaseline, showOptions } from "./baseline-show.ts"

interface Part extends CommandPart {
  readonly run: Command["run"]
}

const parts: readonly Part[] = [
  {
    name: "save",
    summary: "keep what the traces cover",
    usage: "--policy FILE --traces PATH... [options]",
    details: [
      "Writes the coverage of the traces to .assay/baseline.yaml (or --output), with the time, commit and branch it belongs to.",
    ],
    exits: ["  0  ok", "  2  bad usage or input that could not be read; then nothing is saved"],
    options: saveOptions,
    run: saveBaseline,
  },
  {
    name: "show",
    summary: "print a baseline",
    usage: "[FILE|REF] [options]",
    details: ["Prints .assay/baseline.yaml, or the baseline that is named by a file or by a git ref."],
    exits: ["  0  ok", "  2  bad usage, or no baseline that could be read"],
    options: showOptions,
    run: showBaseline,
  },
  {
    name: "diff",
    summary: "compare the traces with a baseline",
    usage: "--policy FILE --traces PATH... [options]",
    details: [
      "A regression is a drop of coverage of more than --regression-threshold points, or a tool or rule of the policy that was covered and no longer is.",
    ],
    options: diffOptions,
    run: diffWithBaseline,
  },
]

/** `assay baseline`: keeps what a suite covers, and says what a later one has lost. */
export const baseline: Command = {
  name: "baseline",
  summary: "keep what the traces cover, and tell what was lost since",
  usage: "save|diff --policy FILE --traces PATH... [options], or show [FILE|REF]",
  details: [
    "save writes the coverage of the traces to .assay/baseline.yaml (or --output), with the time, commit and branch it belongs to. diff compares the traces with it: a regression is a drop of coverage of more than --regression-threshold points, or a tool or rule of the policy that was covered and no longer is. show prints it.",
    "A baseline is named by a file or by a git ref: main stands for main:.assay/baseline.yaml.",
  ],
  options: diffOptions,
  exits: [
    "  0  ok",
    "  1  a regression, where --fail-on-regression asks for it",
    "  2  bad usage or input that could not be read; what could be read was compared",
  ],
  parts,
  examples: [
    "assay baseline save --policy policy.yaml --traces traces/",
    "assay baseline diff -p policy.yaml traces/ --baseline main --fail-on-regression",
    "assay baseline show",
  ],
  async run([word, ...words], io) {
    const part = parts.find(({ name }) => name === word)
    return part ? part.run(words, io) : refuse(word, io)
  },
}

async function refuse(word: string | undefined, io: Io): Promise<number> {
  const names = parts.map(({ name }) => name)
  const near = word === undefined ? undefined : didYouMean(word, names)
  const found = word === undefined ? "nothing follows" : `${JSON.stringify(word.slice(0, 80))} was given`
  const hint = near === undefined ? "See assay baseline --help." : `Did you mean assay baseline ${near}?`
  await complain(io, [diagnostic("usage", `After baseline comes ${names.join(", ")}, but ${found}.`, { hint })])
  return exitCode.unusable
}
