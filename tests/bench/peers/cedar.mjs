import { createRequire } from "node:module"
import { Facts } from "./facts.mjs"
import { planOf, printed } from "./plan.mjs"

const cedar = createRequire(import.meta.url)("@cedar-policy/cedar-wasm/nodejs")

export const name = "Cedar (@cedar-policy/cedar-wasm)"
export const does =
  "One forbid policy a rule, all decided in one authorization a trace over facts that the host keeps; args are an authorization each, where like stands in for regular expressions and sizes are not asked."

const user = { type: "Session", id: "one" }
const permit = { permit: "permit(principal, action, resource);" }
let sets = 0

/** `judge(calls)` says whether the trace is in order. */
export function judgeOf(document) {
  const plan = planOf(document)
  const facts = new Facts(plan)
  const term = (each) => (typeof each === "number" ? String(each) : `context.${each.fact}.${each.of}`)
  const conditions = plan.rules.map(({ id, violated }) => [id, printed(violated, { term, and: " && ", or: " || " })])
  const rules = decider(conditions)
  const askers = new Map(
    plan.operands.flatMap(({ condition }) => (condition ? [[condition, decider([["asked", condition.cedar]])]] : [])),
  )
  const asks = (condition, args) => !askers.get(condition)({ args })
  return (calls) => rules(facts.of(calls, asks))
}

/** Whether none of the conditions holds in a context. */
function decider(conditions) {
  const policies = conditions.map(([id, text]) => [id, `forbid(principal, action, resource) when { ${text} };`])
  const preparsedPolicySetId = `set${sets++}`
  const parsed = cedar.preparsePolicySet(preparsedPolicySetId, {
    staticPolicies: { ...permit, ...Object.fromEntries(policies) },
  })
  if (parsed.type !== "success") throw new Error(JSON.stringify(parsed))
  return (context) => {
    const request = { principal: user, action: { type: "Action", id: "judge" }, resource: user, context, entities: [] }
    const answer = cedar.statefulIsAuthorized({ ...request, preparsedPolicySetId, validateRequest: false })
    if (answer.type !== "success" || answer.response.diagnostics.errors.length > 0)
      throw new Error(JSON.stringify(answer))
    return answer.response.decision === "allow"
  }
}
