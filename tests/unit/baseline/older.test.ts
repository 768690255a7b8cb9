import { expect, test } from "vitest"
import { Baseline } from "../../../src/baseline/index.ts"
import { diffLines } from "../../../src/report/baseline-lines.ts"
import { reportOf } from "./reports.ts"

const entry = (test_id: string, metric: string, score: number, meta?: unknown) => ({ test_id, metric, score, meta })

function older(entries: readonly unknown[], more: object = {}): string {
  return JSON.stringify({
    schema_version: 1,
    suite: "refunds",
    assay_version: "1.2.0",
    created_at: "2026-01-01T12:00:00+00:00",
    config_fingerprint: "md5:0",
    git_info: { commit: "abc123", branch: "main", dirty: false, author: null, timestamp: null },
    entries,
    ...more,
  })
}

const scores = older([entry("t1", "args_valid", 1), entry("t1", "sequence_valid", 0)])
const coverage = older([
  entry("coverage", "overall", 85.5),
  entry("coverage", "rule", 85.5),
  entry("coverage", "tool", 85.5),
])
const now = {
  ...reportOf([["A", false]], [{ id: "r", legacyId: "require_a", triggered: false }]),
  overallCoveragePct: 82.5,
}

test("one of test scores keeps where it comes from, and can lose nothing", () => {
  const baseline = Baseline.parse(scores)
  expect(baseline.data).toEqual({ version: 1, created: "2026-01-01T12:00:00+00:00", commit: "abc123", branch: "main" })
  expect(baseline.diagnostics).toEqual([])
  const diff = baseline.diff(now)
  expect(diff).toMatchObject({
    newlyCovered: [],
    newlyUncovered: [],
    newlyTriggered: [],
    lostRules: [],
    regressed: false,
  })
  expect(diff).not.toHaveProperty("delta")
  expect(diff).not.toHaveProperty("direction")
  expect(diff).not.toHaveProperty("baselinePct")
  expect(diff.diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
    ["baseline-without-coverage", "warning"],
  ])
  expect(diffLines(diff)).toEqual(["Coverage: 82.5% (baseline: none)"])
})

test("one of coverage gives its overall percentage, and says that it was counted otherwise", () => {
  const diff = Baseline.parse(coverage).diff(now)
  expect(diffLines(diff)).toEqual(["Coverage: 82.5% (baseline: 85.5%, Δ -3.0%)"])
  expect(diff).toMatchObject({ direction: "regressed", regressed: true, newlyUncovered: [], lostRules: [] })
  expect(diff.diagnostics.map(({ code, severity }) => [code, severity])).toEqual([["baseline-older", "warning"]])
})

test("what the policy gave nothing to measure is no coverage", () => {
  for (const meta of [{ status: "not_applicable" }, { not_applicable: true }]) {
    expect(Baseline.parse(older([entry("coverage", "overall", 0, meta)])).data.overallPct).toBeUndefined()
  }
})

test("can be written anew without claiming what it does not know", () => {
  for (const text of [scores, coverage]) {
    const baseline = Baseline.parse(text)
    expect(baseline.toJSON()).toMatchObject({ tools_seen: null, rules_triggered: null })
    expect(Baseline.parse(baseline.toYAML()).data).toEqual(baseline.data)
  }
})

test("git_info may be missing, and a detached commit has no branch", () => {
  expect(Baseline.parse(older([], { git_info: undefined })).data.commit).toBeUndefined()
  expect(Baseline.parse(older([], { git_info: { commit: "a", branch: null, dirty: true } })).data).toEqual({
    version: 1,
    created: "2026-01-01T12:00:00+00:00",
    commit: "a",
  })
})

test.each([
  ["another version", older([], { schema_version: 2 }), "baseline-version", "/schema_version"],
  ["no entries", older([], { entries: undefined }), "missing-key", ""],
  ["entries that are none", older([], { entries: {} }), "wrong-type", "/entries"],
  ["an entry that is none", older(["x"]), "wrong-type", "/entries/0"],
  ["a score that is none", older([entry("coverage", "overall", 101)]), "wrong-value", "/entries/0/score"],
  ["no score", older([{ test_id: "coverage", metric: "overall" }]), "missing-key", "/entries/0"],
])("refuses %s", (_what, text, code, path) => {
  const { baseline, diagnostics } = Baseline.check(text)
  expect(baseline).toBeUndefined()
  expect(diagnostics.map((each) => [each.code, each.path])).toEqual([[code, path]])
})
