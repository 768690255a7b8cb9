import { describe, expect, test } from "vitest"
import { textWidth } from "../../../src/report/text.ts"
import { assay, folder, jsonl, policy, traces } from "./command.ts"

const at = await folder({ "policy.yaml": policy, "all.jsonl": jsonl(traces), "ok.jsonl": jsonl([traces[0]]) })

function explain(...words: string[]): ReturnType<typeof assay> {
  return assay(["explain", "--policy", at("policy.yaml"), "--traces", at("all.jsonl"), ...words])
}

interface ExplainedJSON {
  readonly id: string
  readonly steps: readonly { readonly changes: readonly { readonly rule: string; readonly offends: boolean }[] }[]
  readonly rules: readonly { readonly id: string }[]
}

describe("explain", () => {
  test("tells of the traces with violations, and only of those", async () => {
    const { code, stdout } = await explain("--format", "json")
    expect(code).toBe(1)
    const document = JSON.parse(stdout) as { traces: ExplainedJSON[]; summary: { traces: number } }
    expect(document.traces.map(({ id }) => id)).toEqual(["bad", "warned"])
    expect(document.summary.traces).toBe(4)
    const [bad] = document.traces
    expect(bad?.steps.map(({ changes }) => changes.some(({ offends }) => offends))).toEqual([true, false])
    expect(bad?.rules.map(({ id }) => id)).toEqual(["verify-first", "one-refund"])
  })

  test("--all, --trace-id and --rule choose", async () => {
    const ids = async (...words: string[]): Promise<string[]> => {
      const { stdout } = await explain("--format", "json", ...words)
      return (JSON.parse(stdout) as { traces: ExplainedJSON[] }).traces.map(({ id }) => id)
    }
    expect(await ids("--all")).toEqual(["good", "bad", "warned", "idle"])
    expect(await ids("--trace-id", "idle", "--trace-id", "good")).toEqual(["good", "idle"])
    expect(await ids("--rule", "one-refund")).toEqual(["warned"])
  })

  test("--rule leaves the other rules out", async () => {
    const { stdout } = await explain("--rule", "one-refund")
    expect(stdout).toContain("one-refund")
    expect(stdout).not.toContain("verify-first")
  })

  test("an id that no trace has is exit 2, and the others are explained", async () => {
    const { code, stdout, stderr } = await explain("--trace-id", "good", "--trace-id", "goood")
    expect(code).toBe(2)
    expect(stderr).toContain("goood")
    expect(stdout).toMatch(/✓ ok {2}good/)
  })

  test("for people: every call once, in order, with what it did; 80 columns", async () => {
    const { stdout } = await explain()
    for (const line of stdout.split("\n")) if (!line.includes(at(""))) expect(textWidth(line)).toBeLessThanOrEqual(80)
    expect(stdout).toMatch(/ 0 {2}Refund\n.*✗ verify-first/)
    expect(stdout).toContain("end of the trace")
    expect(stdout).toMatch(/✗ violated +verify-first/)
  })

  test("says so when there is nothing to explain", async () => {
    const { code, stdout } = await assay(["explain", "-p", at("policy.yaml"), at("ok.jsonl")])
    expect(code).toBe(0)
    expect(stdout).toMatch(/Nothing to explain: 1 trace .*--all/)
  })

  test("says how many traces it left out, unless they were chosen by name", async () => {
    expect((await explain()).stdout).toMatch(/… and 2 traces .*--all/)
    expect((await explain("--rule", "one-refund")).stdout).toMatch(/… and 3 traces without violations of one-refund/)
    expect((await explain("--all")).stdout).not.toContain("--all")
    expect((await explain("--trace-id", "bad")).stdout).not.toContain("--all")
  })
})
