import { describe, expect, test } from "vitest"
import { Guard, Policy, type RuleVerdict } from "../../src/index.ts"
import { GuardOracle } from "../oracle/guard-oracle.ts"
import { judge, type OracleVerdict } from "../oracle/oracle.ts"
import {
  alphabetOf,
  everyRule,
  everyTrace,
  kindsOf,
  listRule,
  operands,
  policyText,
  type TwinRule,
  tools,
} from "../oracle/rules.ts"

const rules = everyRule()
const traces = everyTrace(6)
const longest = traces.filter((calls) => calls.length === 6)
const extents = ["complete", "partial"] as const

/** The engine's verdict of a rule, in the oracle's words; without `calls` as guards say it. */
function plain(rule: RuleVerdict | undefined, withCalls = true): string {
  if (rule === undefined) return "no verdict"
  const { outcome, exercised, settled, violation } = rule
  return words(outcome, exercised, settled, violation?.call, withCalls ? violation?.calls : undefined)
}

function plainOracle({ outcome, exercised, settled, call, calls }: OracleVerdict): string {
  return words(outcome, exercised, settled, call, calls)
}

/** Written by hand: two million of these are compared. */
function words(
  outcome: string,
  exercised: boolean,
  settled: boolean,
  call?: number,
  calls?: readonly number[],
): string {
  return `${outcome}${exercised ? " exercised" : ""}${settled ? " settled" : ""} ${call} ${calls && `[${calls.join()}]`}`
}

/** Asks a question about a rule and a trace once for all traces that are the same to the rule. */
function remembered<Answer>(
  twins: readonly TwinRule[],
  ask: (twin: TwinRule, calls: readonly string[]) => Answer,
): (k: number, calls: readonly string[]) => Answer {
  const known = twins.map(() => new Map<string, Answer>())
  const kinds = twins.map(kindsOf)
  return (k, calls) => {
    const key = kinds[k]!(calls)
    const answer = known[k]!.get(key) ?? ask(twins[k]!, calls)
    known[k]!.set(key, answer)
    return answer
  }
}

function naiveVerdicts(twin: TwinRule, calls: readonly string[]): Record<Extent, string> {
  const letters = alphabetOf(twin)
  const judged = (extent: Extent): string => plainOracle(judge(twin.rule, calls, extent, letters))
  return { complete: judged("complete"), partial: judged("partial") }
}

type Extent = (typeof extents)[number]

/** Disagreements of engine and oracle over every trace, the shortest first. */
function disagreements(twins: readonly TwinRule[]): readonly string[] {
  const policy = Policy.parse(policyText(twins))
  const oracle = remembered(twins, naiveVerdicts)
  const found: string[] = []
  for (const calls of traces) {
    for (const extent of extents) {
      const verdict = policy.evaluate(calls, { extent })
      twins.forEach((twin, k) => {
        const wanted = oracle(k, calls)[extent]
        const got = plain(verdict.rules[k])
        if (got !== wanted || verdict.rules[k]?.id !== twin.id)
          found.push(`${JSON.stringify(twin.written)} on ${calls.join(" ")} (${extent}): ${got}, oracle ${wanted}`)
      })
    }
  }
  return found
}

const listPolicies = [undefined, ...operands].map((one, i, all) => [
  listRule("allow", one),
  listRule("deny", all[(i + 3) % all.length]),
  listRule("ask", all[(i + 5) % all.length]),
])

describe("the engine and the naive oracle agree on every trace up to six calls", { timeout: 300_000 }, () => {
  test("there is something to agree on", () => {
    expect(traces.length).toBe(1093)
    expect(rules.length).toBeGreaterThan(1000)
  })

  test("every rule", () => {
    expect(disagreements(rules).slice(0, 20)).toEqual([])
  })

  test.each(listPolicies)("lists %#", (...lists) => {
    expect(disagreements(lists).slice(0, 20)).toEqual([])
  })

  test("names as strings, as calls and as bytes of a program are the same", () => {
    const policy = Policy.parse(policyText(rules))
    const copy = Policy.fromBytes(policy.toBytes())
    for (const calls of traces.filter((_, i) => i % 9 === 0)) {
      const wanted = JSON.stringify(policy.evaluate(calls))
      expect(JSON.stringify(policy.evaluate(calls.map((tool) => ({ tool }))))).toBe(wanted)
      expect(JSON.stringify(copy.evaluate({ tools: calls }))).toBe(wanted)
    }
  })
})

/** Where a rule that warns is offended along a trace: "1" at each offence. */
function naiveOffences({ id, rule }: TwinRule, calls: readonly string[]): string {
  const guard = new GuardOracle([{ id, action: "warn", rule }], "enforce")
  return calls.map((tool) => (guard.check(tool).offends.length > 0 ? "1" : "0")).join("")
}

function withoutCalls(rule: RuleVerdict): RuleVerdict {
  if (!rule.violation) return rule
  const { calls: _, ...violation } = rule.violation
  return { ...rule, violation }
}

