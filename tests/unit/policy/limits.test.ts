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

const schemas = (tools: string) => `version: 2\ntools: ${tools}\n`
const keys = Array.from({ length: 10_000 }, (_, i) => `"k${i}"`)
const codesOf = (text: string) => checkPolicy(text).diagnostics.map(({ code }) => code)

describe("checks of arguments are bounded", () => {
  test.each([
    ["10^4 names", schemas(`{require_args: {A: [${keys.join()}]}}`)],
    ["10^4 tools", schemas(`{require_args: {${keys.map((key) => `${key}: [a]`).join()}}}`)],
    ["10^4 constraints", schemas(`{arg_constraints: {A: {${keys.map((key) => `${key}: {max: 1}`).join()}}}}`)],
    [
      "10^4 properties",
      schemas(`{schemas: {A: {properties: {${keys.map((key) => `${key}: {type: string}`).join()}}}}}`),
    ],
    [
      "10^4 names to match",
      schemas(
        `{}\nsequences: [{type: require, tool: {tool: A, args_match: {${keys.map((key) => `${key}: x`).join()}}}}]`,
      ),
    ],
    [
      "10^4 selectors",
      schemas(`{}\nsequences: [{type: require, tool: [${keys.map((key) => `{tool: ${key}, agent: ${key}}`).join()}]}]`),
    ],
    ["a schema 90 deep", schemas(`{schemas: {A: ${"{not: ".repeat(90)}{}${"}".repeat(90)}}}`)],
    [
      "a large schema often",
      `${schemas(
        `{schemas: {${keys
          .slice(0, 1000)
          .map((key) => `${key}: *s`)
          .join()}}}`,
      )}`.replace("tools", `x-s: &s {enum: [${keys.slice(0, 200).join()}]}\ntools`),
    ],
  ])("%s are read", (_, text) => {
    expect(codesOf(text)).toEqual([])
  })

  test("10^4 unknown keywords", () => {
    const { diagnostics } = checkPolicy(schemas(`{schemas: {A: {${keys.map((key) => `${key}: 1`).join()}}}}`))
    expect(new Set(diagnostics.map(({ code }) => code))).toEqual(new Set(["invalid-schema"]))
    expect(diagnostics).toHaveLength(100)
  })

  test("10^4 schemas with a fault each", () => {
    const { diagnostics } = checkPolicy(schemas(`{schemas: {${keys.map((key) => `${key}: {typ: 1}`).join()}}}`))
    expect(diagnostics).toHaveLength(100)
    expect(diagnostics[99]?.hint).toContain("9900 more")
  })

  test("many regular expressions that are large together", () => {
    const patterns = Array.from({ length: 5000 }, (_, i) => `k${i}: "x${i}(abcdefgh){90}"`)
    const text = schemas(`{}\nsequences: [{type: require, tool: {tool: A, args_match: {${patterns.join()}}}}]`)
    expect(codesOf(text)).toEqual(["schema-too-large"])
  })

  test("many regular expressions that are too large each", () => {
    const patterns = Array.from({ length: 5000 }, (_, i) => `k${i}: "x${i}((a{99}){99}){99}"`)
    const text = schemas(`{}\nsequences: [{type: require, tool: {tool: A, args_match: {${patterns.join()}}}}]`)
    expect(new Set(codesOf(text))).toEqual(new Set(["regex-too-large"]))
  })

  test("a schema that contains itself by reference is read, by anchor it is not", () => {
    const tree = "{properties: {children: {items: {$ref: '#'}}}}"
    expect(codesOf(schemas(`{schemas: {A: ${tree}}}`))).toEqual([])
    expect(codesOf(schemas("{schemas: {A: &a {properties: {b: *a}}}}"))).toEqual(["cyclic-anchor"])
    expect(codesOf(schemas("{arg_constraints: {A: {b: &a {items: *a}}}}"))).toEqual(["cyclic-anchor"])
  })

  test("a schema doubled by anchors thirty times is too large", () => {
    const lines = Array.from({ length: 30 }, (_, i) => `x-${i + 1}: &s${i + 1} {allOf: [*s${i}, *s${i}]}`)
    expect(codesOf(`version: 2\nx-0: &s0 {}\n${lines.join("\n")}\ntools: {schemas: {A: *s30}}`)).toEqual(["too-large"])
  })
})
