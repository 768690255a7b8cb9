import type { Automaton, Move } from "./automaton.ts"
import type { Letters } from "./letters.ts"

/**
 * For each state whether neither further calls nor the end can change the outcome: all states that
 * can be reached, by letters that some name reads as, have one outcome, complete or not.
 */
export function settledStates(automaton: Automaton, letters: Letters): readonly boolean[] {
  const alphabet = letters.others ? [[], ...letters.letters] : letters.letters
  const exits = automaton.states.map((_, state) => exitsOf(automaton, state, alphabet))
  return automaton.states.map((_, state) => outcomesFrom(automaton, exits, state).size === 1)
}

/** Where a state leads in one move; most letters lead the same way. */
interface Exits {
  readonly states: ReadonlySet<number>
  readonly offends: boolean
}

function exitsOf(automaton: Automaton, state: number, alphabet: readonly (readonly number[])[]): Exits {
  const moves = alphabet.map((letter) => automaton.step(state, letter))
  const reached = moves.filter((move) => move.does !== "count" || automaton.bound > 0)
  const limit = automaton.limit?.(state)
  if (limit !== undefined && reachesLimit(automaton, state, moves)) reached.push(limit)
  const calm = reached.filter((move) => move.offends !== true)
  return { states: new Set(calm.map((move) => move.to)), offends: calm.length < reached.length }
}

/** A deadline passes if some call leaves it running; counting reaches the limit by repetition, or at once where the bound is 0. */
function reachesLimit(automaton: Automaton, state: number, moves: readonly Move[]): boolean {
  if (automaton.states[state]?.armed === true) {
    const staysArmed = moves.some((move) => move.does !== "arm" && automaton.states[move.to]?.armed === true)
    return staysArmed || automaton.bound === 0
  }
  const counts = moves.some((move) => move.does === "count")
  return counts && (automaton.bound === 0 || automaton.states[state]?.counts === true)
}

function outcomesFrom(automaton: Automaton, exits: readonly Exits[], from: number): Set<string> {
  const outcomes = new Set<string>()
  const seen = new Set([from])
  for (const at of seen) {
    const state = automaton.states[at]
    if (state !== undefined) outcomes.add(state.partial).add(state.complete)
    if (exits[at]?.offends === true) outcomes.add("violated")
    // Known to differ: what else is reached does not matter.
    if (outcomes.size > 1) return outcomes
    for (const next of exits[at]?.states ?? []) seen.add(next)
  }
  return outcomes
}
