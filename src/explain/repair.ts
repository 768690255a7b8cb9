import type { RuleTable } from "../program/index.ts"
import { isHopeless } from "./hopeless.ts"
import type { Edit, Repair } from "./model.ts"
import { type Kind, type RepairProblem, RepairSearch } from "./repair-search.ts"

/** Numbers kept of one search, at most; a longer trace or a larger automaton is not searched. */
const mostNeeds = 1 << 22

const mostEdits = 2
const kinds: readonly Kind[] = ["insert", "delete"]

/** A rule and a trace, as it is handed in: the columns are asked for in the way that is needed. */
export interface RepairQuestion extends Omit<RepairProblem, "columns"> {
  /** The column of each call. */
  readonly everyColumn: () => Uint8Array
  /** The calls that the rule reads as one of its operands, rising, and the column of each. */
  readonly readCalls: () => { readonly calls: Uint32Array; readonly columns: Uint8Array }
  /** How many calls the trace has. */
  readonly length: number
}

/**
 * The fewest edits, at most two, after which the rule is not violated: one repair for each way to do it. Undefined
 * where the search would be too large, or where no tool is known that would have to be called.
 */
export function repairsOf(question: RepairQuestion): readonly Repair[] | undefined {
  if (isPassive(question.table)) return amongRead(question)
  return amongAll({ ...question, columns: question.everyColumn() })
}

function amongAll(problem: RepairProblem): readonly Repair[] | undefined {
  if ((problem.columns.length + 1) * problem.table.states > mostNeeds) return undefined
  if (isHopeless(problem, mostEdits)) return []
  const useful = usefulColumns(problem)
  if (useful === undefined) return undefined
  const search = new RepairSearch(problem, useful)
  if (search.isFarTooMuch(mostEdits)) return []
  const single = kinds.flatMap((kind) => search.repairs([kind]))
  if (single.length > 0) return single
  return [search.repairs(["insert", "insert"]), search.mixed(), search.repairs(["delete", "delete"])].flat()
}

/** Whether calls that no operand matches are nothing to the rule: not even time that passes. */
function isPassive(table: RuleTable): boolean {
  return Array.from({ length: table.states }, (_, state) => table.isQuiet(state, 0)).every(Boolean)
}

/** Searches the calls that the rule reads alone; where in a gap between them an insertion stands makes no difference. */
function amongRead(question: RepairQuestion): readonly Repair[] | undefined {
  const { calls, columns } = question.readCalls()
  const before = calls.findIndex((call) => call >= question.near)
  const found = amongAll({
    ...question,
    columns,
    near: before < 0 ? calls.length : before,
    nameOf: (index) => question.nameOf(calls[index] as number),
  })
  const placed = (edit: Edit): Edit => {
    const call = calls[edit.call] ?? question.length
    if (edit.edit === "delete") return { ...edit, call }
    const gap = edit.call === 0 ? 0 : (calls[edit.call - 1] as number) + 1
    return { ...edit, call: Math.min(Math.max(question.near, gap), call) }
  }
  return found?.map((repair) => repair.map(placed))
}

/** By state: the columns whose calls move the rule without offending it. Undefined where no tool is known for one. */
function usefulColumns({ table, toolFor }: RepairProblem): readonly (readonly number[])[] | undefined {
  const useful: number[][] = []
  for (let state = 0; state < table.states; state++) {
    const effects = new Map<string, number | undefined>()
    for (let column = 0; column < table.letters; column++) {
      const { to, does, offends } = table.cell(state, column)
      const effect = `${to} ${does}`
      if (offends || effects.get(effect) !== undefined || (to === state && does !== "arm")) continue
      effects.set(effect, toolFor(column) === undefined ? undefined : column)
    }
    const columns = [...effects.values()]
    if (columns.includes(undefined)) return undefined
    useful.push(columns as number[])
  }
  return useful
}
