import type { Automaton, Move } from "./automaton.ts"
import type { Letters } from "./letters.ts"

/**
 * For each state whether neither further calls nor the end can change the outcome: all states that
 * can be reached, by letters that some name reads as, have one outcome, complete or not.
 */
export function settledStates(automaton: Automaton, letters: Letters): readonly boolean[] {
  const alphabet = letters.others ? [[], ...letters.letters] : letters.letters
  const edges = automaton.states.map((_, state) => movesFrom(automaton, state, alphabet))
  return automaton.states.map((_, state) => outcomesFrom(automaton, edges, state).size === 1)
}

function movesFrom(automaton: Automaton, state: number, alphabet: readonly (readonly number[])[]): readonly Move[] {
  const moves = alphabet.map((letter) => automaton.step(state, letter))
  const limit = automaton.limit?.(state)
  if (limit === undefined) return moves
  const isArmed = automaton.states[state]?.armed === true
  const staysArmed = moves.some((move) => move.does !== "arm" && automaton.states[move.to]?.armed === true)
  const reached = isArmed ? staysArmed || automaton.bound === 0 : exhausts(automaton, state, moves)
  const direct = moves.filter((move) => move.does !== "count" || automaton.bound > 0)
  return reached ? [...direct, limit] : direct
}

/** Counting reaches the limit by repetition, or at once where the bound is 0. */
function exhausts(automaton: Automaton, state: number, moves: readonly Move[]): boolean {
  const counts = moves.some((move) => move.does === "count")
  return counts && (automaton.bound === 0 || automaton.states[state]?.counts === true)
}

function outcomesFrom(automaton: Automaton, edges: readonly (readonly Move[])[], from: number): Set<string> {
  const outcomes = new Set<string>()
  const seen = new Set([from])
  const queue = [from]
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const state = automaton.states[at]
    if (state !== undefined) outcomes.add(state.partial).add(state.complete)
    for (const move of edges[at] ?? []) {
      if (move.offends === true) outcomes.add("violated")
      else if (!seen.has(move.to)) {
        seen.add(move.to)
        queue.push(move.to)
      }
    }
  }
  return outcomes
}
