import { ENTRY_LETTER_MASK, ENTRY_RULE_SHIFT } from "../../assembly/abi.ts"
import type { Glob } from "../policy/index.ts"
import { exampleOf, matchingPatterns, type ProgramImage, type Row, RowMaker, TablesView } from "../program/index.ts"

/** How the rules of a program read names: which column of a rule's table a call of a name is. */
export class Readings {
  readonly #image: ProgramImage
  readonly #view: TablesView
  readonly #symbols: ReadonlyMap<string, number>
  readonly #maker: RowMaker
  /** By rule and column: the first tool that the policy spells out, and what was made up. */
  readonly #examples = new Map<number, string | undefined>()
  /** By rule: the globs of its operands that are patterns. */
  readonly #patterned = new Map<number, Glob[][]>()

  constructor(image: ProgramImage) {
    this.#image = image
    this.#view = new TablesView(image.tables)
    this.#symbols = new Map(image.info.names.map((name, index) => [name, index + 1]))
    this.#maker = new RowMaker(image.info)
    this.#gather()
  }

  #gather(): void {
    const { names, patterns } = this.#image.info
    for (const [index, name] of names.entries()) {
      for (const entry of this.#view.row(index + 1).plain) {
        if (name !== "" && !this.#examples.has(entry)) this.#examples.set(entry, name)
      }
    }
    for (const { glob, uses } of patterns) {
      for (const [rule, operand] of uses) {
        const operands = this.#patterned.get(rule) ?? []
        this.#patterned.set(rule, operands)
        for (let at = operands.length; at <= operand; at++) operands.push([])
        operands[operand]?.push(glob)
      }
    }
  }

  /** The columns of the rules that go by the name alone, by rule. */
  row(name: string): ReadonlyMap<number, number> {
    const symbol = this.#symbols.get(name)
    const { plain } = symbol === undefined ? this.#matched(name) : this.#view.row(symbol)
    return new Map(plain.map((entry) => [entry >>> ENTRY_RULE_SHIFT, entry & ENTRY_LETTER_MASK]))
  }

  #matched(name: string): Row {
    const { patterns } = this.#image.info
    const uses = matchingPatterns(patterns, name).flatMap((index) => patterns[index]?.uses ?? [])
    return this.#maker.row(uses)
  }

  /** A tool whose call reads as this column to a rule: one that the policy spells out, else one made after its patterns. */
  toolFor(rule: number, column: number): string | undefined {
    const entry = (rule << ENTRY_RULE_SHIFT) | column
    if (!this.#examples.has(entry)) this.#examples.set(entry, this.#makeUp(rule, column))
    return this.#examples.get(entry)
  }

  #makeUp(rule: number, column: number): string | undefined {
    const { rules, automata } = this.#image.info
    const letter = automata[rules[rule]?.automaton ?? -1]?.letters[column - 1]
    const operands = this.#patterned.get(rule)
    if (letter === undefined || operands === undefined) return undefined
    const name = exampleOf(operands, letter)
    return name !== undefined && this.row(name).get(rule) === column ? name : undefined
  }
}
