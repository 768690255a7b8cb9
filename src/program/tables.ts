import {
  CELL_ARM,
  CELL_CLEARS,
  CELL_COUNT,
  CELL_MARKS,
  CELL_OFFENDS,
  OUTCOME_HELD,
  OUTCOME_NOT_EXERCISED,
  OUTCOME_PENDING,
  OUTCOME_UNDETERMINED,
  OUTCOME_VIOLATED,
  STATE_ARMED,
  STATE_COMPLETE_SHIFT,
  STATE_COUNTS,
  STATE_EXERCISED,
  STATE_SETTLED,
  STATE_WATCHES,
  TABLE_ARMED_AT_START,
  TABLE_COLUMNS_SHIFT,
  TABLE_EVERY_OFFENCE,
  TABLE_FLAGS_SHIFT,
} from "../../assembly/abi.ts"
import type { Automaton, Move, Outcome, State } from "./automaton.ts"
import type { Letters } from "./letters.ts"
import { settledStates } from "./settled.ts"

/** The numbers under which the core knows the outcomes. */
export const outcomeNumber: Readonly<Record<Outcome, number>> = {
  held: OUTCOME_HELD,
  violated: OUTCOME_VIOLATED,
  pending: OUTCOME_PENDING,
  not_exercised: OUTCOME_NOT_EXERCISED,
  undetermined: OUTCOME_UNDETERMINED,
}

/** An automaton as the words of its table (layout: `assembly/abi.ts`). */
export function tableOf(automaton: Automaton, letters: Letters): number[] {
  const settled = settledStates(automaton, letters)
  const columns = letters.letters.length + 2
  const flags = (automaton.armedAtStart ? TABLE_ARMED_AT_START : 0) | (automaton.everyOffence ? TABLE_EVERY_OFFENCE : 0)
  const head = (automaton.states.length - 1) | ((columns - 1) << TABLE_COLUMNS_SHIFT) | (flags << TABLE_FLAGS_SHIFT)
  const attributes = automaton.states.map((state, index) =>
    attributesOf(state, settled[index] === true, watches(automaton, index)),
  )
  const cells = automaton.states.flatMap((_, state) => [
    cellOf(automaton.step(state, [])),
    ...letters.letters.map((letter) => cellOf(automaton.step(state, letter))),
    cellOf(automaton.limit?.(state) ?? { to: state }),
  ])
  return [head, ...attributes, ...cells]
}

/** Whether another call matters here. Those who read every call are told of it by their rows. */
function watches(automaton: Automaton, state: number): boolean {
  if (automaton.readsEveryCall) return false
  const move = automaton.step(state, [])
  return move.to !== state || move.offends === true || move.does !== undefined
}

function attributesOf(state: State, settled: boolean, watches: boolean): number {
  return (
    outcomeNumber[state.partial] |
    (outcomeNumber[state.complete] << STATE_COMPLETE_SHIFT) |
    (state.exercised ? STATE_EXERCISED : 0) |
    (settled ? STATE_SETTLED : 0) |
    (state.armed ? STATE_ARMED : 0) |
    (state.counts ? STATE_COUNTS : 0) |
    (watches ? STATE_WATCHES : 0)
  )
}

function cellOf(move: Move): number {
  return (
    move.to |
    (move.does === "count" ? CELL_COUNT : 0) |
    (move.does === "arm" ? CELL_ARM : 0) |
    (move.offends ? CELL_OFFENDS : 0) |
    (move.marks ? CELL_MARKS : 0) |
    (move.clears ? CELL_CLEARS : 0)
  )
}
