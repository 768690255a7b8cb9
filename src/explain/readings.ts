import { ENTRY_LETTER_MASK, ENTRY_RULE_SHIFT } from "../../assembly/abi.ts"
import { columnsOf, matchingPatterns, type ProgramImage, rowOf, TablesView } from "../program/index.ts"

/** Pattern by pattern and in pairs: more are not tried for an example. */
const mostExamples = 4096

/** How the rules of a program read names: which column of a rule's table a call of a name is. */
export class Readings {
  readonly #image: ProgramImage
  readonly #view: TablesView
  readonly #symbols: ReadonlyMap<string, number>
  readonly #columnOf: ReturnType<typeof columnsOf>
  /** For each rule that was asked about, a tool for each column. */
  readonly #examples = new Map<number, ReadonlyMap<number, string>>()

  constructor(image: ProgramImage) {
    this.#image = image
    this.#view = new TablesView(image.tables)
    this.#symbols = new Map(image.info.names.map((name, index) => [name, index + 1]))
    this.#columnOf = columnsOf(image.info)
  }

  /** The columns of the rules that read a name, by rule. */
  row(name: string): ReadonlyMap<number, number> {
    const symbol = this.#symbols.get(name)
    const entries = symbol === undefined ? this.#matched(name) : this.#view.row(symbol)
    return new Map(entries.map((entry) => [entry >>> ENTRY_RULE_SHIFT, entry & ENTRY_LETTER_MASK]))
  }

  #matched(name: string): readonly number[] {
    const { patterns, readers } = this.#image.info
    const uses = matchingPatterns(patterns, name).flatMap((index) => patterns[index]?.uses ?? [])
    return rowOf(uses, readers, this.#columnOf)
  }

  /** A tool whose call reads as this column to a rule: one that the policy spells out, else one made after its patterns. */
  toolFor(rule: number, column: number): string | undefined {
    let examples = this.#examples.get(rule)
    if (examples === undefined) {
      examples = this.#examplesFor(rule)
      this.#examples.set(rule, examples)
    }
    return examples.get(column)
  }

  #examplesFor(rule: number): ReadonlyMap<number, string> {
    const { names, patterns } = this.#image.info
    const own = patterns.filter(({ uses }) => uses.some(([user]) => user === rule)).map(({ glob }) => glob)
    const made = own.flatMap((glob) => [glob.join("example"), glob.join("")])
    const joined = own.flatMap((a) => own.map((b) => a.join("") + b.join("")))
    const found = new Map<number, string>()
    const candidates = [...names, ...[...made, ...joined].slice(0, mostExamples)]
    for (const name of candidates) {
      const column = this.row(name).get(rule) ?? 0
      if (name !== "" && !found.has(column)) found.set(column, name)
    }
    return found
  }
}
