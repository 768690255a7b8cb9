import { existsSync, readFileSync, statSync } from "node:fs"
import { dirname, isAbsolute, join, relative, resolve } from "node:path"
import { type Diagnostic, diagnostic } from "../diagnostic/index.ts"
import { Problems } from "../policy/problems.ts"
import { SourceText } from "../policy/source-text.ts"
import { readYaml } from "../policy/yaml-reader.ts"
import type { Arguments, OptionSpec, OptionSpecs } from "./arguments.ts"
import { type ConfigEntry, configKeys, readEntries } from "./config-entries.ts"
import { nearby } from "./nearby.ts"

/** The options of every command that a configuration serves; a command without them is not served. */
export const configOptions: OptionSpecs = {
  config: { value: "FILE", help: "take what is not given here from this file, not from the nearest assay.config.yaml" },
  "no-config": { help: "read no assay.config.yaml" },
}

/** A configuration file, read. Without `entries` where an error is among the diagnostics. */
export interface Config {
  /** As it is to be named, from the working directory. */
  readonly file: string
  readonly entries?: readonly ConfigEntry[]
  readonly diagnostics: readonly Diagnostic[]
  /** For carets. */
  readonly text?: string
}

const names = ["assay.config.yaml", "assay.config.yml", "assay.config.json"]
/** More than any configuration; bytes. */
const maxBytes = 64 * 1024

/** The files that a search in one folder looks for, in order. */
export function configFilesIn(folder: string): string[] {
  return names.map((name) => join(folder, name))
}

/**
 * The configuration nearest to a folder: in it or above, up to the folder with `.git` or the root of the file system.
 * An absolute path, or undefined where there is none.
 */
export function findConfig(folder: string): string | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const found = configFilesIn(at).find(isFile)
    if (found !== undefined || existsSync(join(at, ".git")) || at === dirname(at)) return found
  }
}

/** Reads a configuration for these commands; whatever is wrong with it is in its diagnostics. */
export function readConfig(path: string, commands: readonly { options: OptionSpecs }[]): Config {
  const file = shortest(path)
  const failed = (finding: Diagnostic): Config => ({ file, diagnostics: [finding] })
  let text: string
  try {
    const { size } = statSync(path)
    if (size > maxBytes) {
      const message = `A configuration has at most ${maxBytes} bytes, but this file has ${size}.`
      return failed(diagnostic("too-large", message, { file }))
    }
    text = new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path))
  } catch (error) {
    return failed(unreadable(file, error))
  }
  return parseConfig(text, file, commands)
}

/** As {@link readConfig}, of a text. */
export function parseConfig(text: string, file: string, commands: readonly { options: OptionSpecs }[]): Config {
  const source = new SourceText(text)
  const problems = new Problems(source, file)
  const root = readYaml(text, problems)
  if (!root) {
    const found = problems.list()
    // Nothing but comments is how a configuration begins.
    if (found.every(({ code }) => code === "empty-document")) return { file, entries: [], diagnostics: [], text }
    return { file, diagnostics: found, text }
  }
  const { entries, diagnostics } = readEntries(root, configKeys(commands), { source, file })
  const all = [...problems.list(), ...diagnostics]
  const broken = all.some(({ severity }) => severity === "error")
  return { file, ...(!broken && { entries }), diagnostics: all, text }
}

/**
 * What a configuration adds to a command line, as words of it: what the command knows and the line does not say.
 * A list replaces, and traces that are simply named count as `--traces`.
 */
export function configuredWords(config: Config, specs: OptionSpecs, args: Arguments): string[] {
  const given = (name: string): boolean => args.values.has(name) || (name === "traces" && args.positionals.length > 0)
  return (config.entries ?? []).flatMap(({ option, values }) => {
    if (values === true || values === false) {
      const name = values ? option : `no-${option}`
      return Object.hasOwn(specs, name) && !given(option) && !given(`no-${option}`) ? [`--${name}`] : []
    }
    const spec = Object.hasOwn(specs, option) ? specs[option] : undefined
    if (spec?.value === undefined || given(option)) return []
    // What only another command knows is no mistake: one file serves all of them.
    const known = values.filter((value) => spec.choices?.includes(value) ?? true)
    return known.map((value) => `--${option}=${pathIn(config.file, value, spec)}`)
  })
}

/** Whether the values of an option are files or folders; `perhaps`: or something else, as a git ref is. */
export function takesPath({ value = "" }: OptionSpec): boolean | "perhaps" {
  if (!/\b(FILE|PATH|DIR)\b/.test(value)) return false
  return /^(FILE|PATH|DIR)$/.test(value) || "perhaps"
}

/** A path of a configuration is one from its folder. */
function pathIn(file: string, value: string, spec: OptionSpec): string {
  const kind = takesPath(spec)
  if (kind === false || value === "-" || isAbsolute(value)) return value
  const path = join(dirname(file), value)
  return kind === "perhaps" && !existsSync(path) ? value : path
}

/** A path from the working directory, or whole where that is shorter. */
function shortest(path: string): string {
  const [whole, fromHere] = [resolve(path), relative("", path)]
  return fromHere.length < whole.length ? fromHere : whole
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder, not a file",
  EACCES: "it may not be read",
}

function unreadable(file: string, error: unknown): Diagnostic {
  const code = error instanceof Error && "code" in error ? String(error.code) : ""
  if (code === "ERR_ENCODING_INVALID_ENCODED_DATA") {
    const message = "A configuration is UTF-8 text, but this file holds bytes that are not."
    return diagnostic("invalid-utf8", message, { file })
  }
  const hint = code === "ENOENT" ? nearby(file, /\.(ya?ml|json)$/i) : undefined
  return diagnostic("file-unreadable", `The configuration cannot be read: ${reasons[code] ?? code}.`, { file, hint })
}
