import type { Draft } from "./drafts.ts"
import type { Letters } from "./letters.ts"
import type { AutomatonInfo } from "./model.ts"
import { tableOf } from "./tables.ts"

/** Words of tables, at most: 16 MB. */
const mostWords = 1 << 22

/** The tables of a program, each once: rules that differ in names alone share one. */
export class TableSet {
  readonly tables: (readonly number[])[] = []
  readonly automata: AutomatonInfo[] = []
  readonly #byContent = new Map<string, number>()
  /** Rules of one shape whose letters are the same have the same table; it is not made again to find out. */
  readonly #byShape = new Map<string, number>()
  #words = 0

  /** The index of the rule's table; undefined when the tables grow too large. */
  add({ info, automaton, operands }: Draft, letters: Letters): number | undefined {
    const shape = [info.type, info.strict, info.bound, operands.length, letters.others, letters.letters.join(";")].join(
      "|",
    )
    const known = this.#byShape.get(shape)
    if (known !== undefined) return known
    const words = tableOf(automaton, letters)
    const states = automaton.states.map((state) => state.name)
    const content = `${words.join()}|${states.join()}|${letters.letters.join(";")}|${letters.others}`
    const index = this.#byContent.get(content) ?? this.tables.length
    this.#byShape.set(shape, index)
    if (index < this.tables.length) return index
    this.#words += words.length
    if (this.#words > mostWords) return undefined
    this.#byContent.set(content, index)
    this.tables.push(words)
    this.automata.push({ states, letters: letters.letters, others: letters.others })
    return index
  }
}
