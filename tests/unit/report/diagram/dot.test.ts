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

/** What leads from the same state to the same shares an arrow. */
function arrowsOf({ transitions }: RuleGraph): number {
  return new Set(transitions.map(({ from, to }) => JSON.stringify([from, to]))).size
}

/** Of what points at the initial state Graphviz writes the edge alone. */
function expectWhole(graphs: readonly RuleGraph[]): void {
  const { nodes, edges, tags } = drawn(renderDot(graphs))
  expect(nodes).toBe(graphs.reduce((sum, { states }) => sum + states.length, 0))
  expect(edges).toBe(graphs.reduce((sum, graph) => sum + arrowsOf(graph) + 1, 0))
  expect(["ellipse", "g", "path", "polygon", "svg", "text", "title"]).toEqual(expect.arrayContaining([...tags]))
}

test("rules of every type are drawn whole, a cluster each", () => {
  expect(graphsOfEveryRule()).toHaveLength(11)
  expectWhole(graphsOfEveryRule())
})

test("rules stand below each other in their order", () => {
  const { output = "" } = viz.render(renderDot(graphsOfEveryRule()), { format: "json" })
  const { objects } = JSON.parse(output) as { objects: readonly { readonly name: string; readonly bb?: string }[] }
  const heights = graphsOfEveryRule().map((_, index) => {
    const box = objects.find(({ name }) => name === `cluster_r${index}`)?.bb ?? ""
    return Number(box.split(",")[3])
  })
  expect(heights).toEqual([...heights].sort((a, b) => b - a))
  expect(new Set(heights).size).toBe(heights.length)
})

test("a state in which the trace may end has a double border, an offence differs in colour and in shape", () => {
  const dot = renderDot(graphsOfEveryRule().filter(({ rule }) => rule.startsWith("eventually")))
  expect(dot.match(/peripheries = 2/g)).toHaveLength(1)
  expect(dot.match(/peripheries = 1/g)).toHaveLength(2)
  const offences = dot.split("\n").filter((line) => line.includes("✗ ") && line.includes("->"))
  expect(offences).toHaveLength(1)
  expect(offences[0]).toMatch(/color = "#b01e1e".*arrowhead = empty/)
})

test("an arrow that is an offence for one call and none for another is drawn in both colours", () => {
  const dot = renderDot(graphsOfEveryRule().filter(({ rule }) => rule.startsWith("max_calls")))
  expect(dot).toMatch(/"r0_s1" -> "r0_s1" \[label = "A\\n✗ one call too many", color = "black:#b01e1e"/)
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
