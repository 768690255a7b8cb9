import { describe, expect, test } from "vitest"
import { Guard, Policy, TraceExplainer } from "../../../src/index.ts"

const many = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join("\n")
const policyOf = (head: string, rules: string): Policy => Policy.parse(`version: "1.1"\n${head}\nsequences:\n${rules}`)
const codesOf = (text: string): string[] => Policy.check(text).diagnostics.map(({ code }) => code)

describe("a guard beside evaluations and explanations", () => {
  test("goes on denying after thousands of calls", () => {
    const policy = policyOf(
      "tools: { deny: [Wipe] }",
      many(5, (i) => `  - { type: max_calls, tool: A, max: 100000, id: r${i} }`),
    )
    const guard = new Guard(policy)
    guard.check({ tool: "A" })
    for (const disturb of [() => policy.evaluate(["A"]), () => new TraceExplainer(policy).explain(["A"])]) {
      disturb()
      for (let i = 0; i < 10_000; i++) expect(guard.check({ tool: "A" }).decision).toBe("allow")
      expect(guard.check({ tool: "Wipe" }).decision).toBe("deny")
    }
    expect(guard.calls).toBe(20_001)
  })

  test("outlives an agent that names every combination of its patterns", () => {
    const rules = many(13, (i) => `  - { type: max_calls, tool: "*${String.fromCharCode(97 + i)}*", max: 100000 }`)
    const policy = policyOf("on_error: allow\ntools: { deny: [Wipe] }", rules)
    const guard = new Guard(policy)
    const names = Array.from({ length: 2 ** 13 }, (_, set) =>
      Array.from({ length: 13 }, (_, i) => (set & (1 << i) ? String.fromCharCode(97 + i) : "-")).join(""),
    )
    for (const tool of names) guard.check({ tool })
    expect(guard.calls).toBe(names.length)
    expect(guard.check({ tool: "Wipe" }).decision).toBe("deny")
    expect(policy.evaluate([...names, "Wipe"]).violations).toMatchObject([{ type: "deny", call: names.length }])
  })
})

describe("evidence", () => {
  test("of long traces is whole, and held rules cost none", () => {
    const rules = many(300, (i) => `  - { type: max_calls, tool: "*", max: 1000000, id: r${i} }`)
    const policy = policyOf("tools: { deny: [B] }", rules)
    const trace = Array.from({ length: 20_000 }, (_, i) => (i % 10 === 0 ? "B" : "A"))
    const [violation, ...others] = policy.evaluate(trace).violations
    expect(others).toEqual([])
    expect(violation?.calls).toEqual(Array.from({ length: 2_000 }, (_, i) => 10 * i))
  })
})

describe("policies that would be too much", () => {
  test("rules on every name times names end in a diagnostic, not in memory", () => {
    const names = Array.from({ length: 4_000 }, (_, i) => `t${i}`)
    const rules = many(4_000, (i) => `  - { type: max_calls, tool: "*", max: ${i}, id: r${i} }`)
    expect(codesOf(`version: "1.1"\ntools: { allow: [${names}] }\nsequences:\n${rules}`)).toEqual(["too-large"])
  })

  test("lists and sequences of many patterns compile where patterns end in their only star", () => {
    const stars = Array.from({ length: 200 }, (_, i) => `"w${i}_*"`)
    const inner = Array.from({ length: 20 }, (_, i) => `"*word${i}*"`)
    expect(codesOf(`version: "1.1"\ntools: { allow: [${[...stars, ...inner]}] }`)).toEqual([])
    expect(codesOf(`version: "1.1"\nsequences: [{ type: sequence, tools: [${stars}] }]`)).toEqual([])
  })

  test("patterns that overlap in too many ways are placed at their rule", () => {
    const inner = Array.from({ length: 16 }, (_, i) => `"*word${i}*"`)
    const { diagnostics } = Policy.check(`version: "1.1"\nsequences:\n  - { type: sequence, tools: [${inner}] }`)
    expect(diagnostics).toMatchObject([{ code: "too-many-states", range: { start: { line: 3 } } }])
  })
})

