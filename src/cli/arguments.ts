import { type ParseArgsConfig, parseArgs } from "node:util"
import { type Diagnostic, diagnostic } from "../diagnostic/index.ts"
import { nearest } from "./nearest.ts"

/** One option of a command, by its long name. */
export interface OptionSpec {
  /** The word that stands for the value in the help; absent for a switch. */
  readonly value?: string
  readonly short?: string
  /** May be given several times. */
  readonly multiple?: true
  /** The option that this one is another spelling of. */
  readonly sameAs?: string
  /** Accepted and without effect; the text says why. */
  readonly ignored?: string
  /** The values it knows. */
  readonly choices?: readonly string[]
  /** The choice that holds when the option is not given. */
  readonly default?: string
  /** The file is written, not read. */
  readonly writes?: true
  /** The commands that know the option, where this one does not. */
  readonly belongsTo?: readonly string[]
  readonly help: string
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>

/** A command line, read. */
export interface Arguments {
  /** By the option's own name; a switch that is on has the value "". */
  readonly values: ReadonlyMap<string, readonly string[]>
  readonly positionals: readonly string[]
  /** Options of other commands, as written. */
  readonly misplaced: readonly string[]
  /** Errors, and notes of severity `warning`. */
  readonly diagnostics: readonly Diagnostic[]
}

type Token = NonNullable<ReturnType<typeof tokenize>>[number]
type OptionToken = Extract<Token, { kind: "option" }>

/** Reads the words after the command's name. Nothing is thrown: what is wrong is in `diagnostics`, all of it. */
export function readArguments(words: readonly string[], specs: OptionSpecs): Arguments {
  const reading = new Reading(specs)
  for (const token of tokenize(words, specs)) {
    if (token.kind === "positional") reading.positionals.push(token.value)
    if (token.kind === "option") reading.option(token)
  }
  reading.contradictions()
  return reading
}

function tokenize(words: readonly string[], specs: OptionSpecs) {
  const options: NonNullable<ParseArgsConfig["options"]> = {}
  for (const [name, { value, short }] of Object.entries(specs)) {
    options[name] = { type: value === undefined ? "boolean" : "string", ...(short !== undefined && { short }) }
  }
  return parseArgs({ args: [...words], options, strict: false, allowPositionals: true, tokens: true }).tokens
}

class Reading implements Arguments {
  readonly values = new Map<string, string[]>()
  readonly positionals: string[] = []
  readonly misplaced: string[] = []
  readonly diagnostics: Diagnostic[] = []
  readonly #specs: OptionSpecs

  constructor(specs: OptionSpecs) {
    this.#specs = specs
  }

  option(token: OptionToken): void {
    const { name, rawName, value } = token
    const spec = Object.hasOwn(this.#specs, name) ? this.#specs[name] : undefined
    if (!spec) this.#unknown(rawName)
    else if (spec.belongsTo) this.#misplaced(rawName, spec.belongsTo)
    else if (spec.ignored !== undefined) this.#ignored(rawName, spec.ignored)
    else if (spec.value !== undefined) this.#valued(spec, token)
    else {
      if (value !== undefined) this.#error(`${rawName} takes no value, but ${quote(value)} was given.`)
      this.values.set(name, [""])
    }
  }

  /** An option together with the one that denies it: neither of them can be meant. */
  contradictions(): void {
    for (const name of this.values.keys()) {
      if (!this.values.has(`no-${name}`)) continue
      this.#error(`--${name} and --no-${name} contradict each other, but both are given.`, "Leave one of them out.")
    }
  }

  #valued(spec: OptionSpec, { name, rawName, value, inlineValue }: OptionToken): void {
    // The parser hands the next word over whatever it is; a word that looks like an option is none.
    const swallowed = value !== undefined && inlineValue === false && value.startsWith("-") && value !== "-"
    if (value === undefined || value === "" || swallowed) {
      const received = swallowed ? `but ${value} follows` : "but nothing follows"
      this.#error(
        `${rawName} needs ${expected(spec)}, ${received}.`,
        swallowed ? `Write ${rawName}=${value} if that is the value.` : undefined,
      )
      return
    }
    this.#value(spec.sameAs ?? name, rawName, value)
  }

  #value(name: string, rawName: string, value: string): void {
    const spec = this.#specs[name]
    const pieces = spec?.choices && spec.multiple ? value.split(",").map((piece) => piece.trim()) : [value]
    const known = this.values.get(name) ?? []
    for (const piece of pieces) {
      if (spec?.choices && !spec.choices.includes(piece)) this.#unknownChoice(rawName, piece, spec.choices)
      else if (!spec?.multiple && known.length > 0)
        this.#error(`${rawName} is given twice: ${quote(known[0] ?? "")} and ${quote(piece)}.`)
      else known.push(piece)
    }
    this.values.set(name, known)
  }

  #ignored(rawName: string, reason: string): void {
    this.diagnostics.push(diagnostic("usage", `${rawName} has no effect: ${reason}.`, { severity: "warning" }))
  }

  #unknown(rawName: string): void {
    const own = Object.entries(this.#specs).filter(([, { belongsTo }]) => belongsTo === undefined)
    const names = own.map(([name]) => `--${name}`)
    const near = rawName.startsWith("--") ? nearest(rawName, names) : undefined
    this.#error(`The option ${quote(rawName)} is not known.`, near && `Did you mean ${near}?`)
  }

  #misplaced(rawName: string, commands: readonly string[]): void {
    this.misplaced.push(rawName)
    const names = commands.map((command) => `assay ${command}`)
    const last = names.length > 1 ? ` and ${names.at(-1)}` : ""
    const all = `${names.slice(0, Math.max(1, names.length - 1)).join(", ")}${last}`
    const hint = `See ${names.map((name) => `${name} --help`).join(" or ")}.`
    this.#error(`The option ${quote(rawName)} belongs to ${all}, not to this command.`, hint)
  }

  #unknownChoice(rawName: string, value: string, choices: readonly string[]): void {
    const near = nearest(value, choices)
    const message = `${rawName} is one of ${choices.join(", ")}, but ${quote(value)} was given.`
    this.#error(message, near && `Did you mean ${near}?`)
  }

  #error(message: string, hint?: string): void {
    this.diagnostics.push(diagnostic("usage", message, { hint }))
  }
}

/** What has to follow an option. */
function expected({ value = "", choices }: OptionSpec): string {
  if (choices) return `a value, one of ${choices.join(", ")}`
  return `${/^[AEIOU]/.test(value) ? "an" : "a"} ${value}`
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text)
}
