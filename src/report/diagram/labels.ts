import { markOf } from "../marks.ts"
import { safeText } from "../preview.ts"
import { type GraphState, type GraphTransition, isTaken } from "./graph.ts"

/** Columns kept of a name, and of what stands beside an edge. */
const stateWidth = 40
const edgeWidth = 60

/** The lines of a state: its name, what the rule comes to there, and what it comes to if the trace ends there. */
export function stateLines({ name, partial, complete, exercised = true }: GraphState): readonly string[] {
  const now = markOf(partial, exercised, "error")
  const end = markOf(complete, exercised, "error")
  const outcome = `${now.sign} ${now.word}`
  return [safeText(name, stateWidth), outcome, ...(partial === complete ? [] : [`at the end: ${end.sign} ${end.word}`])]
}

/** What makes the move, that it offends, and whether it was taken where traces were laid over the graph. */
export function edgeLines(transition: GraphTransition, overlaid: boolean): readonly string[] {
  const { on, offends, count } = transition
  const times = count === undefined ? "taken" : `taken ${count}×`
  const text = `${offends ? "✗ " : ""}${safeText(on, edgeWidth)}`
  return overlaid ? [text, isTaken(transition) ? times : "not taken"] : [text]
}
