import { type Diagnostic, diagnostic } from "../diagnostic/index.ts"
import { escapeText } from "../report/index.ts"
import { type Arguments, type OptionSpec, type OptionSpecs, readArguments } from "./arguments.ts"
import type { Command } from "./command.ts"
import { complain } from "./complain.ts"
import { type Config, configFilesIn, configuredWords, findConfig, readConfig, takesPath } from "./config.ts"
import { exitCode } from "./exit.ts"
import type { Io } from "./io.ts"
import { pageFor } from "./output.ts"
import { interruption, watching } from "./watch.ts"

/** What is run: a command, or the part of it that its first word names. */
interface Target {
  readonly command: Command
  readonly options: OptionSpecs
  /** The word that names the part. */
  readonly lead: readonly string[]
  readonly words: readonly string[]
}

/**
 * Runs a command with what a configuration adds to its words, and with `--watch` again and again. All that a command
 * knows of either is their options in its specs: `configOptions`, `watchOptions`.
 */
export async function invoke(
  command: Command,
  words: readonly string[],
  commands: readonly Command[],
  io: Io,
): Promise<number> {
  const target = targetOf(command, words)
  const args = readArguments(target.words, withStrangers(target, commands))
  if (args.misplaced.length > 0) return unusable(target, args.diagnostics, io)
  const invocation = new Invocation(target, commands, io)
  return args.values.has("watch") && "watch" in target.options ? watch(invocation, target, io) : invocation.run()
}

function targetOf(command: Command, words: readonly string[]): Target {
  const [first, ...rest] = words
  const part = command.parts?.find(({ name }) => name === first)
  if (!part) return { command, options: command.options, lead: [], words }
  return { command, options: part.options, lead: [part.name], words: rest }
}

async function watch(invocation: Invocation, target: Target, io: Io): Promise<number> {
  const { sources, isReady } = invocation.prepare()
  if (sources.includes("-")) {
    const message = "--watch waits for files to change, but standard input is read only once."
    return unusable(target, [diagnostic("usage", message, { hint: "Name files or folders instead of -." })], io)
  }
  // A command line that can never run is not run again.
  if (!isReady) return invocation.run()
  const { signal, release } = interruption()
  try {
    const ignored = (): readonly string[] => invocation.prepare().targets
    return await watching(
      () => invocation.run(),
      () => invocation.prepare().watched,
      io,
      signal,
      { ignored, unnamed: () => invocation.prepare().unnamed },
    )
  } finally {
    release()
  }
}

async function unusable({ command, lead }: Target, diagnostics: readonly Diagnostic[], io: Io): Promise<number> {
  await complain(io, diagnostics)
  await io.stderr.write(`See assay ${[command.name, ...lead].join(" ")} --help.\n`)
  return exitCode.unusable
}

/** The options of all other commands beside those of this one, so that they can be told from what nobody knows. */
function withStrangers({ command, options: own, lead }: Target, commands: readonly Command[]): OptionSpecs {
  const specs = new Map<string, OptionSpec>()
  const shorts = new Set(Object.values(own).map(({ short }) => short))
  // Who writes an option of the command behind the name of a part means that one.
  const isPart = lead.length > 0
  const near = isPart ? [{ name: command.name, options: command.options }] : []
  for (const { name, options } of [...near, ...commands.flatMap(withParts)]) {
    for (const [option, { value, short }] of Object.entries(options)) {
      if (Object.hasOwn(own, option)) continue
      const known = specs.get(option)?.belongsTo ?? []
      if (
        known.some((other) => other === name || name.startsWith(`${other} `)) ||
        (isPart && known[0] === command.name)
      )
        continue
      const spelling = short === undefined || shorts.has(short) ? {} : { short }
      specs.set(option, { ...(value !== undefined && { value }), ...spelling, belongsTo: [...known, name], help: "" })
    }
  }
  return { ...own, ...Object.fromEntries(specs) }
}

/** Options with the name of the command line whose help tells of them. */
function withParts({ name, options, parts = [] }: Command): { readonly name: string; readonly options: OptionSpecs }[] {
  return [{ name, options }, ...parts.map((part) => ({ name: `${name} ${part.name}`, options: part.options }))]
}

/** A command line together with the configuration as it is now. */
interface Prepared {
  readonly config: Config | undefined
  /** What the command is run with. */
  readonly words: readonly string[]
  readonly args: Arguments
  /** What it reads, and what else decides: configurations that are there or might come. */
  readonly sources: readonly string[]
  readonly watched: readonly string[]
  /** Which of these might come. */
  readonly unnamed: readonly string[]
  /** What it writes. */
  readonly targets: readonly string[]
  /** Whether it says enough to be run. */
  readonly isReady: boolean
}

class Invocation {
  readonly #target: Target
  readonly #commands: readonly Command[]
  readonly #io: Io

  constructor(target: Target, commands: readonly Command[], io: Io) {
    this.#target = target
    this.#commands = commands
    this.#io = io
  }

  async run(): Promise<number> {
    const { config, words, args } = this.prepare()
    if (config) {
      await complain(this.#io, config.diagnostics, config.text)
      if (!config.entries) return exitCode.unusable
      if ((args.values.get("format")?.[0] ?? "pretty") === "pretty") await this.#mention(config)
    }
    const { command, lead } = this.#target
    return command.run([...lead, ...words], this.#io)
  }

  prepare(): Prepared {
    const { options, words: typed } = this.#target
    const given = readArguments(typed, options)
    const file = this.#configFile(given)
    const config = file === undefined ? undefined : readConfig(file, this.#served)
    // In front of the others: behind a -- they would be files.
    const words = config ? [...configuredWords(config, options, given), ...typed] : typed
    const args = readArguments(words, options)
    const named = (writes: boolean): string[] =>
      [...args.values].flatMap(([name, values]) => {
        const spec = options[name]
        return spec && takesPath(spec) && (spec.writes === true) === writes ? values : []
      })
    const sources = [...new Set([...named(false), ...args.positionals])]
    const unnamed = this.#possibleConfigs(given, file)
    const watched = [...new Set([...sources, ...(file === undefined ? [] : [file]), ...unnamed])]
    return { config, words, args, sources, watched, unnamed, targets: named(true), isReady: isReady(args, options) }
  }

  #possibleConfigs({ values }: Arguments, found: string | undefined): string[] {
    const mayCome = found === undefined && "config" in this.#target.options && !values.has("no-config")
    return mayCome ? configFilesIn(this.#cwd) : []
  }

  #configFile({ values }: Arguments): string | undefined {
    if (!("config" in this.#target.options) || values.has("no-config")) return undefined
    const named = values.get("config")?.[0]
    return named ?? findConfig(this.#cwd)
  }

  async #mention({ file }: Config): Promise<void> {
    const { stderr, env } = this.#io
    await stderr.write(`${pageFor(stderr, env, { verbose: false }).paint.bold("config")}  ${escapeText(file)}\n`)
  }

  get #served(): readonly { readonly options: OptionSpecs }[] {
    return this.#commands.flatMap(withParts).filter(({ options }) => "config" in options)
  }

  get #cwd(): string {
    return this.#io.cwd ?? process.cwd()
  }
}

function isReady({ diagnostics, values, positionals }: Arguments, options: OptionSpecs): boolean {
  const lacks = (name: string): boolean => name in options && !values.has(name)
  const broken = diagnostics.some(({ severity }) => severity === "error")
  return !broken && !lacks("policy") && !(lacks("traces") && positionals.length === 0)
}