describe("a guard over every trace", { timeout: 300_000 }, () => {
  test("in shadow takes every call, and finishes as the whole trace is judged", () => {
    const policy = Policy.parse(policyText(rules))
    const found: string[] = []
    for (const calls of traces) {
      const guard = new Guard(policy, { mode: "shadow" })
      for (const tool of calls) guard.check({ tool })
      const [got, wanted] = [guard.finish(), policy.evaluate(calls)]
      wanted.rules.forEach((rule, k) => {
        const [left, right] = [plain(got.rules[k]), plain(rule, false)]
        if (left !== right) found.push(`${rule.id} on ${calls.join(" ")}: ${left}, whole ${right}`)
      })
    }
    expect(found.slice(0, 20)).toEqual([])
  })

  test.each(["warn", "shadow"])("keeps guarding after an offence (%s)", (how) => {
    const policy = Policy.parse(policyText(rules, () => (how === "warn" ? { action: "warn" } : {})))
    const oracle = remembered(rules, naiveOffences)
    const found: string[] = []
    for (const calls of longest.filter((_, i) => how === "warn" || i % 4 === 0)) {
      const guard = new Guard(policy, { mode: how === "shadow" ? "shadow" : "enforce" })
      const offended = calls.map((tool) => new Set(guard.check({ tool }).violations.map(({ rule }) => rule)))
      rules.forEach(({ id, written }, k) => {
        const got = offended.map((ids) => (ids.has(id) ? "1" : "0")).join("")
        const wanted = oracle(k, calls)
        if (got !== wanted) found.push(`${JSON.stringify(written)} on ${calls.join(" ")}: ${got}, oracle ${wanted}`)
      })
    }
    expect(found.slice(0, 20)).toEqual([])
  })
})

const actions = ["deny", "ask", "warn", "deny"] as const

/** Six rules that stand far apart in the list, with the three lists now and then. */
function mixture(at: number): readonly TwinRule[] {
  const picked = [0, 1, 2, 3, 4, 5].map((i) => rules[(at * 37 + i * 173 + i * i * 11) % rules.length]!)
  const lists = at % 3 === 0 ? (listPolicies[at % listPolicies.length] ?? []) : []
  return [...lists, ...new Set(picked)]
}

/** Walks both guards along a trace; what they disagree on, as text. */
function walk(policy: Policy, twins: readonly TwinRule[], action: ActionOf, calls: readonly string[]): string {
  const guard = new Guard(policy)
  const oracle = new GuardOracle(
    twins.map(({ id, rule }) => ({ id, rule, action: action(id) })),
    "enforce",
  )
  const log = calls.map((tool) => {
    const [got, wanted] = [guard.check({ tool }), oracle.check(tool)]
    const offends = got.violations.map(({ rule }) => rule)
    const same = got.decision === wanted.decision && JSON.stringify(offends) === JSON.stringify(wanted.offends)
    return {
      tool,
      wanted,
      problem: same ? "" : `${tool}: ${got.decision} ${offends}, oracle ${JSON.stringify(wanted)}`,
    }
  })
  const problem = log.find((entry) => entry.problem)?.problem
  if (problem) return problem
  const verdict = guard.finish()
  const whole = policy.evaluate(
    log.map(({ tool, wanted }) => (wanted.taken ? { tool } : { tool, status: "denied" as const })),
  )
  if (JSON.stringify(verdict.rules) !== JSON.stringify(whole.rules.map(withoutCalls)))
    return "finish is not the log's verdict"
  const ends = oracle.finish(tools)
  const wrong = verdict.rules.find((rule) => {
    const { outcome, call } = ends.get(rule.id)!
    return rule.outcome !== outcome || rule.violation?.call !== call
  })
  return wrong ? `finish: ${JSON.stringify(wrong)}` : ""
}

function decisions(policy: Policy, calls: readonly string[]): string {
  const guard = new Guard(policy)
  return calls.map((tool) => guard.check({ tool }).decision).join(" ")
}

function naiveDecisions(twin: TwinRule, calls: readonly string[]): string {
  const guard = new GuardOracle([{ ...twin, action: soleAction(twin) }], "enforce")
  return calls.map((tool) => guard.check(tool).decision).join(" ")
}

/** Rules take turns, so that both kinds of calls that do not happen are seen with every type. */
function soleAction({ id }: TwinRule): "deny" | "ask" {
  return Number(id.slice(1)) % 3 === 0 ? "ask" : "deny"
}

type ActionOf = (id: string) => (typeof actions)[number]

describe("a guard that enforces", { timeout: 300_000 }, () => {
  test("agrees with the naive guard, rule by rule", () => {
    const oracle = remembered(rules, naiveDecisions)
    const found = rules.flatMap((twin, k) => {
      const policy = Policy.parse(policyText([twin], () => ({ action: soleAction(twin) })))
      const wrong = longest.find((calls) => decisions(policy, calls) !== oracle(k, calls))
      return wrong ? [`${JSON.stringify(twin.written)} on ${wrong.join(" ")}: ${decisions(policy, wrong)}`] : []
    })
    expect(found.slice(0, 20)).toEqual([])
  })

  test.each(Array.from({ length: 48 }, (_, at) => at))("agrees with the naive guard, mixture %i", (at) => {
    const twins = mixture(at)
    const listAction = (id: string): boolean => ["allow", "deny", "ask"].includes(id)
    const action: ActionOf = (id) =>
      listAction(id) ? (id === "ask" ? "ask" : "deny") : actions[(Number(id.slice(1)) + at) % actions.length]!
    const policy = Policy.parse(policyText(twins, (id) => ({ action: action(id) })))
    const found = longest
      .map((calls) => ({ calls, problem: walk(policy, twins, action, calls) }))
      .filter(({ problem }) => problem !== "")
      .map(({ calls, problem }) => `${calls.join(" ")}: ${problem}`)
    expect(found.slice(0, 5)).toEqual([])
  })
})
