import {
  HEADER_ENTRIES_AT,
  HEADER_PREDICATES,
  HEADER_PREDICATES_AT,
  HEADER_ROWS_AT,
  HEADER_RULES,
  HEADER_SYMBOLS,
  HEADER_TABLES,
  HEADER_TABLES_AT,
  PREDICATE_WORDS,
  TABLE_COLUMNS_SHIFT,
} from "../../assembly/abi.ts"
import { type Row, rowFrom } from "./rows.ts"

/** Reads a program's tables on the host. The core has accepted them, or `rules`, `automata` and `symbols` is all one asks. */
export class TablesView {
  readonly #view: DataView

  constructor(tables: Uint8Array) {
    this.#view = new DataView(tables.buffer, tables.byteOffset, tables.byteLength)
  }

  #word(index: number): number {
    return this.#view.getUint32(index * 4, true)
  }

  get rules(): number {
    return this.#word(HEADER_RULES)
  }

  get automata(): number {
    return this.#word(HEADER_TABLES)
  }

  get symbols(): number {
    return this.#word(HEADER_SYMBOLS)
  }

  get predicates(): number {
    return this.#word(HEADER_PREDICATES)
  }

  /** The field that a predicate reads. */
  field(predicate: number): number {
    return this.#word(this.#word(HEADER_PREDICATES_AT) + PREDICATE_WORDS * predicate)
  }

  /** The row of a symbol. */
  row(symbol: number): Row {
    const rows = this.#word(HEADER_ROWS_AT)
    const start = this.#word(rows + symbol)
    const length = this.#word(rows + symbol + 1) - start
    return rowFrom(Array.from({ length }, (_, i) => this.#word(this.#word(HEADER_ENTRIES_AT) + start + i)))
  }

  #table(automaton: number): number {
    return this.#word(this.#word(HEADER_TABLES_AT) + automaton)
  }

  states(automaton: number): number {
    return (this.#word(this.#table(automaton)) & 0xff) + 1
  }

  /** Columns of an automaton's table: other calls, one a letter, and the limit. */
  columns(automaton: number): number {
    const head = this.#word(this.#table(automaton))
    return ((head >>> TABLE_COLUMNS_SHIFT) & 0xff) + 1
  }

  /** The attribute word of a state. */
  attributes(automaton: number, state: number): number {
    return this.#word(this.#table(automaton) + 1 + state)
  }

  /** The cell of a state and a column: where a call leads, and what it does on the way. */
  cell(automaton: number, state: number, column: number): number {
    return this.#word(this.#table(automaton) + 1 + this.states(automaton) + state * this.columns(automaton) + column)
  }
}
