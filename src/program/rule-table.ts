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

/** What a call does to the slack of the state it is read in. */
export const effect = {
  /** Nothing: the slack stays what it is. */
  keeps: 0,
  offends: 1,
  /** One more call is counted. */
  counts: 2,
  /** A deadline begins, where none ran and where one ran. */
  arms: 3,
  armsAgain: 4,
  /** The deadline comes nearer. */
  waits: 5,
  /** The deadline is met. */
  leaves: 6,
} as const

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
  /** By cell (`state * columns + column`): what a call does to the slack, for searches that ask a hundred thousand times. */
  readonly effects: Uint8Array
  /** By cell: the state it leads to. */
  readonly targets: Uint8Array
  /** With the limit's. */
  readonly columns: number
  readonly #attributes: readonly number[]

  constructor(view: TablesView, { automaton, bound = 0 }: Pick<RuleInfo, "automaton" | "bound">) {
    const columns = view.columns(automaton)
    this.states = view.states(automaton)
    this.columns = columns
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
    this.targets = Uint8Array.from(cells, ({ to }) => to)
    this.effects = Uint8Array.from(cells, (cell, index) => this.#effectOf(cell, Math.floor(index / columns)))
  }

  cell(state: number, column: number): Cell {
    return this.#cells[state * this.columns + column] as Cell
  }

  /** Whether a call of this column is nothing to the state: it stays, counts nothing, and no deadline comes nearer. */
  isQuiet(state: number, column: number): boolean {
    const cell = state * this.columns + column
    return this.effects[cell] === effect.keeps && this.targets[cell] === state
  }

  #effectOf({ to, does, offends }: Cell, state: number): number {
    if (offends) return effect.offends
    if (does === "count") return effect.counts
    const armed = this.isArmed(state)
    if (does === "arm") return armed ? effect.armsAgain : effect.arms
    if (!armed) return effect.keeps
    return this.isArmed(to) ? effect.waits : effect.leaves
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
