import { describe, expect, test } from "vitest"
import { CoverageAnalyzer, Policy, TraceExplainer } from "../../../src/index.ts"
import { ruleGraphs } from "../../../src/report/diagram/rule-graphs.ts"
import { withVisits } from "../../../src/report/diagram/visits.ts"

const policyOf = (...rules: string[]): Policy =>
  Policy.parse(`version: "1.1"\nsequences:\n${rules.map((rule) => `  - ${rule}`).join("\n")}`)
const explain = (rule: string, calls: string[]) => new TraceExplainer(policyOf(rule)).explain(calls).rules[0]

describe("repairs", () => {
  test.each([
    ["{type: eventually, tool: B, within: 2147483647}"],
    ["{type: eventually, tool: B, within: 9007199254740991}"],
  ])("of a bound beyond any trace satisfy the rule: %s", (rule) => {
    // Deleting `A` does not call `B`.
    expect(explain(rule, ["A"])?.repairs).toEqual([[{ edit: "insert", call: 1, tool: "B" }]])
  })

  test("of a bound beyond any trace are found", () => {
    const rule = "{type: after, trigger: A, then: B, within: 3000000000}"
    expect(explain(rule, ["A", "x", "A", "x", "A", "x"])?.repairs).toEqual([[{ edit: "insert", call: 5, tool: "B" }]])
  })

  test("insert a tool that matches one pattern and not another, whatever the patterns", () => {
    // Any name without an `e` answers.
    const repairs = explain("{type: after, trigger: '*e*', then: '*'}", ["Search", "Create"])?.repairs
    expect(repairs?.map((repair) => repair.map(({ edit }) => edit))).toEqual([["insert"]])
  })

  test("know a tool for each operand, however many patterns another one has", () => {
    const many = Array.from({ length: 2100 }, (_, index) => `p${index}_*`)
    const policy = Policy.parse(
      `version: "1.1"\naliases: {many: [${many.map((one) => `"${one}"`)}]}\nsequences: [{type: after, trigger: many, then: "z_*"}]`,
    )
    const kinds = new TraceExplainer(policy).explain(["p1_"]).rules[0]?.repairs?.map((repair) => repair[0]?.edit)
    expect(kinds).toEqual(["insert", "delete"])
  })
})

describe("steps", () => {
  test("count down the bound that the policy gives", () => {
    const explained = explain("{type: after, trigger: A, then: B, within: 3000000000}", ["A"])
    expect(explained?.after.waits).toBe("waits for `B` within 3000000000 calls")
  })

  test("laid over a diagram count the transitions that coverage says were taken", () => {
    const policy = policyOf("{type: after, trigger: 'a*', then: '*b', within: 5}")
    const calls = ["a1", "a2"]
    const taken = new CoverageAnalyzer(policy).analyze([calls]).rules[0]?.transitions.map((each) => each.taken)
    const [graph] = withVisits(ruleGraphs(policy), [new TraceExplainer(policy).explain(calls)])
    expect(graph?.transitions.map(({ count = 0 }) => count > 0)).toEqual(taken)
  })
})

describe("a hostile trace", () => {
  /** A getter that names a tool every other time. */
  const fickle = () => {
    let reads = 0
    return {
      get tool(): string {
        return reads++ % 2 === 0 ? (7 as never) : "A"
      },
    }
  }

  test("is unreadable, or read; the core does not see what is no name", () => {
    const policy = policyOf("{type: max_calls, tool: 'a*', max: 1}")
    expect(() => policy.evaluate([fickle()])).not.toThrow()
    expect(() => new TraceExplainer(policy).explain([fickle()])).not.toThrow()
    expect(() => new CoverageAnalyzer(policy).analyze([[fickle()]])).not.toThrow()
  })
})
