import fc from "fast-check"
import { expect, test } from "vitest"
import { renderMermaid } from "../../../../src/report/diagram/index.ts"
import { expectGolden } from "../../../golden/compare.ts"
import { graphNamed, graphsOfEveryRule, hostileNames, overlaidGraphs } from "../../../golden/graphs.ts"

/** Every line that a diagram may consist of; what browsers make of it is tested in tests/browser. */
const label = String.raw`(?:[\p{L}\p{M}\p{N} ]|#\d+;|<br\/>)*`
const lines = [
  /^stateDiagram-v2$/,
  new RegExp(`^  %% ${label}$`, "u"),
  /^ {2}direction LR$/,
  new RegExp(`^  state "${label}" as s\\d+$`, "u"),
  /^ {2}\[\*\] --> s\d+$/,
  new RegExp(`^  s\\d+ --> s\\d+: ${label}$`, "u"),
  /^ {2}classDef (?:accepts|rejects) [a-z0-9#:, -]+$/,
  /^ {2}class s\d+(?:,s\d+)* (?:accepts|rejects)$/,
  /^$/,
]

function expectLines(text: string): void {
  const wrong = text.split("\n").filter((line) => !lines.some((shape) => shape.test(line)))
  expect(wrong).toEqual([])
}

test("rules of every type come out as states and moves", () => {
  for (const graph of [...graphsOfEveryRule(), ...overlaidGraphs()]) {
    const text = renderMermaid(graph)
    expectLines(text)
    expect(text.match(/^ {2}state "/gm)).toHaveLength(graph.states.length)
    expect(text.match(/^ {2}s\d+ --> s\d+/gm) ?? []).toHaveLength(
      new Set(graph.transitions.map(({ from, to }) => `${from} ${to}`)).size,
    )
  }
})

test("no name becomes more than a label", () => {
  for (const name of hostileNames) expectLines(renderMermaid(graphNamed(name)))
  fc.assert(fc.property(fc.string({ unit: "binary" }), (name) => expectLines(renderMermaid(graphNamed(name)))))
})

test("an edge says that it offends, and whether it was taken", () => {
  const text = renderMermaid(graphNamed("x"))
  expect(text).toMatch(/s0 --> s1: x#44; taken 3#215;/)
  expect(text).toMatch(/s1 --> s2: #10007; x#44; not taken/)
})

test("rule.mmd is written as it was looked over", () => {
  const before = overlaidGraphs().find(({ rule }) => rule.startsWith("before"))
  expectGolden("rule.mmd", renderMermaid(before ?? graphNamed("none")))
})
