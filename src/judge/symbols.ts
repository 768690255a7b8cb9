import { ENTRY_LETTER_MASK, ENTRY_RULE_SHIFT, FIELD_ARGS, FIELD_RESULT, ROWS_AT_ONCE } from "../../assembly/abi.ts"
import { CoreTrapError, type Machine } from "../core/index.ts"
import {
  matchingPatterns,
  type ProgramImage,
  type ProgramInfo,
  type Row,
  RowMaker,
  rowWords,
  TablesView,
} from "../program/index.ts"
import { skeleton } from "./skeleton.ts"

/**
 * What a name is to the policy, in one number: its symbol in the low 24 bits, and above them whether the
 * allow list names it, the ask list names it, and it can be mistaken for a name in the policy.
 */
export type NameCode = number

export const symbolMask = 0xffffff
export const isGranted: number = 1 << 24
export const isAsked: number = 1 << 25
export const isLookalike: number = 1 << 26
/** Some rule asks for more of the call than its name. */
export const isConditional: number = 1 << 27
/** Its args, its result, or that it was answered at all. */
export const readsArgs: number = 1 << 28
export const readsResult: number = 1 << 29
export const readsAnswer: number = 1 << 30

/** Names longer than this are looked at each time: remembering them would let a caller fill the memory. */
const longestRemembered = 256
/** Names that the policy does not spell out, remembered at most. */
const mostRemembered = 16_384
/** Entries in added rows, at most: four bytes each in the core. */
const mostEntries = 1 << 20

/**
 * Tool names as the core's symbols. Names that the policy spells out are known from the start; the
 * others are matched against its patterns once, and names that every rule reads alike share a row.
 */
export class Symbols {
  readonly #info: ProgramInfo
  readonly #machine: Machine
  readonly #maker: RowMaker
  readonly #lists: { readonly allow: number; readonly ask: number }
  /** The names that the policy spells out. */
  readonly #spelled = new Map<string, NameCode>()
  /** Those, and the other names seen: one look-up a call. */
  #known = new Map<string, NameCode>()
  /** By their entries: names that every rule reads alike share a row. */
  readonly #rows = new Map<string, NameCode>()
  /** The row of the names that nothing mentions. */
  readonly #unmentioned: readonly [words: string, code: NameCode]
  #skeletons: ReadonlyMap<string, string> | undefined
  #entries = 0
  /** The next new name may not find room. */
  isFull = false

  constructor({ info, tables }: ProgramImage, machine: Machine) {
    const view = new TablesView(tables)
    this.#info = info
    this.#machine = machine
    this.#maker = new RowMaker(info)
    const list = (type: string): number => info.rules.findIndex((rule) => rule.type === type)
    this.#lists = { allow: list("allow"), ask: list("ask") }
    for (const [index, name] of info.names.entries()) {
      this.#spelled.set(name, this.#codeOf(index + 1, view.row(index + 1)))
    }
    this.#unmentioned = [rowWords(view.row(0)).join(), this.#codeOf(0, view.row(0))]
    this.#rows.set(...this.#unmentioned)
    this.#forgetOthers()
  }

  #forgetOthers(): void {
    this.#known = new Map(this.#spelled)
  }

  /** Index of the `ask` list among the rules, or -1. */
  get askList(): number {
    return this.#lists.ask
  }

  /** The code of a name seen before, in constant time. */
  known(name: string): NameCode | undefined {
    return this.#known.get(name)
  }

  /** The code of any name. When `isFull`, a new name makes room first, and symbols given out before are void. */
  of(name: string): NameCode {
    return this.#known.get(name) ?? this.#learn(name)
  }

  /** Drops the rows of names that the policy does not spell out. */
  #makeRoom(): void {
    this.isFull = false
    this.#entries = 0
    this.#machine.dropRows()
    this.#rows.clear()
    this.#rows.set(...this.#unmentioned)
    this.#forgetOthers()
  }

  #learn(name: string): NameCode {
    if (this.isFull) this.#makeRoom()
    const patterns = matchingPatterns(this.#info.patterns, name)
    const uses = patterns.flatMap((index) => this.#info.patterns[index]?.uses ?? [])
    const made = this.#maker.row(uses)
    const words = rowWords(made)
    const row = this.#rows.get(words.join()) ?? this.#addRow(made, words)
    const code = this.lookalikeOf(name) === undefined ? row : row | isLookalike
    if (name.length > longestRemembered) return code
    if (this.#known.size >= this.#spelled.size + mostRemembered) this.#forgetOthers()
    this.#known.set(name, code)
    return code
  }

  #addRow(row: Row, words: readonly number[]): NameCode {
    const symbol = this.#machine.addRow(words)
    if (symbol === undefined) throw new CoreTrapError("the core has no room for a row that was made room for")
    const code = this.#codeOf(symbol, row)
    this.#rows.set(words.join(), code)
    this.#entries += words.length
    this.isFull = this.#rows.size > ROWS_AT_ONCE || this.#entries >= mostEntries
    return code
  }

  #codeOf(symbol: number, { plain, taken, answered }: Row): NameCode {
    const matches = (rule: number): boolean =>
      rule >= 0 && plain.some((entry) => entry >>> ENTRY_RULE_SHIFT === rule && (entry & ENTRY_LETTER_MASK) > 0)
    const listed = (matches(this.#lists.allow) ? isGranted : 0) | (matches(this.#lists.ask) ? isAsked : 0)
    const decisions = [...taken, ...answered]
    if (decisions.length === 0) return symbol | listed
    const reads = (field: number): boolean =>
      decisions.some(({ predicates }) => predicates.some((predicate) => this.#info.fields[predicate] === field))
    return (
      symbol |
      listed |
      isConditional |
      (reads(FIELD_ARGS) ? readsArgs : 0) |
      (reads(FIELD_RESULT) ? readsResult : 0) |
      (answered.length > 0 ? readsAnswer : 0)
    )
  }

  /** The name in the policy that this one, which is none, can be mistaken for. */
  lookalikeOf(name: string): string | undefined {
    this.#skeletons ??= new Map(this.#info.names.map((known) => [skeleton(known), known]))
    return this.#skeletons.get(skeleton(name))
  }
}
