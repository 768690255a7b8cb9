import { CELL_STATE_MASK } from "../../assembly/abi.ts"
import type { AutomatonInfo, RuleInfo } from "./model.ts"
import type { Cell, RuleTable } from "./rule-table.ts"

/** A move between two states that some trace makes; calls of several letters may make the same one. */
export interface Transition {
  readonly from: number
  readonly to: number
  readonly offends: boolean
  /** The columns of the table through which it goes, rising; the last one is the limit. */
  readonly columns: readonly number[]
}

/** Beyond this a bound tells no more moves apart: the first count, another, and the last. */
const enoughBound = 3

/**
 * The transitions of a rule that some trace takes, by state and then by column. A call that leaves the rule as it
 * was is none; one that is counted, begins a deadline anew or offends is.
 */
export function transitionsOf(table: RuleTable, { others }: AutomatonInfo): readonly Transition[] {
  const found = new Map<number, { from: number; to: number; offends: boolean; columns: Set<number> }>()
  const walk = new Walk(table, (from, column, cell) => {
    if (cell.to === from && cell.does === undefined && !cell.offends) return
    const key = (from << 9) | (cell.to << 1) | (cell.offends ? 1 : 0)
    const known = found.get(key)
    if (known === undefined) found.set(key, { from, to: cell.to, offends: cell.offends, columns: new Set([column]) })
    else known.columns.add(column)
  })
  walk.everywhere(others ? 0 : 1)
  return [...found.values()]
    .map((each) => ({ ...each, columns: [...each.columns].sort((a, b) => a - b) }))
    .sort((a, b) => a.from - b.from || (a.columns[0] ?? 0) - (b.columns[0] ?? 0))
}

/** Goes through all states and slacks that calls can lead to, with the bound cut to what still tells moves apart. */
class Walk {
  readonly #table: RuleTable
  readonly #bound: number
  readonly #tell: (from: number, column: number, cell: Cell) => void
  readonly #seen = new Set<number>()
  readonly #open: (readonly [state: number, slack: number])[] = []

  constructor(table: RuleTable, tell: (from: number, column: number, cell: Cell) => void) {
    this.#table = table
    this.#bound = Math.min(table.bound, enoughBound)
    this.#tell = tell
  }

  everywhere(firstColumn: number): void {
    const late = this.#bound === 0 && this.#table.isArmed(0)
    this.#reach(late ? this.#limit(0) : 0, this.#bound)
    for (let next = this.#open.pop(); next !== undefined; next = this.#open.pop()) {
      for (let column = firstColumn; column < this.#table.letters; column++) this.#call(...next, column)
    }
  }

  #reach(state: number, slack: number): void {
    const key = (slack << 8) | (state & CELL_STATE_MASK)
    if (this.#seen.has(key)) return
    this.#seen.add(key)
    this.#open.push([state, slack])
  }

  #limit(state: number): number {
    const cell = this.#table.limit(state)
    this.#tell(state, this.#table.letters, cell)
    return cell.to
  }

  /** One call, in the order in which the core does it (`assembly/step.ts`). */
  #call(before: number, slack: number, column: number): void {
    const table = this.#table
    let state = before
    let cell = table.cell(state, column)
    if (table.isArmed(state) && slack === 1 && cell.does !== "arm" && table.isArmed(cell.to)) {
      state = this.#limit(state)
      cell = table.cell(state, column)
    }
    if (cell.does === "count" && slack === 0) {
      this.#reach(this.#limit(state), slack)
      return
    }
    this.#tell(state, column, cell)
    if (cell.does === "arm") this.#reach(this.#bound === 0 ? this.#limit(cell.to) : cell.to, this.#bound)
    else this.#reach(cell.to, cell.does === "count" || table.isArmed(cell.to) ? slack - 1 : slack)
  }
}

/** Letters named in words, at most; sequences may have hundreds. */
const mostNamed = 3
/** Letters held against each other, at most; of more, a few are named and the rest is counted. */
const mostCompared = 64

/** What makes a transition, in words: operands as the policy writes them. */
export function wordsFor(
  { columns }: Transition,
  table: RuleTable,
  rule: RuleInfo,
  { letters }: AutomatonInfo,
): string {
  const causes: string[] = []
  const named = columns.flatMap((column) => (column > 0 && column < table.letters ? [letters[column - 1] ?? []] : []))
  const least = leastOf(named)
  for (const letter of least.slice(0, mostNamed)) {
    causes.push([...new Set(letter.map((operand) => rule.operands[operand] ?? "?"))].join(" and "))
  }
  if (least.length > mostNamed) causes.push(`${least.length - mostNamed} more`)
  if (columns[0] === 0) causes.push("any other call")
  if (columns.at(-1) === table.letters)
    causes.push(rule.type === "max_calls" ? "one call too many" : "the deadline passes")
  return causes.join(" or ")
}

/** Without the letters that hold another: a call that is more besides is no cause of its own. */
function leastOf(named: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const shortest = Math.min(...named.map((letter) => letter.length))
  const small = named.filter((letter) => letter.length === shortest)
  if (small.length === named.length || named.length > mostCompared) return named
  return named.filter((letter) => !named.some((other) => other !== letter && isWithin(other, letter)))
}

function isWithin(part: readonly number[], whole: readonly number[]): boolean {
  return part.length < whole.length && part.every((operand) => whole.includes(operand))
}
