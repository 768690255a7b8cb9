import { describe, expect, test } from "vitest"
import { CoverageAnalyzer, coverageFromJSON, coverageToJSON, mergeCoverage, Policy } from "../../../src/index.ts"

const policyOf = (text: string): Policy => Policy.parse(`version: "1.1"\n${text}`)
const cover = (policy: Policy, traces: object[]) => new CoverageAnalyzer(policy).analyze(traces as string[][])

describe("high-risk gaps", () => {
  const policy = policyOf("tools: {deny: [Shell]}\nsequences: [{type: blocklist, pattern: Shell}]")

  test("of parts merge to those of the whole, in either order, where a tool and a blocklist read alike", () => {
    const parts = [cover(policy, [["RunShell"]]), cover(policy, [["x"]])]
    const whole = cover(policy, [["RunShell"], ["x"]])
    expect(mergeCoverage(parts).report?.highRiskGaps).toEqual(whole.highRiskGaps)
    expect(mergeCoverage(parts.toReversed()).report?.highRiskGaps).toEqual(whole.highRiskGaps)
  })

  test("have the blocklist's text `*`, which is no pattern", () => {
    expect(cover(policyOf("sequences: [{type: blocklist, pattern: '*'}]"), [["A"]]).highRiskGaps).toHaveLength(1)
  })
})

describe("diagnostics", () => {
  const policy = policyOf("sequences: [{type: require, tool: Search}]")

  test("of a trace that was read say which trace", () => {
    const { diagnostics } = cover(policy, [["x"], [{ tool: "A", arguments: {} }]])
    expect(diagnostics.map(({ path }) => path)).toEqual(["/1/0/arguments"])
  })

  test("of parts merge to those of the whole", () => {
    const part = cover(policy, [["search"]])
    const whole = cover(policy, [["search"], ["search"]])
    expect(mergeCoverage([part, part]).report?.diagnostics).toEqual(whole.diagnostics)
  })
})

describe("bounds", () => {
  const policy = policyOf("sequences: [{type: require, tool: Search}]")

  test("hold for unexpected tools of merged reports", () => {
    const part = (letter: string) => cover(policy, [Array.from({ length: 1000 }, (_, i) => `${letter}${i}`)])
    const merged = mergeCoverage([part("a"), part("b")]).report
    expect(merged?.toolCoverage.unexpectedTools.length).toBe(1000)
  })

  test("hold for unexpected tools of a megabyte each", () => {
    const suite = new CoverageAnalyzer(policy).start()
    for (let i = 0; i < 40; i++) suite.add([`${i}`.padEnd(1 << 20, "x")])
    expect(JSON.stringify(coverageToJSON(suite.report())).length).toBeLessThan(1 << 24)
  })

  test("are asked of a threshold wherever one is given", () => {
    const report = cover(policy, [["Search"]])
    expect(() => new CoverageAnalyzer(policy).start().report({ threshold: Number.NaN })).toThrow(TypeError)
    expect(() => mergeCoverage([report], { threshold: 101 })).toThrow(TypeError)
  })
})

describe("a forged report", () => {
  const policy = policyOf("sequences: [{type: require, tool: A}]")
  const json = () => JSON.parse(JSON.stringify(coverageToJSON(cover(policy, [["A"]]))))
  const warning = { code: "x", severity: "warning", message: "m" }

  test.each([
    ["a range that is none", { ...warning, range: 5 }],
    ["half a range", { ...warning, range: { start: null } }],
    ["a file that is none", { ...warning, file: {} }],
    ["a path that is none", { ...warning, path: 7 }],
  ])("with %s in a diagnostic is refused", (_, forged) => {
    expect(coverageFromJSON({ ...json(), diagnostics: [forged] }).report).toBeUndefined()
  })

  test("carries nothing on that a report has no field for", () => {
    const { report } = coverageFromJSON({ ...json(), policy: { ...json().policy, deep: [[[]]] } })
    expect(report?.policy).toEqual(json().policy)
  })

  test("cannot make a report that cannot be read back", () => {
    const { report } = coverageFromJSON({ ...json(), traces: Number.MAX_SAFE_INTEGER })
    const merged = report && mergeCoverage([report, report]).report
    expect(merged === undefined || coverageFromJSON(coverageToJSON(merged)).report !== undefined).toBe(true)
  })

  test("merges in any order, or not at all", () => {
    const honest = coverageFromJSON(json()).report!
    const forged = json()
    forged.rules[0].counted = false
    const other = coverageFromJSON(forged).report!
    const totals = [mergeCoverage([honest, other]), mergeCoverage([other, honest])].map(
      ({ report }) => report?.ruleCoverage.totalRules,
    )
    expect(totals[0]).toBe(totals[1])
  })
})