describe("texts that are short and would be dear", () => {
  const quoted = (count: number, name: (index: number) => string): string =>
    Array.from({ length: count }, (_, i) => `"${name(i)}"`).join()

  test.each([
    ["a long piece between stars", `{ type: before, first: "*${"a".repeat(20_000)}*", then: "b*c" }`],
    [
      "names beside patterns of all kinds",
      `{ type: before, first: [${quoted(9_000, (i) => `t${i}`)}], then: [${quoted(9_000, (i) => `*x${i}`)}] }`,
    ],
  ])("%s: given up at the rule", (_, rule) => {
    expect(codesOf(`version: "1.1"\nsequences:\n  - ${rule}`)).toEqual(["too-many-states"])
  })

  test("tables of many long sequences, and names times patterns, are given up as a whole", () => {
    const sequences = many(
      110,
      (r) => `  - { type: sequence, strict: true, tools: [${quoted(140 + r, (i) => `p${r}.${i}.*`)}] }`,
    )
    expect(codesOf(`version: "1.1"\nsequences:\n${sequences}`)).toEqual(["too-large"])
    const deny = `${quoted(20_000, (i) => `t${i}`)},${quoted(20_000, (i) => `*x${i}`)}`
    expect(codesOf(`version: "1.1"\ntools: { deny: [${deny}] }`)).toEqual(["too-large"])
  })

  test("many names, and many prefixes, are not", () => {
    const names = `{ type: before, first: [${quoted(9_000, (i) => `a${i}`)}], then: [${quoted(9_000, (i) => `b${i}`)}] }`
    const prefixes = `{ type: before, first: [${quoted(9_000, (i) => `a${i}*`)}], then: [${quoted(9_000, (i) => `b${i}*`)}] }`
    for (const rule of [names, prefixes]) expect(codesOf(`version: "1.1"\nsequences:\n  - ${rule}`)).toEqual([])
  })

  test("a blocklist is not mistaken for a name that spells its pattern", () => {
    const text =
      '{"version":"1.1","tools":{"deny":["[\\"\\",\\"a*b\\",\\"\\"]"]},"sequences":[{"type":"blocklist","pattern":"a*b"}]}'
    const policy = Policy.parse(text)
    expect(policy.evaluate(["xa*bx"]).violations).toMatchObject([{ type: "blocklist" }])
    expect(policy.evaluate(['["","aZZb",""]']).violations).toMatchObject([{ type: "deny" }])
  })
})

describe("hostile traces", () => {
  const policy = Policy.parse('version: "1.1"\ntools: { deny: [Wipe] }')

  test("a getter that changes its mind is read once, or refused", () => {
    let reads = 0
    const call = {
      get tool(): string {
        return reads++ === 0 ? "B" : (42 as never)
      },
    }
    expect(() => policy.evaluate([call])).not.toThrow()
    expect(policy.evaluate(["Wipe"]).ok).toBe(false)
  })

  test("a getter that judges another trace does not disturb the one it is part of", () => {
    const call = {
      get tool(): string {
        policy.evaluate(["Wipe", "Wipe"])
        return "B"
      },
    }
    expect(policy.evaluate([call, "Wipe", call])).toMatchObject({ calls: 3, violations: [{ call: 1, calls: [1] }] })
  })

  test("names as long as one likes look like what they look like", () => {
    const guard = new Guard(policy)
    expect(guard.check({ tool: `${"\u200b".repeat(5_000)}Wipe` })).toMatchObject({ code: "lookalike-tool" })
    expect(guard.check({ tool: "x".repeat(1_000_000) }).decision).toBe("allow")
  })

  test("look-alikes are told of by name up to a point, then counted", () => {
    const names = Array.from({ length: 100 }, (_, i) => `Wipe${"\u200b".repeat(i + 1)}`)
    const { diagnostics } = policy.evaluate(names)
    expect(diagnostics).toHaveLength(20)
    expect(diagnostics[19]?.hint).toContain("80 more")
  })

  test("what a verdict or a policy hands out cannot change what is said later", () => {
    expect(() => (policy.evaluate(["B"]).diagnostics as unknown[]).push("X")).toThrow(TypeError)
    expect(() => Object.assign(policy.rules[0] as object, { action: "warn" })).toThrow(TypeError)
  })
})
