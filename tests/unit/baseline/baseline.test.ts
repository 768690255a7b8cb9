import { describe, expect, test } from "vitest"
import { Baseline, BaselineError, type BaselineOrigin } from "../../../src/baseline/index.ts"
import { diffLines } from "../../../src/report/baseline-lines.ts"
import { reportOf } from "./reports.ts"

const before = reportOf(
  [
    ["Search", true],
    ["Verify", true],
    ["Refund", true],
    ["Delete", false],
  ],
  [
    { id: "verify-first", legacyId: "before_verify_then_refund", triggered: true },
    { id: "one-refund", legacyId: "max_calls_refund_1", triggered: true },
    { id: "deny", counted: false, triggered: false },
  ],
)
const origin: BaselineOrigin = { created: "2026-11-21T04:15:00Z", commit: "0123456", branch: "main" }

test("the file has the keys of the semantics, in their order", () => {
  expect(Baseline.fromReport(before, origin).toYAML()).toBe(`version: 1
created: '2026-11-21T04:15:00Z'
commit: '0123456'
branch: main
policy_name: refunds
policy_version: '1.1'
policy_digest: 0123456789abcdef0123456789abcdef
coverage:
  overall_pct: 87.5
  tool_coverage:
    total: 4
    seen: 3
    pct: 75
  rule_coverage:
    total: 2
    triggered: 2
    pct: 100
tools_seen:
  - Refund
  - Search
  - Verify
rules_triggered:
  - one-refund
  - verify-first
`)
})

test("what is not known of the origin and the policy has no key", () => {
  const report = reportOf([], [], { digest: "f".repeat(32) })
  expect(Object.keys(Baseline.fromReport(report, {}).toJSON())).toEqual([
    "version",
    "policy_digest",
    "coverage",
    "tools_seen",
    "rules_triggered",
  ])
})

test("percentages keep four decimals", () => {
  const third = reportOf(
    [
      ["A", true],
      ["B", false],
      ["C", false],
    ],
    [],
  )
  const { overallPct, toolCoverage } = Baseline.fromReport(third).data
  expect([overallPct, toolCoverage?.pct]).toEqual([66.6667, 33.3333])
})

describe("diff", () => {
  const now = reportOf(
    [
      ["Search", false],
      ["Verify", true],
      ["Delete", true],
      ["Close", true],
    ],
    [
      { id: "verify-first", legacyId: "before_verify_then_refund", triggered: false },
      { id: "closed", triggered: true },
    ],
  )
  const diff = Baseline.fromReport(before).diff(now)

  test("names what came and what went, of what is still in the policy", () => {
    expect(diff).toEqual({
      overallPct: 62.5,
      baselinePct: 87.5,
      delta: -25,
      direction: "regressed",
      newlyCovered: ["Close", "Delete"],
      newlyUncovered: ["Search"],
      newlyTriggered: ["closed"],
      lostRules: ["verify-first"],
      regressed: true,
      threshold: 1,
      samePolicy: true,
      diagnostics: [],
    })
  })

  test("has the lines that people know", () => {
    expect(diffLines(diff)).toEqual([
      "Coverage: 62.5% (baseline: 87.5%, Δ -25.0%)",
      "New uncovered: Search",
      "Newly covered: Close, Delete",
      "Lost rules: verify-first",
      "Newly triggered: closed",
    ])
    expect(diffLines(Baseline.fromReport(before).diff(before))).toEqual(["Coverage: 87.5% (baseline: 87.5%, Δ +0.0%)"])
  })

  test.each([
    [82.5, 85.5, "Δ -3.0%", "regressed", true],
    [85.5, 82.5, "Δ +3.0%", "improved", false],
    [84.5, 85.5, "Δ -1.0%", "regressed", false],
    [84.4999, 85.5, "Δ -1.0%", "regressed", true],
    [85, 85.5, "Δ -0.5%", "unchanged", false],
    [86, 85.5, "Δ +0.5%", "unchanged", false],
    [84.9999, 85.5, "Δ -0.5%", "regressed", false],
    [85.46, 85.5, "Δ +0.0%", "unchanged", false],
    [0.1 + 0.2, 0.3, "Δ +0.0%", "unchanged", false],
  ] as const)("of %d against %d", (overall, baselinePct, delta, direction, regressed) => {
    const text = Baseline.fromReport({ ...before, overallCoveragePct: baselinePct }).toYAML()
    const result = Baseline.parse(text).diff({ ...before, overallCoveragePct: overall })
    expect(diffLines(result)[0]).toContain(`% (baseline: ${baselinePct.toFixed(1)}%, ${delta})`)
    expect([result.direction, result.regressed]).toEqual([direction, regressed])
  })

  test("a threshold lets a drop pass, never a lost tool", () => {
    const dropped = { ...before, overallCoveragePct: 80 }
    expect(Baseline.fromReport(before).diff(dropped, { regressionThreshold: 7.5 }).regressed).toBe(false)
    expect(Baseline.fromReport(before).diff(dropped, { regressionThreshold: 7.4 }).regressed).toBe(true)
    expect(Baseline.fromReport(before).diff(now, { regressionThreshold: 100 }).regressed).toBe(true)
  })

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("refuses the threshold %d", (regressionThreshold) => {
    expect(() => Baseline.fromReport(before).diff(before, { regressionThreshold })).toThrow(TypeError)
  })

  test("what left the policy is not lost", () => {
    const smaller = reportOf([["Verify", true]], [{ id: "one-refund", triggered: true }])
    expect(Baseline.fromReport(before).diff(smaller)).toMatchObject({
      newlyUncovered: [],
      lostRules: [],
      regressed: false,
    })
  })

  test("says whether the policy is another", () => {
    const other = { ...before, policy: { digest: "f".repeat(32) } }
    expect(Baseline.fromReport(before).diff(other).samePolicy).toBe(false)
  })
})

