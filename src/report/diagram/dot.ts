import { safeText } from "../preview.ts"
import { escapeText, wrap } from "../text.ts"
import { type GraphState, type GraphTransition, isOverlaid, isTaken, type RuleGraph } from "./graph.ts"
import { edgeLines, stateLines } from "./labels.ts"

/** Columns of a line over a loop. */
const loopWidth = 24

/**
 * Rules' automata as one DOT digraph, a cluster each, drawn as the runtime verification of the Linux kernel draws
 * them: an invisible node points at the initial state, a double border is a state in which a trace may end.
 */
export function renderDot(graphs: RuleGraph | readonly RuleGraph[]): string {
  const all = "rule" in graphs ? [graphs] : graphs
  return `${[
    "digraph rules {",
    "  rankdir = LR",
    '  graph [fontname = "Helvetica"]',
    '  node [fontname = "Helvetica", fontsize = 11, margin = "0.05"]',
    '  edge [fontname = "Helvetica", fontsize = 10]',
    // What stands first is drawn lowest.
    ...all.map(cluster).reverse().flat(),
    "}",
  ].join("\n")}\n`
}

function cluster(graph: RuleGraph, number: number): string[] {
  const prefix = `r${number}`
  const ids = new Map(graph.states.map(({ name }, index) => [name, `${prefix}_s${index}`]))
  const initial = ids.get(graph.initial)
  return [
    `  subgraph cluster_${prefix} {`,
    `    label = ${quoted([safeText(graph.rule, 120)])}`,
    "    margin = 28",
    ...(initial === undefined
      ? []
      : [`    { node [shape = plaintext, style = invis, label = ""] "__init_${prefix}" }`]),
    ...graph.states.map((state) => node(state, ids.get(state.name) ?? "")),
    ...(initial === undefined ? [] : [`    "__init_${prefix}" -> "${initial}"`]),
    ...edges(graph, ids),
    "  }",
  ]
}

function node(state: GraphState, id: string): string {
  const borders = state.complete === "violated" ? 1 : 2
  return `    "${id}" [label = ${quoted(stateLines(state))}, peripheries = ${borders}]`
}

/** One arrow from state to state: the labels of several loops at one state would stand upon each other. */
function edges(graph: RuleGraph, ids: ReadonlyMap<string, string>): string[] {
  const overlaid = isOverlaid(graph)
  const arrows = new Map<string, GraphTransition[]>()
  for (const transition of graph.transitions) {
    const [from, to] = [ids.get(transition.from), ids.get(transition.to)]
    if (from === undefined || to === undefined) continue
    const arrow = `"${from}" -> "${to}"`
    arrows.set(arrow, [...(arrows.get(arrow) ?? []), transition])
  }
  return [...arrows].map(([arrow, transitions]) => {
    const isLoop = transitions.every(({ from, to }) => from === to)
    const lines = transitions.flatMap((transition) => linesOf(transition, overlaid, transitions.length > 1, isLoop))
    return `    ${arrow} [${[`label = ${quoted(lines)}`, ...looks(transitions, overlaid)].join(", ")}]`
  })
}

/** Where several transitions share an arrow, each is told in one line. Graphviz makes no room for what is over a loop. */
function linesOf(transition: GraphTransition, overlaid: boolean, shared: boolean, isLoop: boolean): readonly string[] {
  const lines = edgeLines(transition, overlaid)
  const joined = shared ? [lines.join(", ")] : lines
  return isLoop ? joined.flatMap((line) => wrap(line, loopWidth)) : joined
}

/**
 * Offences are red with an empty arrow head; an arrow of offences and others is drawn in both colours. Of an overlaid
 * graph what was taken is bold, and the rest dashed.
 */
function looks(transitions: readonly GraphTransition[], overlaid: boolean): string[] {
  const offences = transitions.filter(({ offends }) => offends).length
  const whole = offences === transitions.length
  const offence = whole
    ? ['color = "#b01e1e"', 'fontcolor = "#b01e1e"', "arrowhead = empty"]
    : ['color = "black:#b01e1e"']
  const colours = offences === 0 ? [] : offence
  if (overlaid) return [...colours, transitions.some(isTaken) ? "style = bold" : "style = dashed"]
  return offences > 0 ? [...colours, "style = bold"] : []
}

/** Graphviz reads entities and escapes inside quotes. */
function quoted(lines: readonly string[]): string {
  const escaped = lines.map((line) =>
    escapeText(line).replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("&", "&amp;"),
  )
  return `"${escaped.join("\\n")}"`
}
