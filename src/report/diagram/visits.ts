import type { Explanation, RuleChange } from "../../explain/index.ts"
import type { RuleGraph } from "./graph.ts"

/** The graphs with how often the explained traces took each transition. */
export function withVisits(graphs: readonly RuleGraph[], explanations: readonly Explanation[]): readonly RuleGraph[] {
  const visits = new Map(graphs.map(({ rule }): [string, Map<string, number>] => [rule, new Map()]))
  for (const { steps } of explanations) {
    for (const { changes } of steps) {
      for (const change of changes) {
        for (const leg of legsOf(change)) {
          const counts = visits.get(change.rule)
          counts?.set(leg, (counts.get(leg) ?? 0) + 1)
        }
      }
    }
  }
  return graphs.map((graph) => ({
    ...graph,
    transitions: graph.transitions.map((transition) => ({
      ...transition,
      count: visits.get(graph.rule)?.get(legKey(transition.from, transition.to, transition.offends)) ?? 0,
    })),
  }))
}

/** The moves that a change is made of. Of two, the one through the deadline is the one that offends. */
function legsOf({ from, through, to, offends, again, counter }: RuleChange): string[] {
  // Read, and left as it was: no transition.
  if (from === to && through === undefined && !offends && !again && counter === undefined) return []
  if (through === undefined) return [legKey(from, to, offends)]
  return [
    legKey(from, through, offends && through !== "waiting"),
    legKey(through, to, offends && through === "waiting"),
  ]
}

function legKey(from: string, to: string, offends: boolean): string {
  return `${offends ? "!" : ""}${from}\n${to}`
}
