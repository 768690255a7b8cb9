import { safeText } from "../preview.ts"
import { escapeText } from "../text.ts"
import { type GraphState, type GraphTransition, isOverlaid, isTaken, type RuleGraph } from "./graph.ts"
import { edgeLines, stateLines } from "./labels.ts"

/**
 * Rules' automata as one DOT digraph, a cluster each, drawn as the runtime verification of the Linux kernel draws
 * them: an invisible node points at the initial state, a double circle is a state in which a trace may end.
 */
export function renderDot(graphs: RuleGraph | readonly RuleGraph[]): string {
  const all = "rule" in graphs ? [graphs] : graphs
  return `${[
    "digraph rules {",
    "  rankdir = LR",
    '  graph [fontname = "Helvetica"]',
    '  node [fontname = "Helvetica", fontsize = 11, margin = "0.05"]',
    '  edge [fontname = "Helvetica", fontsize = 10]',
    ...all.flatMap(cluster),
    "}",
  ].join("\n")}\n`
}

function cluster(graph: RuleGraph, number: number): string[] {
  const prefix = `r${number}`
  const ids = new Map(graph.states.map(({ name }, index) => [name, `${prefix}_s${index}`]))
  const overlaid = isOverlaid(graph)
  const initial = ids.get(graph.initial)
  return [
    `  subgraph cluster_${prefix} {`,
    `    label = ${quoted([safeText(graph.rule, 120)])}`,
    ...(initial === undefined
      ? []
      : [`    { node [shape = plaintext, style = invis, label = ""] "__init_${prefix}" }`]),
    ...graph.states.map((state) => node(state, ids.get(state.name) ?? "")),
    ...(initial === undefined ? [] : [`    "__init_${prefix}" -> "${initial}"`]),
    ...graph.transitions.flatMap((transition) => edge(transition, ids, overlaid)),
    "  }",
  ]
}

function node(state: GraphState, id: string): string {
  const shape = state.complete === "violated" ? "ellipse" : "doublecircle"
  return `    { node [shape = ${shape}] "${id}" [label = ${quoted(stateLines(state))}] }`
}

function edge(transition: GraphTransition, ids: ReadonlyMap<string, string>, overlaid: boolean): string[] {
  const [from, to] = [ids.get(transition.from), ids.get(transition.to)]
  if (from === undefined || to === undefined) return []
  const attributes = [`label = ${quoted(edgeLines(transition, overlaid))}`, ...looks(transition, overlaid)]
  return [`    "${from}" -> "${to}" [${attributes.join(", ")}]`]
}

/** Offences are red with an empty arrow head; of an overlaid graph what was taken is bold, and the rest dashed. */
function looks(transition: GraphTransition, overlaid: boolean): string[] {
  const { offends } = transition
  const offence = offends ? ['color = "#b01e1e"', 'fontcolor = "#b01e1e"', "arrowhead = empty"] : []
  if (overlaid) return [...offence, isTaken(transition) ? "style = bold" : "style = dashed"]
  return offends ? [...offence, "style = bold"] : []
}

/** Graphviz reads entities and escapes inside quotes. */
function quoted(lines: readonly string[]): string {
  const escaped = lines.map((line) =>
    escapeText(line).replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("&", "&amp;"),
  )
  return `"${escaped.join("\\n")}"`
}
