import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { textWidth } from "../../../src/report/index.ts"
import { assay, folder, jsonl } from "./command.ts"

const policy = `version: "1.1"
tools:
  allow: [Search, Create, Update]
  deny: [Delete]
sequences:
  - { type: before, first: Search, then: Create }
  - { type: max_calls, tool: Update, max: 2 }
`
const traces = [
  { tools: ["Search", "Create"] },
  { tools: ["Search", "Update"] },
  { tools: ["Search", "Create", "Update"] },
]
const at = await folder({
  "policy.yaml": policy,
  "other.yaml": policy.replace("max: 2", "max: 3"),
  "all.jsonl": jsonl(traces),
  "fewer.jsonl": jsonl(traces.map(({ tools }) => ({ tools: tools.filter((tool) => tool !== "Update") }))),
  "bad.jsonl": `${jsonl(traces)}{"tools": [\n`,
  "violating.jsonl": jsonl([{ tools: ["Create", "Delete"] }]),
  "empty.jsonl": "",
})
const all = ["coverage", "-p", at("policy.yaml"), at("all.jsonl")]

describe("assay coverage", () => {
  test.each<[string, string[], number]>([
    ["87.5 % passes 50", ["--min-coverage", "50"], 0],
    ["87.5 % passes itself", ["--min-coverage", "87.5"], 0],
    ["87.5 % fails 100", ["--min-coverage", "100"], 1],
    ["the denied tool is a gap that fails when asked", ["--min-coverage", "50", "--fail-on-high-risk"], 1],
    ["the same in long", ["--fail-on", "high-risk"], 1],
    ["all rules were exercised", ["--fail-on", "not-exercised,violation"], 0],
    ["the old spelling has no effect", ["--experimental"], 0],
    ["no percentage", ["--min-coverage", "most"], 2],
    ["more than all", ["--min-coverage", "101"], 2],
  ])("%s", async (_, words, code) => {
    const ran = await assay([...all, ...words])
    expect(ran.code).toBe(code)
    if (code < 2) expect(ran.stdout).toContain("Coverage: 87.5%")
    if (code < 2) expect(ran.stdout).toContain("high-risk gap     Delete")
  })

  test("keeps to 80 columns, and says what was not seen", async () => {
    const { stdout } = await assay([...all, "--verbose"])
    for (const line of stdout.split("\n")) expect(textWidth(line)).toBeLessThanOrEqual(80)
    expect(stdout).toMatch(/Unseen tools +Delete/)
    expect(stdout).toMatch(/before:Search->Create +2 +· +· +1 +2 of 3/)
  })

  test("violations fail a run only when that is asked for", async () => {
    const words = ["coverage", "-p", at("policy.yaml"), at("violating.jsonl")]
    expect((await assay(words)).code).toBe(0)
    expect((await assay([...words, "--fail-on", "violation"])).code).toBe(1)
  })

  test("prints JSON in the spelling of files", async () => {
    const { stdout } = await assay([...all, "--format", "json", "--min-coverage", "90"])
    expect(JSON.parse(stdout)).toMatchObject({
      schema_version: 1,
      overall_coverage_pct: 87.5,
      threshold: 90,
      meets_threshold: false,
      tool_coverage: { total_tools_in_policy: 4, tools_seen_in_traces: 3, coverage_pct: 75, unseen_tools: ["Delete"] },
      rule_coverage: { total_rules: 2, rules_triggered: 2, coverage_pct: 100, untriggered_rules: [] },
      high_risk_gaps: [{ tool: "Delete", severity: "high" }],
    })
  })

  test.each([
    ["markdown", /^# Coverage/],
    ["html", /^<!doctype html>/],
    ["github", /^::warning title=High-risk gap%3A Delete::/],
    ["badge", /"message":"87.5%"/],
    ["badge-svg", /^<svg /],
    ["dot", /^digraph rules \{/],
    ["mermaid", /^## `allow`\n\n```mermaid\nstateDiagram-v2/],
  ])("prints %s", async (format, beginning) => {
    const { code, stdout } = await assay([...all, "--format", format])
    expect(code).toBe(0)
    expect(stdout).toMatch(beginning)
  })

  test("what cannot be read is told, measured around, and exits 2", async () => {
    const { code, stdout, stderr } = await assay(["coverage", "-p", at("policy.yaml"), at("bad.jsonl")])
    expect(code).toBe(2)
    expect(stderr).toContain("invalid-json")
    expect(stdout).toContain("Coverage: 87.5%")
    const nothing = await assay(["coverage", "-p", at("policy.yaml"), at("empty.jsonl")])
    expect(nothing.code).toBe(2)
    expect(nothing.stderr).toContain("no-traces")
  })

  test("says what a later run lost", async () => {
    const baseline = at("baseline.yaml")
    const saved = await assay(["baseline", "save", "-p", at("policy.yaml"), at("all.jsonl"), "-o", baseline])
    expect(saved.code).toBe(0)
    const words = ["coverage", "-p", at("policy.yaml"), at("fewer.jsonl"), "--baseline", baseline]
    const { code, stdout } = await assay([...words, "--fail-on-regression"])
    expect(code).toBe(1)
    expect(stdout).toContain("Coverage: 50.0% (baseline: 87.5%, Δ -37.5%)\nNew uncovered: Update\n")
    expect((await assay(words)).code).toBe(0)
    expect((await assay([...words, "--fail-on", "regression"])).code).toBe(1)
    const missing = await assay([...words.slice(0, -1), at("none.yaml")])
    expect(missing.code).toBe(2)
    expect(missing.stderr).toMatch(/baseline-missing.*\n.*\n.*hint:.*assay baseline save/)
  })
})

describe("assay coverage merge", () => {
  const part = async (name: string, traces: string, from = "policy.yaml"): Promise<string> => {
    await assay(["coverage", "-p", at(from), at(traces), "--format", "json", "-o", at(name)])
    return at(name)
  }

  test("adds parts up to the whole", async () => {
    const parts = [await part("a.json", "fewer.jsonl"), await part("b.json", "all.jsonl")]
    const merged = await assay(["coverage", "merge", ...parts, "--format", "json", "--min-coverage", "80"])
    expect(merged.code).toBe(0)
    const words = ["coverage", "-p", at("policy.yaml"), at("fewer.jsonl"), at("all.jsonl"), "--min-coverage", "80"]
    expect(JSON.parse(merged.stdout)).toEqual(JSON.parse((await assay([...words, "--format", "json"])).stdout))
    expect((await assay(["coverage", "merge", ...parts, "--min-coverage", "90"])).code).toBe(1)
    expect((await assay(["coverage", "merge", ...parts, "--fail-on-high-risk"])).code).toBe(1)
  })

  test.each<[string, () => Promise<string[]>, string]>([
    ["nothing", async () => [], "usage"],
    ["a file that is not there", async () => [at("nowhere.json")], "file-unreadable"],
    ["a file of traces", async () => [at("all.jsonl")], "invalid-report"],
    [
      "the report of another policy",
      async () => [await part("a.json", "all.jsonl"), await part("o.json", "all.jsonl", "other.yaml")],
      "foreign-report",
    ],
  ])("refuses %s", async (_, files, code) => {
    const ran = await assay(["coverage", "merge", ...(await files())])
    expect(ran.code).toBe(2)
    expect(ran.stderr).toContain(`[${code}]`)
  })

  test("writes to a file", async () => {
    const report = await part("a.json", "all.jsonl")
    expect((await assay(["coverage", "merge", report, "--format", "html", "-o", at("c.html")])).code).toBe(0)
    expect(readFileSync(at("c.html"), "utf8")).toContain("87.5%")
  })
})
