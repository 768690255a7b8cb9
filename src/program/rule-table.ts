import {
  CELL_ARM,
  CELL_COUNT,
  CELL_OFFENDS,
  CELL_STATE_MASK,
  MAX_BOUND,
  STATE_ARMED,
  STATE_COMPLETE_MASK,
  STATE_COMPLETE_SHIFT,
  STATE_COUNTS,
  STATE_PARTIAL_MASK,
} from "../../assembly/abi.ts"
import type { Outcome } from "./automaton.ts"
import type { RuleInfo } from "./model.ts"
import { outcomeNumber } from "./tables.ts"
import type { TablesView } from "./tables-view.ts"

const outcomes: readonly Outcome[] = (Object.keys(outcomeNumber) as Outcome[]).sort(
  (a, b) => outcomeNumber[a] - outcomeNumber[b],
)

/** Where a cell leads. */
export interface Cell {
  readonly to: number
  readonly does: "count" | "arm" | undefined
  readonly offends: boolean
}

/**
 * The table of one rule as the core has it, for those who ask what could happen: transitions that can be
 * taken, edits that would help. What did happen is the core's to say.
 *
 * A rule's counter is told here as its slack: how many more calls may be counted, or how many calls the
 * deadline is away. Where there is neither, the slack means nothing.
 */
export class RuleTable {
  readonly states: number
  /** Columns of letters, without the limit's; column 0 is a call that no operand matches. */
  readonly letters: number
  /** `max` or `within`, or beyond the reach of any trace where it is larger than that. */
  readonly bound: number
  readonly #cells: readonly Cell[]
  /** By cell: nothing happens, not even time that passes. */
  readonly #quiet: Uint8Array
  readonly #attributes: readonly number[]

  constructor(view: TablesView, { automaton, bound = 0 }: Pick<RuleInfo, "automaton" | "bound">) {
    const columns = view.columns(automaton)
    this.states = view.states(automaton)
    this.letters = columns - 1
    this.bound = Math.min(bound, MAX_BOUND)
    const cells: Cell[] = []
    const attributes: number[] = []
    for (let state = 0; state < this.states; state++) {
      attributes.push(view.attributes(automaton, state))
      for (let column = 0; column < columns; column++) cells.push(cellOf(view.cell(automaton, state, column)))
    }
    this.#cells = cells
    this.#attributes = attributes
    this.#quiet = Uint8Array.from(cells, ({ to, does, offends }, index) => {
      const state = Math.floor(index / columns)
      return to === state && does === undefined && !offends && !this.isArmed(state) ? 1 : 0
    })
  }

  cell(state: number, column: number): Cell {
    return this.#cells[state * (this.letters + 1) + column] as Cell
  }

  /** Whether a call of this column is nothing to the state: it stays, counts nothing, and no deadline comes nearer. */
  isQuiet(state: number, column: number): boolean {
    return this.#quiet[state * (this.letters + 1) + column] === 1
  }

  /** What happens when the bound is used up, or the deadline passes. */
  limit(state: number): Cell {
    return this.cell(state, this.letters)
  }

  isArmed(state: number): boolean {
    return ((this.#attributes[state] ?? 0) & STATE_ARMED) !== 0
  }

  counts(state: number): boolean {
    return ((this.#attributes[state] ?? 0) & STATE_COUNTS) !== 0
  }

  partial(state: number): Outcome {
    return outcomes[(this.#attributes[state] ?? 0) & STATE_PARTIAL_MASK] ?? "undetermined"
  }

  complete(state: number): Outcome {
    return outcomes[((this.#attributes[state] ?? 0) >> STATE_COMPLETE_SHIFT) & STATE_COMPLETE_MASK] ?? "undetermined"
  }
}

function cellOf(word: number): Cell {
  const does = (word & CELL_COUNT) !== 0 ? "count" : (word & CELL_ARM) !== 0 ? "arm" : undefined
  return { to: word & CELL_STATE_MASK, does, offends: (word & CELL_OFFENDS) !== 0 }
}
