import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { Policy, TraceExplainer } from "../../../src/index.ts"

const policy = Policy.parse(`
version: "1.1"
sequences:
  - { type: before, first: Search, then: Create }
  - { type: max_calls, tool: Search, max: 2 }
  - { type: after, trigger: Create, then: Notify, within: 2 }
  - { type: sequence, tools: [Search, Create, Notify] }
  - { type: eventually, tool: Notify, within: 3 }
`)
const explainer = new TraceExplainer(policy)

describe("TraceExplainer", () => {
  test("lists the rules that read a call, with their states, counters and what they wait for", () => {
    const [first, second] = explainer.explain(["Search", "Create"]).steps
    expect(first).toEqual({
      call: 0,
      tool: "Search",
      changes: [
        { rule: "before:Search->Create", from: "idle", to: "ready", offends: false },
        { rule: "max_calls:Search<=2", from: "untested", to: "counting", counter: 1, bound: 2, offends: false },
        { rule: "sequence:Search>Create>Notify", from: "idle", to: "1/3", offends: false, waits: "waits for `Create`" },
      ],
    })
    expect(second?.changes.map((change) => change.waits)).toEqual([
      undefined,
      "waits for `Notify` within 2 calls",
      "waits for `Notify`",
    ])
  })

  test("a call that nothing mentions still passes deadlines", () => {
    const { steps } = explainer.explain(["Search", "Create", "Wait", "Wait"])
    expect(steps[2]?.changes).toMatchObject([
      { rule: "eventually:Notify@3", from: "waiting", to: "missed", offends: true },
    ])
    expect(steps[3]?.changes).toMatchObject([{ rule: "after:Create->Notify@2", from: "waiting", offends: true }])
  })

  test("its verdict is the verdict, evidence and all", () => {
    const tool = fc.constantFrom("Search", "Create", "Notify", "Wait")
    const wide = Policy.parse(`
version: "1.1"
tools: { deny: [Wait] }
sequences:
  - { type: max_calls, tool: Search, max: 1 }
  - { type: never_after, trigger: Search, forbidden: Create }
  - { type: before, first: Notify, then: Create }
  - { type: after, trigger: Search, then: Notify, within: 1 }
  - { type: sequence, tools: [Search, Create, Notify], strict: true }
`)
    fc.assert(
      fc.property(fc.array(tool, { maxLength: 12 }), fc.constantFrom("complete", "partial"), (tools, extent) => {
        const { verdict } = new TraceExplainer(wide).explain(tools, { extent })
        expect(verdict).toEqual(wide.evaluate(tools, { extent }))
      }),
      { numRuns: 500 },
    )
  })

  test("its verdict is the verdict: what failed at the end is not said to have held", () => {
    expect(explainer.explain(["Search", "Create"]).verdict).toEqual(policy.evaluate(["Search", "Create"]))
    expect(explainer.explain(["Search"], { extent: "partial" }).verdict.extent).toBe("partial")
  })

  test("a denied attempt is no step", () => {
    const { steps } = explainer.explain([{ tool: "Search", status: "denied" }, "Create"])
    expect(steps.map(({ call, tool }) => [call, tool])).toEqual([[0, "Create"]])
  })

  test("an extent that is none is misuse, as it is for evaluate", () => {
    for (const judge of [
      () => explainer.explain([], { extent: "full" as never }),
      () => policy.evaluate([], { extent: "full" as never }),
    ]) {
      expect(judge).toThrow(TypeError)
    }
  })

  test("a trace that cannot be read has no steps", () => {
    const { verdict, steps } = explainer.explain([{ tool: 7 } as never])
    expect([verdict.ok, steps]).toEqual([false, []])
  })

  test("the first offence explained is the violation of the verdict, in traces longer than the log", () => {
    const tool = fc.constantFrom("Search", "Create", "Notify", "Wait")
    fc.assert(
      fc.property(fc.array(tool, { maxLength: 40 }), fc.integer({ min: 1, max: 300 }), (tools, times) => {
        const { verdict, steps } = explainer.explain(Array.from({ length: times }, () => tools).flat(), {
          extent: "partial",
        })
        const first = new Map<string, number>()
        for (const { call, changes } of steps) {
          for (const { rule, offends } of changes) if (offends && !first.has(rule)) first.set(rule, call)
        }
        expect([...first].sort()).toEqual(verdict.violations.map(({ rule, call }) => [rule, call]).sort())
      }),
      { numRuns: 40, seed: 3 },
    )
  })
})
