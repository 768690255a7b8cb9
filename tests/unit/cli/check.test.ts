import { existsSync, readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { textWidth } from "../../../src/report/text.ts"
import { assay, folder, jsonl, policy, traces } from "./command.ts"

const at = await folder({
  "policy.yaml": policy,
  "all.jsonl": jsonl(traces),
  "ok/good.jsonl": jsonl(traces.slice(0, 1)),
  "ok/idle.json": JSON.stringify(traces[3]),
  "warned.jsonl": jsonl(traces.slice(2, 3)),
})

function check(...words: string[]): ReturnType<typeof assay> {
  return assay(["check", "--policy", at("policy.yaml"), ...words])
}

describe("JSON", () => {
  test("is one document: every trace with its verdict and its place, and a summary that adds up", async () => {
    const { code, stdout, stderr } = await check("--traces", at("all.jsonl"), "--format", "json")
    expect(code).toBe(1)
    expect(stderr).toBe("")
    const { summary, traces: verdicts } = JSON.parse(stdout)
    expect(verdicts.map((verdict: { id: string; ok: boolean }) => [verdict.id, verdict.ok])).toEqual([
      ["good", true],
      ["bad", false],
      ["warned", true],
      ["idle", true],
    ])
    expect(verdicts[1]).toMatchObject({
      source: { file: at("all.jsonl"), line: 2 },
      extent: "complete",
      calls: 2,
      violations: [{ rule: "verify-first", type: "before", call: 0, calls: [0], severity: "error" }],
      rules: [{ id: "verify-first", legacy_id: "before_verify_then_refund", outcome: "violated" }, { outcome: "held" }],
    })
    expect(summary).toMatchObject({
      policy: { name: "refunds", digest: expect.stringMatching(/\S/) },
      traces: 4,
      calls: 8,
      ok: 3,
      violated: 1,
      unreadable: 0,
      violations: 1,
      warnings: 1,
      undetermined: 0,
    })
    expect(summary.rules).toEqual([
      {
        id: "verify-first",
        type: "before",
        severity: "error",
        held: 2,
        held_vacuously: 0,
        violated: 1,
        pending: 0,
        not_exercised: 1,
        undetermined: 0,
      },
      {
        id: "one-refund",
        type: "max_calls",
        severity: "warning",
        held: 3,
        held_vacuously: 1,
        violated: 1,
        pending: 0,
        not_exercised: 0,
        undetermined: 0,
      },
    ])
  })

  test("is the same, byte for byte, whatever the terminal, the colours and the time", async () => {
    const words = ["--traces", at("all.jsonl"), "--format", "json"]
    const first = await check(...words)
    const second = await assay(["check", "-p", at("policy.yaml"), ...words], {
      terminal: true,
      env: { FORCE_COLOR: "1", LANG: "tr_TR.UTF-8" },
    })
    expect(second.stdout).toBe(first.stdout)
  })
})

describe("exit codes", () => {
  test.each([
    ["ok", ["ok/good.jsonl"], [], 0],
    ["a violation", ["all.jsonl"], [], 1],
    ["a warning is no failure unless named", ["warned.jsonl"], [], 0],
    ["a warning that is named", ["warned.jsonl"], ["--fail-on", "warning"], 1],
    ["a rule that no trace exercised", ["ok/idle.json"], ["--fail-on", "not-exercised"], 1],
    ["a rule that some trace exercised", ["ok"], ["--fail-on", "not-exercised"], 0],
    ["nothing undetermined", ["ok"], ["--fail-on", "undetermined"], 0],
    ["naming more keeps violations failing", ["all.jsonl"], ["--fail-on", "undetermined,not-exercised"], 1],
    ["several --fail-on", ["warned.jsonl"], ["--fail-on", "undetermined", "--fail-on", "warning"], 1],
  ])("%s", async (_what, files, words, expected) => {
    const { code } = await check(...files.map(at), ...words)
    expect(code).toBe(expected)
  })
})

describe("input", () => {
  test("a folder, in the order of its names", async () => {
    const { code, stdout } = await check(at("ok"), "--format", "json")
    expect(code).toBe(0)
    expect(JSON.parse(stdout).traces.map((trace: { id: string }) => trace.id)).toEqual(["good", "idle"])
  })

  test("standard input", async () => {
    const { code, stdout } = await assay(["check", "-p", at("policy.yaml"), "-", "-f", "json"], {
      stdin: jsonl(traces),
    })
    expect(code).toBe(1)
    expect(JSON.parse(stdout).summary.traces).toBe(4)
  })

  test("a policy from standard input", async () => {
    const { code } = await assay(["check", "-p", "-", at("ok/good.jsonl")], { stdin: policy })
    expect(code).toBe(0)
  })

  test("--extent partial leaves obligations open", async () => {
    const require = await folder({ "policy.yaml": 'version: "1.1"\nsequences: [{type: require, tool: Refund}]\n' })
    const words = ["check", "-p", require("policy.yaml"), at("ok/idle.json"), "-f", "json"]
    expect((await assay(words)).code).toBe(1)
    const partial = await assay([...words, "--extent", "partial"])
    expect(partial.code).toBe(0)
    expect(JSON.parse(partial.stdout).summary.rules[0].pending).toBe(1)
  })
})

describe("the report for people", () => {
  test("fits 80 columns, names what was violated, where, and by which call", async () => {
    const { code, stdout } = await check(at("all.jsonl"))
    expect(code).toBe(1)
    for (const line of stdout.split("\n")) {
      if (!line.includes(at(""))) expect(textWidth(line)).toBeLessThanOrEqual(80)
    }
    expect(stdout).toMatch(/✗ violated {2}bad/)
    expect(stdout).toMatch(/✗ verify-first/)
    expect(stdout).toMatch(/> call 0 {2}Refund/)
    expect(stdout).toContain(`${at("policy.yaml")}:4:5`)
    expect(stdout).toMatch(/\^{3,}/)
    expect(stdout).toMatch(/1 of 4 traces violated/)
  })

  test("does not list passing traces unless asked", async () => {
    expect((await check(at("all.jsonl"))).stdout).not.toMatch(/ good /)
    expect((await check(at("all.jsonl"), "--verbose")).stdout).toMatch(/✓ ok {2}good/)
  })

  test("does not call a run tested in which nothing was", async () => {
    const { stdout } = await check(at("ok/idle.json"))
    expect(stdout).toMatch(/1 trace exercised no rule/)
  })

  test("says what it left out", async () => {
    const many = await folder({
      "many.jsonl": jsonl(Array.from({ length: 30 }, (_, index) => ({ ...traces[1], id: `t${index}` }))),
    })
    const { stdout } = await check(many("many.jsonl"))
    expect(stdout.match(/✗ violated/g)?.length).toBe(10)
    expect(stdout).toContain("… and 20 violated traces")
    expect((await check(many("many.jsonl"), "-v")).stdout.match(/✗ violated/g)?.length).toBe(30)
  })

  test("shows nothing raw that a trace or a policy brought along", async () => {
    const evil = "\x1b]0;owned\x07\u202e\u200b\n"
    const hostile = await folder({
      "policy.json": JSON.stringify({ version: "1.1", name: evil, tools: { deny: [`Bad${evil}`] } }),
      "trace.json": JSON.stringify({ id: evil, calls: [{ tool: `Bad${evil}`, args: { [evil]: evil } }] }),
    })
    for (const command of ["check", "explain"]) {
      const { code, stdout } = await assay([command, "-p", hostile("policy.json"), hostile("trace.json")])
      expect(code).toBe(1)
      expect(stdout.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u)
      expect(stdout).toContain("\\u001b")
    }
  })
})

describe("colour", () => {
  test.each([
    ["none where nobody looks", false, {}, [], false],
    ["on a terminal", true, {}, [], true],
    ["not on a dumb terminal", true, { TERM: "dumb" }, [], false],
    ["NO_COLOR", true, { NO_COLOR: "1" }, [], false],
    ["FORCE_COLOR", false, { FORCE_COLOR: "1" }, [], true],
    ["FORCE_COLOR=false", true, { FORCE_COLOR: "false" }, [], false],
    ["NO_COLOR wins over FORCE_COLOR", true, { NO_COLOR: "1", FORCE_COLOR: "1" }, [], false],
    ["FORCE_COLOR=0", true, { FORCE_COLOR: "0" }, [], false],
    ["--no-color wins", true, { FORCE_COLOR: "1" }, ["--no-color"], false],
    ["--color wins", false, { NO_COLOR: "1" }, ["--color"], true],
  ])("%s", async (_what, terminal, env, words, coloured) => {
    const { stdout } = await assay(["check", "-p", at("policy.yaml"), at("all.jsonl"), ...words], { terminal, env })
    expect(stdout.includes("\x1b[")).toBe(coloured)
  })
})

describe("--output", () => {
  test("writes the report to the file and nothing to standard output", async () => {
    const { code, stdout } = await check(at("all.jsonl"), "--format", "json", "--output", at("report.json"))
    expect(code).toBe(1)
    expect(stdout).toBe("")
    expect(JSON.parse(readFileSync(at("report.json"), "utf8")).summary.traces).toBe(4)
  })

  test.each([
    ["no folder", "no/such/folder/report.json", "there is no folder"],
    ["a folder", "ok", "is a folder"],
    ["a file for a folder", "all.jsonl/report.json", "a file and no folder"],
    ["an endless name", "x".repeat(300), "name is too long"],
  ])("a file that cannot be written is exit 2, in our words: %s", async (_what, file, said) => {
    const { code, stdout, stderr } = await check(at("all.jsonl"), "--output", at(file))
    expect(code).toBe(2)
    expect(stdout).toBe("")
    expect(stderr).toContain("[file-unwritable]")
    expect(stderr.replace(/\s+/g, " ")).toContain(said)
    expect(stderr).toContain("hint:")
    expect(stderr).not.toMatch(/E[A-Z]{4,}/)
  })

  test.runIf(existsSync("/dev/full"))("a full disk is exit 2, and no bug", async () => {
    const { code, stderr } = await check(at("all.jsonl"), "--output", "/dev/full")
    expect(code).toBe(2)
    expect(stderr).toContain("[file-unwritable]")
    expect(stderr).not.toContain("internal error")
  })
})
