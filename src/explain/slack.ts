import { effect, type RuleTable } from "../program/index.ts"

/** No slack is enough. */
export const never = 0x7fffffff
/** How much slack each state needs before each call for the trace to end well; `calls + 1` rows of `states`. */
export type Needs = Int32Array

/** What a call leaves of the slack, the bound where a deadline begins; below 0 where it offends. */
export function slackAfter(table: RuleTable, state: number, slack: number, column: number): number {
  switch (table.effects[state * table.columns + column]) {
    case effect.keeps:
    case effect.leaves:
      return slack
    case effect.counts:
      return slack - 1
    case effect.arms:
    case effect.armsAgain:
      return table.bound > 0 ? table.bound : -1
    case effect.waits:
      // An obligation that a call leaves open on its last day is broken.
      return slack > 1 ? slack - 1 : -1
    default:
      return -1
  }
}

/** The slack that a state needs so that, after a call of this column, there is as much as `needs` says from `row` on. */
export function slackBefore(table: RuleTable, state: number, column: number, needs: Needs, row: number): number {
  const cell = state * table.columns + column
  const need = needs[row + (table.targets[cell] as number)] as number
  if (need === never) return never
  switch (table.effects[cell]) {
    case effect.keeps:
      return need
    case effect.counts:
      return need + 1
    case effect.arms:
      return table.bound > 0 && table.bound >= need ? 0 : never
    case effect.armsAgain:
      return table.bound > 0 && table.bound >= need ? 1 : never
    case effect.waits:
      return Math.max(2, need + 1)
    case effect.leaves:
      return need === 0 ? 1 : never
    default:
      return never
  }
}
