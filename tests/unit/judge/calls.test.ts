import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { Guard, Policy, type RuleVerdict, type Verdict, type Violation } from "../../../src/index.ts"
import {
  aliases,
  anyOf,
  captured,
  caseOf,
  conditions,
  references,
  ruleOf,
  sequenceOf,
  type TwinCallRule,
  type TwinSelector,
  toolRules,
  tools,
} from "../../oracle/call-rules.ts"
import type { CallRule } from "../../oracle/call-sentences.ts"
import { type CallVerdict, judgeCalls, type OracleCall, type Selector, unknowns } from "../../oracle/calls.ts"
import { judge, type Names, type OracleRule } from "../../oracle/oracle.ts"
import { alphabet, everyRule, tools as names } from "../../oracle/rules.ts"

/** At most one condition a field, and two in all. */
const asked = fc
  .subarray(Object.values(conditions), { maxLength: 2 })
  .chain((fields) => fc.tuple(...fields.map((some) => fc.constantFrom(...some))))

const oneCase = fc.tuple(fc.constantFrom(...references), asked, fc.boolean()).map((parts) => caseOf(...parts))

const selector: fc.Arbitrary<TwinSelector> = fc
  .oneof({ weight: 4, arbitrary: oneCase.map((one) => [one]) }, { weight: 1, arbitrary: fc.tuple(oneCase, oneCase) })
  .map(anyOf)

const types = ["require", "eventually", "max_calls", "before", "after", "never_after"] as const

const rule: fc.Arbitrary<TwinCallRule> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.constantFrom(...types), fc.tuple(selector, selector), fc.nat(2))
      .map((parts) => ruleOf(...parts)),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.array(selector, { minLength: 1, maxLength: 3 }), fc.boolean()).map((p) => sequenceOf(...p)),
  },
)

/** What is absent stays absent: a key that is undefined would be another trace. */
function callOf([tool, args, agent, answer, step, denied]: readonly [
  string,
  OracleCall["args"],
  string | undefined,
  Pick<OracleCall, "status" | "result" | "error">,
  number | undefined,
  boolean,
]): OracleCall {
  return {
    tool,
    ...(args !== undefined && { args }),
    ...(agent !== undefined && { agent }),
    ...(step !== undefined && { step }),
    ...(denied ? { status: "denied" as const } : answer),
  }
}

const call = fc
  .tuple(
    fc.constantFrom("A", "A", ...tools),
    fc.constantFrom(...captured.args),
    fc.constantFrom(...captured.agent),
    fc.constantFrom(...captured.answer),
    fc.constantFrom(undefined, undefined, 0, 0, 1),
    fc.integer({ min: 0, max: 11 }).map((one) => one === 0),
  )
  .map(callOf)

const trace = fc.array(call, { maxLength: 5 })

const parts = fc.subarray([...toolRules])
const some = fc.array(rule, { maxLength: 3 })

/** One policy twice: its text, and by id its rules as the oracle reads them. */
interface TwinPolicy {
  readonly written: object
  readonly rules: ReadonlyMap<string, CallRule>
}

function twinPolicy(lists: typeof toolRules, twins: readonly TwinCallRule[], extra: object = {}): TwinPolicy {
  const named = twins.map((twin, k) => ({ ...twin, id: `r${k}` }))
  const tools = Object.assign({}, ...lists.map((one) => one.written))
  const sequences = named.map((one) => ({ id: one.id, ...one.written, ...extra }))
  const written = { version: "1.1", aliases, tools, sequences }
  const rules = new Map([...lists, ...named].map((one) => [one.id, one.rule]))
  // Counterexamples print as policies.
  return Object.assign({ written, rules }, { [fc.toStringMethod]: () => JSON.stringify(written) })
}

const twins = fc.tuple(parts, some).map(([lists, rules]) => twinPolicy(lists, rules))

/** Beyond this many unknown predicates the oracle would try too many fillings. */
const mostUnknown = 9

