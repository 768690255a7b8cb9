import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { schemaErrors } from "../../schemas/own.ts"
import { assay, folder, jsonl, policy, traces } from "./command.ts"

const at = await folder({
  "policy.yaml": policy,
  "all.jsonl": `${jsonl(traces)}{"tools": [3]}\n`,
  "good.jsonl": jsonl(traces.slice(0, 1)),
  "summary.md": "before\n",
})
const all = ["-p", at("policy.yaml"), at("all.jsonl")]
const json = async (...words: string[]): Promise<unknown> => JSON.parse((await assay(words)).stdout)

describe("assay check --format", () => {
  test.each([
    ["markdown", /^# Check: refunds\n/],
    ["html", /^<!doctype html>/],
    ["sarif", /^\{\n? *"\$schema"/],
    ["junit", /^<\?xml /],
    ["github", /^::error file=.*policy.yaml,line=4,.*::/],
  ])("%s tells of the same run, with the same exit code", async (format, beginning) => {
    const { code, stdout } = await assay(["check", ...all, "--format", format])
    expect(code).toBe(2)
    expect(stdout).toMatch(beginning)
    expect(stdout).toContain("verify-first")
    expect((await assay(["check", "-p", at("policy.yaml"), at("good.jsonl"), "--format", format])).code).toBe(0)
  })

  test("json and jsonl are as the schemas say, line for line the same", async () => {
    const document = (await json("check", ...all, "--format", "json")) as { traces: unknown[] }
    expect(schemaErrors("check.schema.json", document)).toEqual([])
    const { stdout } = await assay(["check", ...all, "--format", "jsonl"])
    const lines = stdout
      .trim()
      .split("\n")
      .map((line): unknown => JSON.parse(line))
    expect(lines).toEqual(document.traces)
    for (const line of lines) expect(schemaErrors("check-line.schema.json", line)).toEqual([])
  })

  test("github adds Markdown to the summary of the step", async () => {
    const env = { GITHUB_STEP_SUMMARY: at("summary.md") }
    await assay(["check", ...all, "--format", "github"], { env })
    await assay(["coverage", "-p", at("policy.yaml"), at("good.jsonl"), "--format", "github"], { env })
    expect(readFileSync(at("summary.md"), "utf8")).toMatch(/^before\n# Check: refunds\n[\s\S]*# Coverage: refunds\n/)
    const lost = await assay(["check", ...all, "--format", "github"], {
      env: { GITHUB_STEP_SUMMARY: at("no/where.md") },
    })
    expect(lost.code).toBe(2)
    expect(lost.stderr).toContain("! warning [file-unwritable]")
  })
})

describe("assay explain --format", () => {
  test.each([
    ["markdown", /^# Explanation: refunds\n/],
    ["html", /^<!doctype html>/],
    ["dot", /^digraph rules \{\n[\s\S]*taken 1×/],
    ["mermaid", /^## `verify-first`\n\n```mermaid\nstateDiagram-v2\n/],
  ])("%s", async (format, beginning) => {
    const { code, stdout } = await assay(["explain", ...all, "--format", format])
    expect(code).toBe(2)
    expect(stdout).toMatch(beginning)
  })

  test("mermaid draws one rule as a diagram of its own, laid over with what the traces took", async () => {
    const words = ["explain", "-p", at("policy.yaml"), at("all.jsonl"), "--all", "--rule", "verify-first"]
    const { stdout } = await assay([...words, "--format", "mermaid"])
    expect(stdout).toMatch(/^stateDiagram-v2\n/)
    expect(stdout).toContain("taken 2#215;")
  })

  test("json is as its schema says, with states and repairs", async () => {
    const document = (await json("explain", ...all, "--all", "--format", "json")) as { traces: { rules: object[] }[] }
    expect(schemaErrors("explain.schema.json", document)).toEqual([])
    expect(document.traces[1]?.rules[0]).toMatchObject({
      before: { state: "idle" },
      after: { state: "ready" },
      repairs: [[{ edit: "insert", call: 0, tool: "Verify" }], [{ edit: "delete", call: 0, tool: "Refund" }]],
    })
  })

  test("for people says what would have satisfied the rule", async () => {
    const { stdout } = await assay(["explain", ...all, "--trace-id", "bad"])
    expect(stdout).toContain("Would satisfy it: insert a call of `Verify` before call 0;")
  })
})

test("coverage and baselines in JSON are as their schemas say", async () => {
  expect(schemaErrors("coverage.schema.json", await json("coverage", ...all, "--format", "json"))).toEqual([])
  const good = ["-p", at("policy.yaml"), at("good.jsonl")]
  await assay(["baseline", "save", ...good, "-o", at("baseline.yaml")])
  const compared = [...all, "--baseline", at("baseline.yaml"), "--format", "json"]
  expect(schemaErrors("coverage.schema.json", await json("coverage", ...compared))).toEqual([])
  expect(schemaErrors("baseline-diff.schema.json", await json("baseline", "diff", ...compared))).toEqual([])
})