describe("a baseline with Assay's own ids", () => {
  const baseline = Baseline.parse(`version: 1
coverage: {overall_pct: 87.5}
tools_seen: []
rules_triggered: [before_f_then_t, verify-first]
`)

  test("means the rules that have them", () => {
    const rule = { id: "search-first", legacyId: "before_f_then_t" }
    expect(baseline.diff(reportOf([], [{ ...rule, triggered: false }])).lostRules).toEqual(["search-first"])
    const found = baseline.diff(reportOf([], [{ ...rule, triggered: true }]))
    expect([found.lostRules, found.newlyTriggered]).toEqual([[], []])
  })

  test("prefers the rule whose id it is", () => {
    const rules = [
      { id: "before_f_then_t", triggered: true },
      { id: "other", legacyId: "before_f_then_t", triggered: false },
    ]
    expect(baseline.diff(reportOf([], rules)).lostRules).toEqual([])
  })

  test("loses rules that share one only when none of them is triggered", () => {
    const shared = (one: boolean, other: boolean) =>
      reportOf(
        [],
        [
          { id: "b", legacyId: "before_f_then_t", triggered: one },
          { id: "a", legacyId: "before_f_then_t", triggered: other },
        ],
      )
    expect(baseline.diff(shared(true, false)).lostRules).toEqual([])
    expect(baseline.diff(shared(false, false)).lostRules).toEqual(["a", "b"])
  })
})

