import { padRight, wrap } from "../report/index.ts"
import type { OptionSpec, OptionSpecs } from "./arguments.ts"

const width = 80

/** What a command says of itself. */
export interface CommandHelp {
  readonly name: string
  readonly summary: string
  readonly usage: string
  readonly details: readonly string[]
  readonly options: OptionSpecs
  /** What a first word of that name makes of the command, with options of its own. */
  readonly parts?: readonly CommandPart[]
  readonly examples: readonly string[]
  /** The words of which one may follow the command without an option; absent: files may. */
  readonly words?: readonly string[]
  /** What the exit codes 0, 1 and 2 mean where a command judges nothing; an absent one does not come up. */
  readonly exits?: readonly string[]
}

export interface CommandPart {
  readonly name: string
  readonly summary: string
  readonly options: OptionSpecs
}

/** `assay --help`. */
export function renderOverview(commands: readonly CommandHelp[], version: string): string {
  const rows = commands.map(({ name, summary }) => ({ left: name, right: summary }))
  return [
    `assay ${version}: tells whether an AI agent did what it was allowed to do.`,
    "",
    "Usage: assay COMMAND [options]",
    "",
    "Commands:",
    ...table(rows),
    "",
    "Options:",
    ...table([
      { left: "-h, --help", right: "this text, or that of a command: assay check --help" },
      { left: "-V, --version", right: "the version" },
    ]),
    "",
    "Exit codes:",
    ...exitCodes,
    "",
  ].join("\n")
}

/** `assay COMMAND --help`. */
export function renderHelp({ name, summary, usage, details, options, examples, exits }: CommandHelp): string {
  const shown = Object.entries(options).filter(
    ([, { sameAs, ignored }]) => sameAs === undefined && ignored === undefined,
  )
  return [
    `assay ${name}: ${summary}`,
    "",
    `Usage: assay ${name} ${usage}`,
    "",
    ...details.flatMap((text) => [...wrap(text, width), ""]),
    "Options:",
    ...table(shown.map(([option, spec]) => ({ left: optionLabel(option, spec), right: optionText(spec) }))),
    "",
    "Exit codes:",
    ...(exits ?? exitCodes.slice(0, -1)),
    ...exitCodes.slice(-1),
    "",
    examples.length === 1 ? "Example:" : "Examples:",
    ...examples.map((example) => `  ${example}`),
    "",
  ].join("\n")
}

const exitCodes = [
  "  0  ok",
  "  1  a violation, or something else that --fail-on names",
  "  2  bad usage or input that could not be read; what could be read was judged",
  "  3  an internal error",
]

function optionLabel(name: string, { short, value }: OptionSpec): string {
  return `${short === undefined ? "    " : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}`
}

function optionText({ help, choices, default: initial }: OptionSpec): string {
  if (!choices) return help
  return `${help}: ${choices.map((choice) => (choice === initial ? `${choice} (the default)` : choice)).join(", ")}`
}

function table(rows: readonly { readonly left: string; readonly right: string }[]): string[] {
  const left = Math.max(...rows.map((row) => row.left.length)) + 2
  return rows.flatMap((row) => {
    const [first = "", ...rest] = wrap(row.right, width - left - 2)
    return [`  ${padRight(row.left, left)}${first}`, ...rest.map((line) => `  ${" ".repeat(left)}${line}`)]
  })
}
