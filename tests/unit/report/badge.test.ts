import { expect, test } from "vitest"
import { CoverageAnalyzer } from "../../../src/coverage/index.ts"
import { Policy } from "../../../src/index.ts"
import { renderBadge, renderBadgeSvg } from "../../../src/report/machine/badge.ts"
import { Tally } from "../../../src/report/tally.ts"
import { goldenRun } from "../../golden/run.ts"

const policy = Policy.parse('version: "1.1"\nsequences: [{ type: before, first: A, then: B }]\n')

function runBadge(...traces: string[][]): Record<string, unknown> {
  const tally = new Tally()
  for (const trace of traces) tally.add(policy.evaluate(trace))
  return JSON.parse(renderBadge(tally.counts())) as Record<string, unknown>
}

test.each([
  [[["A", "B"]], "ok", "brightgreen"],
  [[["B"], ["A", "B"]], "1 of 2 violated", "red"],
  [[["C"], []], "not exercised", "lightgrey"],
  [[], "no traces", "lightgrey"],
])("the badge of a run: %j", (traces, message, color) => {
  expect(runBadge(...traces)).toEqual({ schemaVersion: 1, label: "policy", message, color })
})

test("the badge of a suite: its coverage, red below the threshold", () => {
  const analyzer = new CoverageAnalyzer(policy)
  expect(JSON.parse(renderBadge(analyzer.analyze([["A", "B"]])))).toMatchObject({
    message: "100.0%",
    color: "brightgreen",
  })
  expect(JSON.parse(renderBadge(analyzer.analyze([["A"]])))).toMatchObject({ message: "25.0%", color: "orange" })
  const short = renderBadge(analyzer.analyze([["A"]], { threshold: 50 }))
  expect(JSON.parse(short)).toMatchObject({ message: "25.0%", color: "red" })
})

test("the picture is small, says what it shows and fetches nothing", () => {
  const svg = renderBadgeSvg(goldenRun().counts)
  expect(svg.length).toBeLessThan(1024)
  expect(svg).toContain('role="img" aria-label="policy: 3 of 8 violated"')
  expect(svg).toContain("<title>policy: 3 of 8 violated</title>")
  expect(svg).not.toMatch(/href|url\(|<script|<style|@import/)
  // Of two in one page the ids would clash.
  expect(svg).not.toMatch(/\bid=/)
})
