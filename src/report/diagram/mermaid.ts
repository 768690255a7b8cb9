import { escapeText } from "../text.ts"
import { type GraphState, isOverlaid, type RuleGraph } from "./graph.ts"
import { edgeLines, stateLines } from "./labels.ts"

/**
 * A rule's automaton as a Mermaid state diagram. Mermaid cannot style the edges of one: that an edge offends, and
 * whether it was taken, is said on it.
 */
export function renderMermaid(graph: RuleGraph): string {
  const ids = new Map(graph.states.map(({ name }, index) => [name, `s${index}`]))
  const overlaid = isOverlaid(graph)
  const initial = ids.get(graph.initial)
  return `${[
    "stateDiagram-v2",
    `  %% ${escapeLabel(graph.rule)}`,
    "  direction LR",
    ...graph.states.map(
      (state) => `  state "${stateLines(state).map(escapeLabel).join("<br/>")}" as ${ids.get(state.name)}`,
    ),
    ...(initial === undefined ? [] : [`  [*] --> ${initial}`]),
    ...edges(graph, ids, overlaid),
    ...classes(graph.states, ids),
  ].join("\n")}\n`
}

/** One arrow from state to state, for of two loops at one state Mermaid draws one: what is on it stands below each other. */
function edges({ transitions }: RuleGraph, ids: ReadonlyMap<string, string>, overlaid: boolean): string[] {
  const labels = new Map<string, string[]>()
  for (const transition of transitions) {
    const [from, to] = [ids.get(transition.from), ids.get(transition.to)]
    if (from === undefined || to === undefined) continue
    const arrow = `${from} --> ${to}`
    labels.set(arrow, [...(labels.get(arrow) ?? []), edgeLines(transition, overlaid).join(", ")])
  }
  return [...labels].map(([arrow, lines]) => `  ${arrow}: ${lines.map(escapeLabel).join("<br/>")}`)
}

/** States that end in a violation are dashed red, those that end well have a firm border. */
const styles = {
  accepts: "stroke:#0f6a38,stroke-width:3px",
  rejects: "stroke:#b01e1e,stroke-width:2px,stroke-dasharray:5 3",
} as const

function classes(states: readonly GraphState[], ids: ReadonlyMap<string, string>): string[] {
  const groups = { accepts: [] as string[], rejects: [] as string[] }
  for (const { name, complete } of states)
    groups[complete === "violated" ? "rejects" : "accepts"].push(ids.get(name) ?? "")
  return (["accepts", "rejects"] as const).flatMap((group) =>
    groups[group].length === 0
      ? []
      : [`  classDef ${group} ${styles[group]}`, `  class ${groups[group].join(",")} ${group}`],
  )
}

/**
 * All but letters, digits and spaces as entity codes: nothing can end a label, and nothing can begin markup. Labels of
 * states are decoded and then read as Markdown, with formulas and icons; there a word joiner keeps apart what would mean
 * something together. For asterisks, and for underscores before a word, that is not enough: siblings stand in for them.
 * Last, a direction is seen in the middle of any line.
 */
function escapeLabel(text: string): string {
  return escapeText(text)
    .replaceAll("*", "\u2217")
    .replace(/(?<![\p{L}\p{N}_])_+/gu, (run) => "\uff3f".repeat(run.length))
    .replace(/(?<=\$)\$|(?<=~)~|(?<=:)fa-|(?<=\\)[^\p{L}\p{N}]/gu, "\u2060$&")
    .replace(/(?<=direction)\s/gi, "\u2060$&")
    .replace(/[^\p{L}\p{M}\p{N} ]/gu, (sign) => `#${sign.codePointAt(0)};`)
}
