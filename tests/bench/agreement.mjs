import { tools, traceOf, twentyRules } from "./corpus.mjs"
import { HandWrittenEvaluator } from "./hand-written-evaluator.mjs"
import { HandWrittenGuard } from "./hand-written-guard.mjs"
import { pick, randomFrom } from "./seeded.mjs"

const few = ["a", "b", "c", "ab", "z"]

/** A policy of every kind of rule over few names, so that short random traces reach every corner. */
function smallPolicy(random) {
  const operand = () => pick(random, [...few.slice(0, 4), "x", "a*", "*", ["a", "b"], "c"])
  const bound = () => Math.floor(random() * 4)
  const rule = () =>
    pick(random, [
      () => ({ type: "require", tool: operand() }),
      () => ({ type: "eventually", tool: operand(), within: bound() }),
      () => ({ type: "max_calls", tool: operand(), max: bound() }),
      () => ({ type: "before", first: operand(), then: operand() }),
      () => ({ type: "after", trigger: operand(), then: operand(), within: bound() }),
      () => ({ type: "never_after", trigger: operand(), forbidden: operand() }),
      () => ({ type: "sequence", tools: Array.from({ length: bound() }, operand), strict: random() < 0.5 }),
      () => ({ type: "blocklist", pattern: pick(random, few) }),
    ])()
  const lists = { ...(random() < 0.3 && { allow: ["a*", "b", "c"] }), ...(random() < 0.3 && { deny: ["c"] }) }
  const sequences = Array.from({ length: 1 + bound() }, (_, i) => ({ id: `r${i}`, ...rule() }))
  return { version: "1.1", aliases: { x: ["b", "c"] }, tools: lists, sequences }
}

/** Throws unless the hand-written code and Assay say the same on seeded policies and traces; says how many. */
export function assertAgreement({ Policy, Guard }, seed = 7) {
  const random = randomFrom(seed)
  let compared = 0
  const judge = (document, names, times) => {
    const policy = Policy.from(document)
    const evaluator = new HandWrittenEvaluator(document)
    const guards = [new Guard(policy), new HandWrittenGuard(document)]
    for (let k = 0; k < times; k++) {
      const trace = traceOf(Array.from({ length: Math.floor(random() * 12) }, () => pick(random, names)))
      same(document, trace, ofVerdict(policy.evaluate(trace)), ofEvaluator(evaluator.evaluate(trace)))
      for (const guard of guards) guard.reset()
      for (const call of trace) {
        const [ours, theirs] = guards.map((guard) => guard.check(call))
        same(document, trace, ofDecision(ours), ofHandWritten(theirs, policy.rules))
      }
      compared++
    }
  }
  for (let i = 0; i < 400; i++) judge(smallPolicy(random), few, 25)
  judge(twentyRules, tools, 500)
  return compared
}

const ofVerdict = ({ ok, rules }) => [
  ok,
  rules.map((rule) => [rule.outcome, rule.violation?.call, rule.violation?.calls]),
]

const ofEvaluator = ({ ok, outcomes, calls, marks }) => [
  ok,
  outcomes.map((outcome, i) => [outcome, calls[i] < 0 ? undefined : calls[i], marks[i]]),
]

const ofDecision = ({ decision, violations }) => [decision, violations.map((violation) => violation.rule)]

const ofHandWritten = ({ decision, rules }, infos) => [decision, rules.map((rule) => infos[rule].id)]

function same(document, trace, ours, theirs) {
  const [one, other] = [JSON.stringify(ours), JSON.stringify(theirs)]
  if (one === other) return
  const calls = trace.map((call) => call.tool).join(" ")
  throw new Error(`they disagree\n${JSON.stringify(document)}\non ${calls}\nAssay        ${one}\nhand-written ${other}`)
}