describe("reading", () => {
  const text = Baseline.fromReport(before, origin).toYAML()
  const codes = (changed: string): string[] => Baseline.check(changed).diagnostics.map(({ code }) => code)

  test("names written without quotes are texts", () => {
    const data = Baseline.parse(
      "version: 1\ncommit: 0123456\npolicy_version: 1.1\ncoverage: null\ntools_seen: [1, true, b, b, a]\nrules_triggered: []",
    ).data
    expect(data).toEqual({
      version: 1,
      commit: "0123456",
      policyVersion: "1.1",
      toolsSeen: ["1", "a", "b", "true"],
      rulesTriggered: [],
    })
  })

  test.each([
    ["nothing", "", "empty-document", ""],
    ["a text", "hello", "wrong-type", ""],
    ["a list", "[1]", "wrong-type", ""],
    ["no YAML", "version: [1", "yaml-syntax", ""],
    ["two documents", `${text}---\n${text}`, "several-documents", ""],
    ["no version", text.replace("version: 1\n", ""), "missing-key", ""],
    ["a version of a policy", text.replace("version: 1\n", "version: '1.1'\n"), "wrong-type", "/version"],
    ["a newer version", text.replace("version: 1\n", "version: 2\n"), "baseline-version", "/version"],
    ["version 0", text.replace("version: 1\n", "version: 0\n"), "wrong-value", "/version"],
    ["no tools", text.replace("tools_seen:", "tools_found:"), "missing-key", ""],
    [
      "tools that are no list",
      text.replace(/tools_seen:\n( {2}- \w+\n)+/, "tools_seen: Refund\n"),
      "wrong-type",
      "/tools_seen",
    ],
    ["a tool that is none", text.replace("  - Refund", "  - [Refund]"), "wrong-type", "/tools_seen/0"],
    ["a null tool", text.replace("  - Refund", "  -"), "wrong-type", "/tools_seen/0"],
    ["coverage beyond", text.replace("87.5", "101"), "wrong-value", "/coverage/overall_pct"],
    ["coverage that is none", text.replace("87.5", ".nan"), "wrong-value", "/coverage/overall_pct"],
    ["coverage in quotes", text.replace("87.5", "'87.5'"), "wrong-type", "/coverage/overall_pct"],
    ["coverage of -1", text.replace("87.5", "-1"), "wrong-value", "/coverage/overall_pct"],
    ["no overall coverage", text.replace("overall_pct", "overall"), "missing-key", "/coverage"],
    ["a total of halves", text.replace("total: 4", "total: 4.5"), "wrong-value", "/coverage/tool_coverage/total"],
    ["a key twice", `${text}branch: b\n`, "duplicate-key", "/branch"],
    ["a value in itself", text.replace("tools_seen:\n", "tools_seen: &a\n  - *a\n"), "cyclic-anchor", "/tools_seen/0"],
    ["a map for a text", text.replace("branch: main", "branch: {a: 1}"), "wrong-type", "/branch"],
    ["a coverage report", '{"schema_version": 1, "overall_coverage_pct": 87.5}', "missing-key", ""],
  ])("refuses %s", (_what, changed, code, path) => {
    const { baseline, diagnostics } = Baseline.check(changed, { filename: "b.yaml" })
    expect(baseline).toBeUndefined()
    const error = diagnostics.find(({ severity }) => severity === "error")
    expect([error?.code, error?.path, error?.file]).toEqual([code, path, "b.yaml"])
    expect(error?.range).toBeDefined()
  })

  test("warns of keys it does not know, and reads on", () => {
    const { baseline, diagnostics } = Baseline.check(`${text}runs: 3\n__proto__: {version: 9}\n`)
    expect(baseline?.data).toEqual(Baseline.parse(text).data)
    expect(diagnostics.map(({ code, severity, path }) => [code, severity, path])).toEqual([
      ["unknown-key", "warning", "/runs"],
      ["unknown-key", "warning", "/__proto__"],
    ])
    expect(baseline?.diagnostics).toEqual(diagnostics)
    expect(codes(`${text}polcy_name: x\n`)).toEqual(["unknown-key"])
  })

  test("parse throws what check reports", () => {
    try {
      Baseline.parse("version: 2", { filename: "b.yaml" })
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(BaselineError)
      expect((error as BaselineError).diagnostics).toEqual(
        Baseline.check("version: 2", { filename: "b.yaml" }).diagnostics,
      )
      expect((error as BaselineError).message).toMatch(/^b\.yaml:1:10: .*\[baseline-version\]$/)
    }
    expect(() => Baseline.check(7 as unknown as string)).toThrow(TypeError)
  })
})

describe("hostile texts", () => {
  test("anchors that promise the world cost nothing", () => {
    const levels = Array.from({ length: 60 }, (_, i) => `k${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]`)
    const { diagnostics } = Baseline.check(`k0: &a0 [x]\n${levels.join("\n")}\nversion: 1\ntools_seen: *a60\n`)
    expect(diagnostics.map(({ code }) => code)).toContain("wrong-type")
    expect(diagnostics.length).toBeLessThan(200)
  })

  test.each([
    ["too long", `#${"x".repeat((16 << 20) + 1)}`],
    ["too many values", `[${"a,".repeat((1 << 21) + 1)}]`],
    ["too deep", "[".repeat(200)],
  ])("%s", (_what, text) => {
    const { baseline, diagnostics } = Baseline.check(text)
    expect([baseline, diagnostics.map(({ code }) => code)]).toEqual([undefined, ["too-large"]])
  })

  test("a hundred thousand tools are read", () => {
    const tools = Array.from({ length: 100_000 }, (_, i) => [`tool-${i}`, true] as const)
    const baseline = Baseline.fromReport(reportOf(tools, []))
    expect(Baseline.parse(baseline.toYAML()).data).toEqual(baseline.data)
  })
})
