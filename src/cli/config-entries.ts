import { type Diagnostic, type DiagnosticCode, diagnostic } from "../diagnostic/index.ts"
import { described, type Entry, type MapNode, type Node, type ScalarNode } from "../policy/node.ts"
import { below, quoted } from "../policy/problems.ts"
import type { SourceText, Span } from "../policy/source-text.ts"
import type { OptionSpec, OptionSpecs } from "./arguments.ts"
import { nearest } from "./nearest.ts"

/** What a configuration says of one option, by the option's long name without `no-`; a truth value is of a switch. */
export interface ConfigEntry {
  readonly option: string
  readonly values: boolean | readonly string[]
}

/** A key of a configuration: the options of that name, of whichever commands. */
export interface ConfigKey {
  readonly option: string
  readonly isSwitch: boolean
  readonly multiple: boolean
  /** Of all commands together; absent where any value will do. */
  readonly choices?: readonly string[]
  readonly isNumber: boolean
}

/** What only makes sense on a command line; one file of output for all commands would be written over by each. */
const lineOnly = new Set(["help", "version", "config", "no-config", "watch", "output"])

/** The keys of a configuration for these commands: the long names of their options, in snake_case. */
export function configKeys(commands: readonly { options: OptionSpecs }[]): ReadonlyMap<string, ConfigKey> {
  const keys = new Map<string, ConfigKey>()
  for (const { options } of commands) {
    for (const [name, spec] of Object.entries(options)) {
      if (lineOnly.has(name) || spec.sameAs !== undefined || spec.ignored !== undefined || spec.belongsTo) continue
      const option = spec.value === undefined ? name.replace(/^no-/, "") : name
      const key = option.replaceAll("-", "_")
      keys.set(key, merged(keys.get(key), option, spec))
    }
  }
  return keys
}

function merged(key: ConfigKey | undefined, option: string, spec: OptionSpec): ConfigKey {
  const open = spec.choices === undefined || (key !== undefined && key.choices === undefined)
  return {
    option,
    isSwitch: spec.value === undefined && (key?.isSwitch ?? true),
    multiple: spec.multiple === true || key?.multiple === true,
    ...(!open && { choices: [...new Set([...(key?.choices ?? []), ...(spec.choices ?? [])])] }),
    isNumber: /^(N|NUMBER|COLUMNS|PCT|PERCENT|POINTS)$/.test(spec.value ?? ""),
  }
}

/** Where diagnostics of a configuration point to. */
interface Origin {
  readonly source: SourceText
  readonly file: string
}

/** What a configuration says, as far as it is right. */
export function readEntries(
  root: Node,
  keys: ReadonlyMap<string, ConfigKey>,
  origin: Origin,
): { readonly entries: readonly ConfigEntry[]; readonly diagnostics: readonly Diagnostic[] } {
  const reader = new EntryReader(keys, origin)
  if (root.kind === "map") reader.map(root)
  else if (root.kind !== "broken") {
    const hint = "Write options and their values, as in: policy: policy.yaml"
    reader.report("wrong-type", root, "", `Expected a configuration as a map, found ${described(root)}.`, hint)
  }
  return { entries: reader.entries, diagnostics: reader.diagnostics }
}

class EntryReader {
  readonly entries: ConfigEntry[] = []
  readonly diagnostics: Diagnostic[] = []
  readonly #keys: ReadonlyMap<string, ConfigKey>
  readonly #origin: Origin

  constructor(keys: ReadonlyMap<string, ConfigKey>, origin: Origin) {
    this.#keys = keys
    this.#origin = origin
  }

  map({ entries }: MapNode): void {
    for (const entry of entries) {
      const snake = entry.name.replaceAll("-", "_")
      const key = this.#keys.get(entry.name) ?? this.#keys.get(snake)
      if (!key) this.#unknown(entry)
      else {
        if (entry.name !== snake) this.#spelling(entry, snake, entries)
        this.#entry(entry.value, key, below("", entry.name))
      }
    }
  }

  report(code: DiagnosticCode, span: Span, path: string, message: string, hint?: string, warning?: true): void {
    const range = this.#origin.source.range(span)
    const severity = warning ? "warning" : "error"
    this.diagnostics.push(diagnostic(code, message, { severity, hint, path, range, file: this.#origin.file }))
  }

  #unknown({ name, key }: Entry): void {
    const hint = this.#hint(name.replaceAll("_", "-"))
    this.report("unknown-key", key, below("", name), `Expected an option of assay, found ${quoted(name)}.`, hint)
  }

  #hint(name: string): string {
    if (lineOnly.has(name)) return `Write it on the command line: --${name}`
    const known = [...this.#keys.keys()]
    const near = nearest(
      name,
      known.map((each) => each.replaceAll("_", "-")),
    )
    return near === undefined ? `The keys are ${known.join(", ")}.` : `Did you mean ${near.replaceAll("-", "_")}?`
  }

  #spelling({ name, key }: Entry, snake: string, entries: readonly Entry[]): void {
    const path = below("", name)
    if (entries.some((other) => other.name === snake)) {
      this.report("conflicting-keys", key, path, `Expected ${snake} once, found ${quoted(name)} besides.`)
      return
    }
    const hint = `Did you mean ${snake}? It is read as that.`
    this.report("unknown-key", key, path, `Expected the key ${snake}, found ${quoted(name)}.`, hint, true)
  }

  #entry(node: Node, key: ConfigKey, path: string): void {
    const { option } = key
    if (node.kind === "broken") return
    if (key.isSwitch) {
      if (node.kind === "scalar" && typeof node.value === "boolean") this.entries.push({ option, values: node.value })
      else this.#wrongType(node, path, "true or false")
      return
    }
    const items = node.kind === "list" && key.multiple ? node.items : [node]
    const values = items.map((item, index) => {
      const at = items[0] === node ? path : below(path, index)
      return item.kind === "scalar" ? this.#value(item, key, at) : this.#wrongType(item, at, expectedOf(key))
    })
    this.entries.push({ option, values: values.filter((value) => value !== undefined) })
  }

  #value(node: ScalarNode, key: ConfigKey, path: string): string | undefined {
    const { value, text } = node
    const isNumber = typeof value === "number"
    if (key.isNumber ? !isNumber : typeof value !== "string" && !isNumber) {
      return this.#wrongType(node, path, expectedOf(key))
    }
    if (text === "") this.report("wrong-value", node, path, `Expected ${expectedOf(key)}, found an empty string.`)
    else if (key.choices && !key.choices.includes(text)) this.#unknownChoice(node, key.choices, path)
    else return text
    return undefined
  }

  #unknownChoice(node: ScalarNode, choices: readonly string[], path: string): void {
    const near = nearest(node.text, choices)
    const hint = near === undefined ? undefined : `Did you mean ${near}?`
    const message = `Expected one of ${choices.join(", ")}, found ${quoted(node.text)}.`
    this.report("wrong-value", node, path, message, hint)
  }

  #wrongType(node: Node, path: string, expected: string): undefined {
    if (node.kind === "broken") return
    const isNull = node.kind === "scalar" && node.value === null
    const hint = isNull ? "Write a value or remove the key." : undefined
    this.report("wrong-type", node, path, `Expected ${expected}, found ${described(node)}.`, hint)
  }
}

function expectedOf({ isNumber, multiple }: ConfigKey): string {
  const one = isNumber ? "a number" : "a text"
  return multiple ? `${one} or a list of such` : one
}
