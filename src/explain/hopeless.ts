import type { RuleTable } from "../program/index.ts"
import type { RepairProblem } from "./repair-search.ts"
import { slackAfter } from "./slack.ts"

/**
 * Whether the trace holds more stretches than edits, one after the other, each of which offends from whatever place it
 * is entered: an edit mends one at most. Most traces that cannot be mended are told by this, without a search.
 */
export function isHopeless({ table, columns }: RepairProblem, mostEdits: number): boolean {
  const entered = new Entered(table)
  let stretches = 0
  for (let call = 0; call < columns.length && stretches <= mostEdits; call++) {
    if (entered.take(columns[call] as number)) stretches++
  }
  return stretches > mostEdits
}

/** A rule in every state at once, with as much slack as there is. */
class Entered {
  readonly #table: RuleTable
  readonly #states: Uint8Array
  readonly #slacks: Int32Array
  #alive = 0

  constructor(table: RuleTable) {
    this.#table = table
    this.#states = new Uint8Array(table.states)
    this.#slacks = new Int32Array(table.states)
    this.#enter()
  }

  #enter(): void {
    this.#alive = this.#table.states
    for (let state = 0; state < this.#alive; state++) this.#states[state] = state
    this.#slacks.fill(this.#table.bound)
  }

  /** Takes a call; when none is left that it does not offend, enters anew and answers true. */
  take(column: number): boolean {
    const table = this.#table
    let kept = 0
    for (let index = 0; index < this.#alive; index++) {
      const state = this.#states[index] as number
      const slack = this.#slacks[index] as number
      const left = slackAfter(table, state, slack, column)
      if (left < 0) continue
      this.#states[kept] = table.targets[state * table.columns + column] as number
      this.#slacks[kept++] = left
    }
    this.#alive = kept
    if (kept > 0) return false
    this.#enter()
    return true
  }
}
