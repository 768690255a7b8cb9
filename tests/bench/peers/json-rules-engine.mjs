import { Engine } from "json-rules-engine"
import { Facts } from "./facts.mjs"
import { planOf } from "./plan.mjs"

export const name = "json-rules-engine"
export const does =
  "One rule a rule, run once a trace over facts that the host keeps; args are a second engine with an operator that calls our closure, run once a call."

/** `judge(calls)` resolves to whether the trace is in order. */
export function judgeOf(document) {
  const plan = planOf(document)
  const facts = new Facts(plan)
  const engine = new Engine([], { allowUndefinedFacts: false })
  for (const { id, violated } of plan.rules) engine.addRule({ conditions: rooted(violated), event: { type: id } })
  const askers = new Map(
    plan.operands.flatMap(({ condition }) => (condition === undefined ? [] : [[condition, askerOf(condition)]])),
  )
  const asks = async (condition, args) => (await askers.get(condition).run({ args })).events.length > 0
  return async (calls) => {
    const known = flat(await facts.promised(calls, asks))
    return (await engine.run(known)).events.length === 0
  }
}

const rooted = (tree) => (tree.less ? { all: [conditions(tree)] } : conditions(tree))

function conditions(tree) {
  if (tree.all) return { all: tree.all.map(conditions) }
  if (tree.any) return { any: tree.any.map(conditions) }
  const [a, b] = tree.less
  if (typeof a === "number") return { fact: key(b), operator: "greaterThan", value: a }
  return { fact: key(a), operator: "lessThan", value: typeof b === "number" ? b : { fact: key(b) } }
}

const key = ({ fact, of }) => `${fact}-${of}`

function flat(known) {
  const facts = {}
  for (const [fact, numbers] of Object.entries(known)) {
    for (const [of, number] of Object.entries(numbers)) facts[key({ fact, of })] = number
  }
  return facts
}

function askerOf({ holds }) {
  const engine = new Engine()
  engine.addOperator("holds", (args) => holds(args))
  engine.addRule({ conditions: { all: [{ fact: "args", operator: "holds", value: true }] }, event: { type: "held" } })
  return engine
}
