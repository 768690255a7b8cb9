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

/** What is not said of a part is as for the command. */
export interface CommandPart {
  readonly name: string
  readonly summary: string
  readonly options: OptionSpecs
  readonly usage?: string
  readonly details?: readonly string[]
  readonly examples?: readonly string[]
  readonly exits?: readonly string[]
}

/** `assay --help`. */
export function renderOverview(commands: readonly CommandHelp[], version: string): string {
  const rows = commands.map(row)
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

/** `assay COMMAND PART --help`, as if the two words were one command. */
export function renderPartHelp(command: CommandHelp, part: CommandPart): string {
  const name = `${command.name} ${part.name}`
  const examples = command.examples.filter((example) => example.startsWith(`assay ${name} `) || example.endsWith(name))
  const exits = part.exits ?? command.exits
  return renderHelp({ usage: "[options]", details: [], examples, ...part, name, ...(exits && { exits }) })
}

/** `assay COMMAND --help`. */
export function renderHelp({
  name,
  summary,
  usage,
  details,
  options,
  parts = [],
  examples,
  exits,
}: CommandHelp): string {
  const shown = Object.entries(options).filter(
    ([, { sameAs, ignored }]) => sameAs === undefined && ignored === undefined,
  )
  return [
    `assay ${name}: ${summary}`,
    "",
    ...hung(`Usage: assay ${name} ${usage}`, "       "),
    "",
    ...details.flatMap((text) => [...wrap(text, width), ""]),
    ...(parts.length > 0 ? ["Parts, each with a --help of its own:", ...table(parts.map(row)), ""] : []),
    "Options:",
    ...table(shown.map(([option, spec]) => ({ left: optionLabel(option, spec), right: optionText(spec) }))),
    "",
    "Exit codes:",
    ...(exits ?? exitCodes.slice(0, -1)),
    ...exitCodes.slice(-1),
    "",
    ...(examples.length > 0 ? [examples.length === 1 ? "Example:" : "Examples:"] : []),
    ...examples.flatMap(commandLines),
    ...(examples.length > 0 ? [""] : []),
  ].join("\n")
}

const row = ({ name, summary }: { readonly name: string; readonly summary: string }): Row => ({
  left: name,
  right: summary,
})

/** A text of which all lines but the first are indented. */
function hung(text: string, indent: string): string[] {
  const [first = "", ...rest] = wrap(text, width - indent.length)
  return [first, ...rest.map((line) => indent + line)]
}

/** A command line that can still be copied: its lines but the last end as a shell's do that go on. */
function commandLines(text: string): string[] {
  if (text.length + 2 <= width) return [`  ${text}`]
  const [first = "", ...rest] = wrap(text, width - 8)
  const lines = [`  ${first}`, ...rest.map((line) => `      ${line}`)]
  return lines.map((line, index) => (index < lines.length - 1 ? `${line} \\` : line))
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

interface Row {
  readonly left: string
  readonly right: string
}

function table(rows: readonly Row[]): string[] {
  const left = Math.max(...rows.map((row) => row.left.length)) + 2
  return rows.flatMap((row) => {
    const [first = "", ...rest] = wrap(row.right, width - left - 2)
    return [`  ${padRight(row.left, left)}${first}`, ...rest.map((line) => `  ${" ".repeat(left)}${line}`)]
  })
}