/** The engine's verdict in the oracle's words; `calls` only where nothing is unknown. */
function told({ outcome, exercised, settled, violation }: RuleVerdict, isKnown: boolean): CallVerdict {
  return { outcome, exercised, settled, call: violation?.call, calls: isKnown ? violation?.calls : undefined }
}

/** Whether some operands are judged when a call is taken, and others when it is answered. */
function isSplit({ operands }: CallRule): boolean {
  return (
    new Set(operands.map((operand) => operand.some((one) => one.conditions.some((each) => each.readsAnswer)))).size > 1
  )
}

/** Whether the engine leaves open what the fillings agree on, or is certain of it at a later call only. */
function isLooser(found: CallVerdict, wanted: CallVerdict): boolean {
  if (found.outcome === "undetermined") return true
  return found.outcome === "violated" && wanted.outcome === "violated" && (found.call ?? 0) > (wanted.call ?? 0)
}

describe("calls with arguments, answers and steps", { timeout: 240_000 }, () => {
  test.each(["complete", "partial"] as const)("are judged as the naive oracle judges them (%s)", (extent) => {
    const property = fc.property(twins, trace, ({ written, rules }, calls) => {
      const judged = calls.filter(({ status }) => status !== "denied")
      const doubts = new Map([...rules].map(([id, one]) => [id, unknowns(one, judged).length]))
      fc.pre(Math.max(0, ...doubts.values()) <= mostUnknown)
      const verdict = Policy.from(written).evaluate(calls, { extent })
      expect(verdict.rules.map(({ id }) => id).sort()).toEqual([...rules.keys()].sort())
      for (const found of verdict.rules) {
        const isKnown = doubts.get(found.id) === 0
        const wanted = { call: undefined, ...judgeCalls(rules.get(found.id)!, calls, extent, tools) }
        // Soundness always; exactness where what is unknown is asked for at one event of a call.
        if (!isKnown && isSplit(rules.get(found.id)!) && isLooser(told(found, false), wanted)) continue
        expect({ id: found.id, ...told(found, isKnown) }).toEqual({
          id: found.id,
          ...wanted,
          calls: isKnown ? wanted.calls : undefined,
        })
      }
      const open = verdict.rules.filter(({ outcome }) => outcome === "undetermined")
      expect(verdict.undetermined).toBe(open.length)
    })
    fc.assert(property, { numRuns: 2000 })
  })
})

describe("the oracle of calls", () => {
  test("agrees with the oracle of names where only names are known", () => {
    const rules = everyRule()
    const property = fc.property(
      fc.constantFrom(...rules),
      fc.array(fc.constantFrom(...names), { maxLength: 4 }),
      (twin, calls) => {
        for (const extent of ["complete", "partial"] as const) {
          const asCalls = judgeCalls(
            ofNames(twin.rule),
            calls.map((tool) => ({ tool })),
            extent,
            alphabet,
          )
          expect(asCalls).toEqual(judge(twin.rule, calls, extent, alphabet))
        }
      },
    )
    fc.assert(property, { numRuns: 2000 })
  })
})

/** A rule of names as a rule of calls. */
function ofNames(rule: OracleRule): CallRule {
  if (rule.type === "blocklist")
    return { type: "blocklist", operands: [selectorOf((tool) => tool.includes(rule.pattern))] }
  const { type, ...fields } = rule
  const operands = Object.values(fields)
    .flat()
    .filter((field) => typeof field === "function")
  const bound = "max" in rule ? rule.max : "within" in rule ? rule.within : 0
  return { type, operands: operands.map(selectorOf), bound, strict: "strict" in rule && rule.strict }
}

function selectorOf(one: Names): Selector {
  return [{ names: one, conditions: [] }]
}

/** Calls of one step that follow each other; a denied attempt belongs to none and ends none. */
function stepsOf(calls: readonly OracleCall[]): OracleCall[][] {
  const steps: OracleCall[][] = []
  for (const one of calls.filter(({ status }) => status !== "denied")) {
    const last = steps.at(-1)
    if (last && one.step !== undefined && one.step === last[0]!.step) last.push(one)
    else steps.push([one])
  }
  return steps
}

