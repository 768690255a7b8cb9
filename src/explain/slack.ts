import type { RuleTable } from "../program/index.ts"

/** No slack is enough. */
export const never = 0x7fffffff
/** How much slack each state needs before each call for the trace to end well; `calls + 1` rows of `states`. */
export type Needs = Int32Array

/** What a call that does not arm leaves of the slack; below 0 where it offends. */
export function slackAfter(table: RuleTable, state: number, slack: number, column: number): number {
  const { to, does } = table.cell(state, column)
  if (does === "count") return slack - 1
  if (does === "arm") return table.bound > 0 ? table.bound : -1
  // An obligation that a call leaves open on its last day is broken.
  if (table.isArmed(state) && table.isArmed(to)) return slack > 1 ? slack - 1 : -1
  return slack
}

/** The slack that a state needs so that, after a call of this column, there is as much as `needs` says from `row` on. */
export function slackBefore(table: RuleTable, state: number, column: number, needs: Needs, row: number): number {
  const { to, does, offends } = table.cell(state, column)
  const need = needs[row + to] as number
  if (offends || need === never) return never
  const own = table.isArmed(state) ? 1 : 0
  if (does === "count") return need + 1
  if (does === "arm") return table.bound > 0 && table.bound >= need ? own : never
  if (table.isArmed(state)) return table.isArmed(to) ? Math.max(2, need + 1) : need === 0 ? own : never
  return need
}
