import { describe, expect, test } from "vitest"
import { checkPolicy } from "../../../src/policy/index.ts"

const mebi = 1 << 20

function laughs(levels: number): string {
  const lines = ["version: 2", "x-0: &a0 [1, 1, 1, 1, 1, 1, 1, 1]"]
  for (let i = 1; i < levels; i++)
    lines.push(
      `x-${i}: &a${i} [${Array(8)
        .fill(`*a${i - 1}`)
        .join(", ")}]`,
    )
  return lines.join("\n")
}

const long = `x-n: &n ${"n".repeat(400_000)}`
const names = Array.from({ length: 20_000 }, (_, i) => `t${i}`).join(", ")

describe("what is too large is refused at once", () => {
  test.each([
    ["a billion laughs", laughs(30)],
    ["a long text, often", `version: 2\n${long}\nsequences: [${"{type: blocklist, pattern: *n}, ".repeat(1000)}]`],
    ["100,000 levels", "[".repeat(100_000) + "]".repeat(100_000)],
    ["100,000 levels of blocks", "- ".repeat(100_000)],
    ["1 MiB of opening brackets", "[".repeat(mebi)],
    ["1 MiB of opening braces", "{".repeat(mebi)],
    ["half a million values", `[${"1,".repeat(mebi / 2 - 2)}]`],
    ["more than 1 MiB", " ".repeat(mebi + 1)],
    [
      "long aliases in many lists",
      `version: 2\naliases: {A: [${names}]}\nsequences:\n${"- {type: require, tool: [A, B]}\n".repeat(10_000)}`,
    ],
  ])("%s", (_, text) => {
    const { document, diagnostics } = checkPolicy(text)
    expect(document).toBeUndefined()
    expect(diagnostics.map(({ code }) => code)).toEqual(["too-large"])
  })
})

describe("large policies are read", () => {
  test.each([
    ["rules", `version: 2\nsequences:\n${"- {type: require, tool: A}\n".repeat(30_000)}`],
    [
      "a long alias used often",
      `version: 2\naliases: {A: [${names}]}\nsequences:\n${"- {type: require, tool: A}\n".repeat(20_000)}`,
    ],
    ["comments", `version: 2\n${"#\n".repeat(mebi / 2 - 20)}`],
    ["a long text", `version: 2\nname: ${"a ".repeat(mebi / 2 - 20)}`],
  ])("%s", (_, text) => {
    expect(checkPolicy(text).diagnostics).toEqual([])
  })

  test("a long alias is one list, however often it is used", () => {
    const { document } = checkPolicy(
      `version: 2\naliases: {A: [${names}]}\nsequences: [{type: require, tool: A}, {type: max_calls, tool: A, max: 1}]`,
    )
    const [first, second] = document?.rules ?? []
    expect(first?.type === "require" && second?.type === "max_calls" && first.tool.globs === second.tool.globs).toBe(
      true,
    )
  })

  test("faults by the hundred thousand", () => {
    const text = `version: 2\n${Array.from({ length: 70_000 }, (_, i) => `key${i}: 1`).join("\n")}`
    const { diagnostics } = checkPolicy(text)
    expect(diagnostics).toHaveLength(100)
    expect(diagnostics[99]?.hint).toContain("69900 more")
  })
})
