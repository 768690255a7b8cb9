import type { OptionSpec, OptionSpecs } from "../arguments.ts"
import { takesPath } from "../config.ts"
import type { CommandHelp } from "../help.ts"

/** What may follow a word: files, folders, one of some words (several with commas), or anything. */
export type Value =
  | { readonly kind: "file" }
  | { readonly kind: "folder" }
  | { readonly kind: "free" }
  | { readonly kind: "choices"; readonly choices: readonly string[]; readonly several: boolean }

/** An option as a shell is told of it. */
export interface CompletedOption {
  /** Without the dashes. */
  readonly name: string
  readonly short?: string
  readonly help: string
  readonly multiple: boolean
  /** The word that stands for the value; absent for a switch. */
  readonly value?: string
  readonly takes: Value
}

/** A command, or a part of one, that takes options. */
export interface CompletedCommand {
  /** The words that lead to it: one, or two for a part. */
  readonly path: readonly string[]
  readonly summary: string
  readonly options: readonly CompletedOption[]
  /** What stands without an option: traces or other files, or words to choose from. */
  readonly positional: Value
  /** What its first word may be besides. */
  readonly parts: readonly CompletedCommand[]
}

const files: Value = { kind: "file" }

/** What a shell needs to know, from what the commands say of themselves. */
export function completedCommands(commands: readonly CommandHelp[]): CompletedCommand[] {
  return commands.map(({ name, summary, options, words, parts = [] }) => ({
    path: [name],
    summary,
    options: completedOptions(options),
    positional: words ? { kind: "choices", choices: words, several: false } : files,
    parts: parts.map((part) => ({
      path: [name, part.name],
      summary: part.summary,
      options: completedOptions(part.options),
      positional: files,
      parts: [],
    })),
  }))
}

function completedOptions(options: OptionSpecs): CompletedOption[] {
  return Object.entries(options)
    .filter(([, { sameAs, ignored, belongsTo }]) => !sameAs && ignored === undefined && !belongsTo)
    .map(([name, spec]) => ({
      name,
      ...(spec.short !== undefined && { short: spec.short }),
      help: spec.help,
      multiple: spec.multiple === true,
      ...(spec.value !== undefined && { value: spec.value }),
      takes: valueTaken(spec),
    }))
}

function valueTaken(spec: OptionSpec): Value {
  if (spec.choices) return { kind: "choices", choices: spec.choices, several: spec.multiple === true }
  if (spec.value === "DIR") return { kind: "folder" }
  return { kind: takesPath(spec) ? "file" : "free" }
}

/** The commands and their parts, the parts first: their paths are longer. */
export function allPaths(commands: readonly CompletedCommand[]): CompletedCommand[] {
  return [...commands.flatMap(({ parts }) => parts), ...commands]
}

/** A text inside single quotes of a shell of the Bourne family. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
