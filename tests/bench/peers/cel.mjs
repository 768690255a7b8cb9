import { parse } from "@marcbachmann/cel-js"
import { Facts } from "./facts.mjs"
import { planOf, printed } from "./plan.mjs"

export const name = "CEL (@marcbachmann/cel-js)"
export const does =
  "One parsed expression a rule, evaluated once a trace over facts that the host keeps (first, last and number of calls); args are expressions too, evaluated once a call."

/** `judge(calls)` says whether the trace is in order. */
export function judgeOf(document) {
  const plan = planOf(document)
  const facts = new Facts(plan)
  const term = (each) => (typeof each === "number" ? `${each}.0` : `${each.fact}.${each.of}`)
  const rules = plan.rules.map(({ violated }) => parse(printed(violated, { term, and: " && ", or: " || " })))
  const asked = new Map(
    plan.operands.flatMap(({ condition }) => (condition ? [[condition, parse(condition.cel)]] : [])),
  )
  const asks = (condition, args) => asked.get(condition)({ args })
  return (calls) => {
    const known = facts.of(calls, asks)
    let ok = true
    for (const rule of rules) if (rule(known)) ok = false
    return ok
  }
}
