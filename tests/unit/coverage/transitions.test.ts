import { describe, expect, test } from "vitest"
import { CoverageAnalyzer, Policy, TraceExplainer } from "../../../src/index.ts"
import { alphabet, everyRule, listRule, operands, policyText } from "../../oracle/rules.ts"

/** Every trace up to a length over the whole alphabet. */
function tracesOver(names: readonly string[], longest: number): string[][] {
  let last: string[][] = [[]]
  const traces = [...last]
  for (let length = 1; length <= longest; length++) {
    last = last.flatMap((calls) => names.map((name) => [...calls, name]))
    traces.push(...last)
  }
  return traces
}

const policies = [
  Policy.parse(policyText(everyRule())),
  ...[...operands, undefined].map((one) =>
    Policy.parse(policyText([listRule("allow", one), listRule("deny", one), listRule("ask", one)])),
  ),
]

/** The ids of rules some of whose transitions no trace takes. */
const missed = (policy: Policy, longest: number): string[] =>
  new CoverageAnalyzer(policy)
    .analyze(tracesOver(alphabet, longest))
    .rules.flatMap(({ id, transitions }) => (transitions.every(({ taken }) => taken) ? [] : [id]))

describe("transitions", () => {
  test("are those that some trace takes, and all of them: every rule, every trace up to five calls", () => {
    // Four calls are enough for most; only the others are tried with five.
    for (const policy of policies.slice(1)) expect(missed(policy, 4)).toEqual([])
    const slow = new Set(missed(policies[0]!, 4))
    const rest = everyRule().filter(({ id }) => slow.has(id))
    expect(rest.length).toBeLessThan(50)
    expect(missed(Policy.parse(policyText(rest)), 5)).toEqual([])
  })

  test("hold every move that an explanation tells of", () => {
    const traces = tracesOver(alphabet, 3)
    for (const policy of policies) {
      const { rules } = new CoverageAnalyzer(policy).analyze(traces)
      const known = new Set(
        rules.flatMap(({ id, transitions }) => transitions.map(({ from, to }) => `${id}: ${from} → ${to}`)),
      )
      const explainer = new TraceExplainer(policy)
      const unknown = new Set<string>()
      for (const calls of traces) {
        for (const { rule, from, through, to } of explainer.explain(calls).steps.flatMap(({ changes }) => changes)) {
          const legs =
            through === undefined
              ? [[from, to]]
              : [
                  [from, through],
                  [through, to],
                ]
          for (const [a, b] of legs)
            if (a !== b && !known.has(`${rule}: ${a} → ${b}`)) unknown.add(`${rule}: ${a} → ${b}`)
        }
      }
      expect([...unknown]).toEqual([])
    }
  })

  test("are told apart by traces one at a time", () => {
    const policy = Policy.parse(`version: "1.1"\nsequences: [{id: r, type: after, trigger: T, then: X}]`)
    const taken = (traces: string[][]) =>
      new CoverageAnalyzer(policy)
        .analyze(traces)
        .rules[0]?.transitions.filter(({ taken }) => taken)
        .map(({ from, to, on, offends }) => `${from} → ${to} on ${on}${offends ? ", offends" : ""}`)
    expect(taken([["A"]])).toEqual([])
    expect(taken([["T"]])).toEqual(["idle → waiting on T"])
    expect(taken([["T", "X"]])).toEqual(["idle → waiting on T", "waiting → closed on X"])
    expect(taken([["T", "X", "T", "A"]])).toEqual([
      "idle → waiting on T",
      "waiting → closed on X",
      "waiting → closed on the deadline passes, offends",
      "closed → waiting on T",
    ])
  })

  test("of two suites over one policy do not mix", () => {
    const policy = Policy.parse(`version: "1.1"\nsequences: [{type: require, tool: T}]`)
    const [one, other] = [new CoverageAnalyzer(policy).start(), new CoverageAnalyzer(policy).start()]
    one.add(["T"])
    other.add(["A"])
    other.add(["T"])
    one.add(["A"])
    for (const suite of [one, other]) expect(suite.report().rules[0]?.transitions[0]?.taken).toBe(true)
    const third = new CoverageAnalyzer(policy).start()
    third.add(["A"])
    expect(third.report().rules[0]?.transitions[0]?.taken).toBe(false)
  })
})
