import { describe, expect, test } from "vitest"
import { assay, folder, jsonl, policy } from "./command.ts"

const bad = 26_000
const at = await folder({
  "policy.yaml": policy,
  "many.jsonl": jsonl([
    ...Array.from({ length: 300 }, (_, i) => ({ id: `warned${i}`, tools: ["Verify", "Refund", "Refund"] })),
    ...Array.from({ length: bad }, (_, i) => ({ id: `bad${i}`, tools: ["Refund"] })),
    { id: "good", tools: ["Verify", "Refund"] },
  ]),
})
const check = async (format: string): Promise<string> =>
  (await assay(["check", "-p", at("policy.yaml"), at("many.jsonl"), "--format", format])).stdout

describe("a run of more than its report can show", () => {
  test("is counted whole in Markdown and HTML, errors first", async () => {
    for (const [format, shown] of [
      ["markdown", 200],
      ["html", 1000],
    ] as const) {
      const text = await check(format)
      expect(text).toContain(`${bad + 300 - shown} more violations`)
      expect(text).toContain(`${bad - shown} more traces`)
      expect(text).toContain("bad0")
    }
  })

  test("is counted whole in SARIF and in annotations", async () => {
    const log = JSON.parse(await check("sarif")) as {
      runs: { results: object[]; invocations: { toolExecutionNotifications: { message: { text: string } }[] }[] }[]
    }
    expect(log.runs[0]?.results.length).toBe(25_000)
    const [left] = log.runs[0]?.invocations[0]?.toolExecutionNotifications ?? []
    expect(left?.message.text).toContain(`errors: ${bad - 25_000}, warnings: 300`)
    expect(await check("github")).toContain(`Not shown here: ${bad - 10} errors and 290 warnings.`)
  })
})
