import fc from "fast-check"
import { CORE_SCHEMA, load } from "js-yaml"
import { expect, test } from "vitest"
import { Baseline, baselineDiffToJSON } from "../../../src/baseline/index.ts"
import { diffLines } from "../../../src/report/baseline-lines.ts"
import { anyReport, name } from "./reports.ts"

const anyOrigin = fc
  .record({ created: name, commit: name, branch: name }, { requiredKeys: [] })
  .map((origin) => origin as { created?: string; commit?: string; branch?: string })

test("what is written is read back the same, through UTF-8, from YAML and from JSON", () => {
  fc.assert(
    fc.property(anyReport, anyOrigin, (report, origin) => {
      const baseline = Baseline.fromReport(report, origin)
      const bytes = new TextEncoder().encode(baseline.toYAML())
      const parsed = Baseline.parse(new TextDecoder().decode(bytes))
      expect(parsed.data).toEqual(baseline.data)
      expect(parsed.diagnostics).toEqual([])
      expect(parsed.toYAML()).toBe(baseline.toYAML())
      expect(Baseline.parse(JSON.stringify(baseline)).data).toEqual(baseline.data)
    }),
  )
})

test("another reader of YAML sees the same", () => {
  fc.assert(
    fc.property(anyReport, anyOrigin, (report, origin) => {
      const baseline = Baseline.fromReport(report, origin)
      expect(load(baseline.toYAML(), { schema: CORE_SCHEMA })).toEqual(baseline.toJSON())
    }),
  )
})

test("a saved baseline differs from its own report by nothing", () => {
  fc.assert(
    fc.property(anyReport, fc.double({ min: 0, max: 100, noNaN: true }), (report, regressionThreshold) => {
      const diff = Baseline.parse(Baseline.fromReport(report).toYAML()).diff(report, { regressionThreshold })
      expect(diff).toMatchObject({ delta: 0, direction: "unchanged", regressed: false, samePolicy: true })
      expect(Object.is(diff.delta, 0)).toBe(true)
      const lists = [diff.newlyCovered, diff.newlyUncovered, diff.newlyTriggered, diff.lostRules, diff.diagnostics]
      expect(lists).toEqual([[], [], [], [], []])
    }),
  )
})

test("the delta of two reports turns its sign with their order", () => {
  fc.assert(
    fc.property(anyReport, anyReport, (one, other) => {
      const forth = Baseline.fromReport(one).diff(other)
      const back = Baseline.fromReport(other).diff(one)
      expect(forth.delta! + back.delta!).toBe(0)
      const turned = { improved: "regressed", regressed: "improved", unchanged: "unchanged" }
      expect(turned[forth.direction!]).toBe(back.direction)
    }),
  )
})

test("the lists are sorted by code unit, share nothing, and lose only what the policy still has", () => {
  fc.assert(
    fc.property(anyReport, anyReport, (before, now) => {
      const diff = Baseline.fromReport(before).diff(now)
      for (const list of [diff.newlyCovered, diff.newlyUncovered, diff.newlyTriggered, diff.lostRules]) {
        for (let i = 1; i < list.length; i++) expect(list[i - 1]! < list[i]!).toBe(true)
      }
      expect(diff.newlyCovered.filter((tool) => diff.newlyUncovered.includes(tool))).toEqual([])
      expect(diff.newlyTriggered.filter((id) => diff.lostRules.includes(id))).toEqual([])
      for (const tool of diff.newlyUncovered) {
        expect(now.tools.find((each) => each.tool === tool)?.seen).toBe(false)
        expect(before.tools.find((each) => each.tool === tool)?.seen).toBe(true)
      }
      for (const id of diff.lostRules) expect(now.rules.find((each) => each.id === id)?.triggered).toBe(false)
      const lost = diff.newlyUncovered.length + diff.lostRules.length > 0
      expect(diff.regressed).toBe(lost || diff.delta! < -1)
    }),
  )
})

test("its lines hold one line each, whatever the names, and its JSON survives", () => {
  fc.assert(
    fc.property(anyReport, anyReport, (before, now) => {
      const diff = Baseline.fromReport(before).diff(now)
      for (const line of diffLines(diff)) expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
      expect(diffLines(diff)[0]).toMatch(/^Coverage: \d+\.\d% \(baseline: \d+\.\d%, Δ [+-]\d+\.\d%\)$/)
      expect(diffLines(diff)[0]).not.toContain("-0.0%")
      const json = baselineDiffToJSON(diff)
      expect(JSON.parse(JSON.stringify(json))).toEqual(json)
    }),
  )
})

test("no text makes the reader throw", () => {
  const line = fc.constantFrom(
    "version: 1",
    "version: [",
    "coverage: &a {overall_pct: 1}",
    "coverage: *a",
    "tools_seen: [a, [b], ~]",
    "rules_triggered:",
    "  - x",
    "\t- y",
    "schema_version: 1",
    "entries: [{test_id: coverage, metric: overall, score: .nan}]",
    "__proto__: {version: 1}",
    "---",
    "? [a]",
    "!!binary x",
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(line, name), { maxLength: 8 }), (lines) => {
      const { baseline, diagnostics } = Baseline.check(lines.join("\n"))
      const errors = diagnostics.filter(({ severity }) => severity === "error")
      expect(baseline === undefined).toBe(errors.length > 0)
      for (const each of diagnostics) expect(each.range).toBeDefined()
    }),
    { numRuns: 500 },
  )
})