/** The calls with a number of its own for each step: a call that is denied would else leave two steps side by side in the log. */
function numbered(calls: readonly OracleCall[]): OracleCall[] {
  return stepsOf(calls).flatMap((step, k) => step.map((one) => (one.step === undefined ? one : { ...one, step: k })))
}

/** Drives a guard: the calls of a step are checked, and then those that were taken are answered. What then happened. */
function session(policy: Policy, mode: "enforce" | "shadow", calls: readonly OracleCall[], moves: boolean): Session {
  let guard = new Guard(policy, { mode })
  const log: OracleCall[] = []
  const violations: Violation[] = []
  for (const step of stepsOf(mode === "enforce" ? numbered(calls) : calls)) {
    const taken = step.filter(({ result: _, error: __, status: ___, ...asked }, k) => {
      const found = guard.check({ ...asked, id: `c${k}` })
      const isTaken = found.decision === "allow" || found.decision === "warn"
      log.push(isTaken ? step[k]! : { ...asked, status: "denied" })
      if (isTaken) violations.push(...found.violations)
      if (moves) guard = Guard.restore(policy, guard.save(), { mode })
      return isTaken
    })
    for (const one of taken) {
      const { result, error, status } = one
      // A call that is pending is not answered; its id comes again in the next step, and the latest is meant.
      if (status !== "pending") violations.push(...guard.record({ id: `c${step.indexOf(one)}`, result, error, status }))
      if (moves) guard = Guard.restore(policy, guard.save(), { mode })
    }
  }
  return { verdict: guard.finish(), log, violations }
}

interface Session {
  readonly verdict: Verdict
  readonly log: readonly OracleCall[]
  /** What was told along the way about calls that were taken. */
  readonly violations: readonly Violation[]
}

const guarded = fc
  .tuple(
    parts,
    some,
    fc.constantFrom({}, { action: "warn" }, { severity: "warning" }),
    fc.constantFrom("block", "allow"),
  )
  .map(([lists, rules, extra, onError]) => ({ ...twinPolicy(lists, rules, extra).written, on_error: onError }))

function withoutCalls({ violation, ...rest }: RuleVerdict): unknown {
  if (violation === undefined) return rest
  const { calls: _, ...whole } = violation
  return { ...rest, violation: whole }
}

describe("a guard that checks the calls of a step and then records their answers", { timeout: 240_000 }, () => {
  test.each(["shadow", "enforce"] as const)("finishes as its log is judged (%s)", (mode) => {
    const property = fc.property(guarded, trace, fc.boolean(), (written, calls, moves) => {
      const policy = Policy.from(written)
      const { verdict, log } = session(policy, mode, calls, moves)
      const whole = policy.evaluate(log)
      expect(verdict.rules).toEqual(whole.rules.map(withoutCalls))
      expect([verdict.calls, verdict.ok, verdict.undetermined]).toEqual([whole.calls, whole.ok, whole.undetermined])
    })
    fc.assert(property, { numRuns: 1000 })
  })

  test("in shadow takes every call, so that the log is the trace", () => {
    const property = fc.property(guarded, trace, (written, calls) => {
      const policy = Policy.from(written)
      const { verdict } = session(policy, "shadow", calls, false)
      expect(verdict.rules).toEqual(policy.evaluate(calls).rules.map(withoutCalls))
    })
    fc.assert(property, { numRuns: 500 })
  })

  test("tells of no violation that the verdict does not know", () => {
    const property = fc.property(guarded, trace, (written, calls) => {
      const { verdict, violations } = session(Policy.from(written), "shadow", calls, false)
      const violated = verdict.rules.filter(({ outcome }) => outcome === "violated").map(({ id }) => id)
      // `ask` is offended by calls that need approval, and violated by none.
      const told = violations.map(({ rule: id }) => id).filter((id) => id !== "ask")
      expect(told.filter((id) => !violated.includes(id))).toEqual([])
    })
    fc.assert(property, { numRuns: 500 })
  })
})
