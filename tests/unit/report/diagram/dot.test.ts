import { instance, type Viz } from "@viz-js/viz"
import fc from "fast-check"
import { beforeAll, expect, test } from "vitest"
import { type RuleGraph, renderDot } from "../../../../src/report/diagram/index.ts"
import { expectGolden } from "../../../golden/compare.ts"
import { graphNamed, graphsOfEveryRule, hostileNames, overlaidGraphs } from "../../../golden/graphs.ts"

let viz: Viz
beforeAll(async () => {
  viz = await instance()
})

/** What Graphviz drew: how many nodes and edges of which class, and the elements it used. */
function drawn(dot: string): { readonly nodes: number; readonly edges: number; readonly tags: readonly string[] } {
  const { output = "", errors } = viz.render(dot, { format: "svg" })
  // It estimates the width of what is not ASCII, and says so once.
  expect(errors.filter(({ message }) => !message.includes("non-ASCII"))).toEqual([])
  const tags = [...new Set([...output.matchAll(/<([a-zA-Z]+)/g)].map(([, tag]) => tag ?? ""))].sort()
  const count = (kind: string): number => output.split(`class="${kind}"`).length - 1
  return { nodes: count("node"), edges: count("edge"), tags }
}

/** Of what points at the initial state Graphviz writes the edge alone. */
function expectWhole(graphs: readonly RuleGraph[]): void {
  const { nodes, edges, tags } = drawn(renderDot(graphs))
  expect(nodes).toBe(graphs.reduce((sum, { states }) => sum + states.length, 0))
  expect(edges).toBe(graphs.reduce((sum, { transitions }) => sum + transitions.length + 1, 0))
  expect(["ellipse", "g", "path", "polygon", "svg", "text", "title"]).toEqual(expect.arrayContaining([...tags]))
}

test("rules of every type are drawn whole, a cluster each", () => {
  expect(graphsOfEveryRule()).toHaveLength(11)
  expectWhole(graphsOfEveryRule())
})

test("a state in which the trace may end is a double circle, an offence differs in colour and in shape", () => {
  const dot = renderDot(graphsOfEveryRule().filter(({ rule }) => rule.startsWith("after")))
  expect(dot).toMatch(/shape = ellipse\] "r0_s1"/)
  expect(dot.match(/doublecircle/g)).toHaveLength(2)
  const offences = dot.split("\n").filter((line) => line.includes("✗ ") && line.includes("->"))
  expect(offences).toHaveLength(1)
  expect(offences[0]).toMatch(/color = "#b01e1e".*arrowhead = empty/)
})

test("traces laid over a graph: what they took is bold, the rest is dashed and says so", () => {
  const [edges] = [
    renderDot(overlaidGraphs())
      .split("\n")
      .filter((line) => / -> .*label/.test(line)),
  ]
  const taken = edges.filter((line) => line.includes("style = bold"))
  const missed = edges.filter((line) => line.includes("style = dashed"))
  expect(taken.length + missed.length).toBe(edges.length)
  expect(Math.min(taken.length, missed.length)).toBeGreaterThan(0)
  for (const line of missed) expect(line).toContain("not taken")
})

test.each(hostileNames)("%j is drawn as text", (name) => {
  expectWhole([graphNamed(name)])
})

test("any name is drawn as text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 30 }), (name) =>
      expectWhole([graphNamed(name), graphNamed("x")]),
    ),
    { numRuns: 60 },
  )
})

test("rule.dot is written as it was looked over", () => {
  expectGolden("rule.dot", renderDot(overlaidGraphs()))
})
