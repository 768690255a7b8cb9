import {
  CELL_NO,
  CELL_ROWS,
  CELL_YES,
  KIND_EDGE,
  MAX_CELLS,
  MAX_STATES,
  STEP_IF,
} from "../../assembly/check/regex-abi.ts"
import type { Alphabet } from "./alphabet.ts"
import { Closure } from "./closure.ts"
import type { Steps } from "./steps.ts"

/** Visits of instructions that making a table may take: beyond it the instructions are carried out instead. */
const MAX_WORK = 1_000_000

/** A deterministic automaton: rows of cells, as `regex-abi.ts` lays them out; `start` is a cell like any other. */
export interface Table {
  readonly states: number
  readonly cells: readonly number[]
  readonly start: number
}

/** A set of instructions between two characters, and of what kind the character before was, if that still matters. */
interface State {
  readonly at: readonly number[]
  readonly before: number
}

/** `undefined` when the table would take too many states, cells or too much time. */
export function tableOf(steps: Steps, alphabet: Alphabet): Table | undefined {
  return new TableWriter(steps, alphabet).write()
}

class TableWriter {
  readonly #steps: Steps
  readonly #alphabet: Alphabet
  readonly #closure: Closure
  readonly #states: State[] = []
  readonly #known = new Map<string, number>()
  readonly #cells: number[] = Array(CELL_ROWS).fill(CELL_NO)
  readonly #width: number

  constructor(steps: Steps, alphabet: Alphabet) {
    this.#steps = steps
    this.#alphabet = alphabet
    this.#closure = new Closure(steps)
    this.#width = alphabet.classes + 1
  }

  write(): Table | undefined {
    const start = this.#cell([], KIND_EDGE)
    for (let i = 0; i < this.#states.length; i++) {
      this.#row(this.#states[i]!)
      if (this.#states.length > MAX_STATES || this.#closure.work > MAX_WORK) return undefined
      if (CELL_ROWS + this.#states.length * this.#width > MAX_CELLS) return undefined
    }
    return this.#withoutDeadEnds(start)
  }

  /** The cell for what comes of these instructions; the search may also begin here. */
  #cell(targets: number[], before: number): number {
    const at = this.#closure.of([...targets, this.#steps.start], before, undefined)
    if (at === undefined) return CELL_YES
    const isOpen = at.some((step) => this.#steps.what[step] === STEP_IF)
    return this.#place({ at, before: isOpen ? before : KIND_EDGE })
  }

  #place(state: State): number {
    const key = `${state.before}:${state.at.join()}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const place = CELL_ROWS + this.#states.length * this.#width
    this.#states.push(state)
    this.#known.set(key, place)
    return place
  }

  #row(state: State): void {
    const { classes, kinds, members } = this.#alphabet
    const targets: (number[] | undefined)[] = Array.from({ length: classes }, () => [])
    const isOpen = state.at.some((step) => this.#steps.what[step] === STEP_IF)
    for (const kind of isOpen ? new Set(kinds) : [undefined]) {
      const at = kind === undefined ? state.at : this.#closure.of(state.at, state.before, kind)
      for (const step of at ?? []) {
        const taken = members[this.#steps.operand[step]!]!
        this.#closure.work += taken.length
        for (const one of taken)
          if (kind === undefined || kinds[one] === kind) targets[one]!.push(this.#steps.next[step]!)
      }
      if (at === undefined) for (let one = 0; one < classes; one++) if (kinds[one] === kind) targets[one] = undefined
    }
    for (const [one, found] of targets.entries()) {
      this.#cells.push(found === undefined ? CELL_YES : this.#cell(found, kinds[one]!))
    }
    const isFound = isOpen && this.#closure.of(state.at, state.before, KIND_EDGE) === undefined
    this.#cells.push(isFound ? CELL_YES : CELL_NO)
  }

  /** What leads nowhere but to itself is given up at once. */
  #withoutDeadEnds(start: number): Table {
    const dead = new Set<number>()
    for (let i = 0; i < this.#states.length; i++) {
      const place = CELL_ROWS + i * this.#width
      const end = place + this.#width - 1
      const leads = this.#cells.slice(place, end)
      if (this.#cells[end] === CELL_NO && leads.every((cell) => cell === place || cell === CELL_NO)) dead.add(place)
    }
    const mended = (cell: number): number => (dead.has(cell) ? CELL_NO : cell)
    return { states: this.#states.length, cells: this.#cells.map(mended), start: mended(start) }
  }
}
