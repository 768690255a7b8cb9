import type { Outcome } from "../../verdict/index.ts"

/** A rule's automaton for drawing. */
export interface RuleGraph {
  /** The id of the rule. */
  readonly rule: string
  /** Names are unique within a graph. */
  readonly states: readonly GraphState[]
  /** The name of the state before any call. */
  readonly initial: string
  /** Those that some trace can take. */
  readonly transitions: readonly GraphTransition[]
}

export interface GraphState {
  readonly name: string
  /** The outcome while more calls may come, and if the trace ended here. */
  readonly partial: Outcome
  readonly complete: Outcome
  /** False where the rule holds only because nothing of what it speaks of happened; default true. */
  readonly exercised?: boolean
}

export interface GraphTransition {
  readonly from: string
  readonly to: string
  /** What makes the move, in words. */
  readonly on: string
  readonly offends: boolean
  /** How often it was taken. */
  readonly count?: number
  /** Whether it was taken, where nobody counted. */
  readonly taken?: boolean
}

/** Whether traces were laid over the graph. Then a transition of which nothing is said was not taken. */
export function isOverlaid({ transitions }: RuleGraph): boolean {
  return transitions.some(({ count, taken }) => count !== undefined || taken !== undefined)
}

export function isTaken({ count, taken = false }: GraphTransition): boolean {
  return count === undefined ? taken : count > 0
}
