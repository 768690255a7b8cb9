import { createRequire } from "node:module"
import { compiledRego } from "./opa-compiler.mjs"
import { absent, planOf } from "./plan.mjs"

const { loadPolicy } = createRequire(import.meta.url)("@open-policy-agent/opa-wasm")

export const name = "OPA (WebAssembly)"
export const does =
  "One evaluation a trace: Rego finds the facts in the calls, args too, and decides every rule; names are resolved to operands in a table that Rego is given."

/** `judge(calls)` says whether the trace is in order; the policy is compiled by OPA itself. */
export async function judgeOf(document, names) {
  const policy = await loadPolicy(compiledRego(regoOf(planOf(document), names)), { initial: 64 })
  return (calls) => {
    const [{ result }] = policy.evaluate({ calls })
    return result === true
  }
}

/** The policy in Rego. `names` are all tools that calls may name. */
export function regoOf({ operands, rules }, names) {
  const matched = (filter) =>
    Object.fromEntries(
      names.map((name) => [name, operands.filter((each) => filter(each) && each.matches(name)).map(({ id }) => id)]),
    )
  const term = (each) => (typeof each === "number" ? String(each) : `${each.fact}.${each.of}`)
  const conditioned = operands.filter(({ condition }) => condition !== undefined)
  return [
    "package bench",
    `plain := ${JSON.stringify(matched(({ condition }) => condition === undefined))}`,
    `read := ${JSON.stringify(matched(({ condition }) => condition !== undefined))}`,
    `ids := ${JSON.stringify(operands.map(({ id }) => id))}`,
    "at[id] contains i if { some i; some id in plain[input.calls[i].tool] }",
    ...conditioned.flatMap(asked),
    ...(conditioned.length === 0 ? [] : [byArgs]),
    `first[id] := min(object.get(at, id, {${absent}})) if some id in ids`,
    "last[id] := max(object.get(at, id, {-1})) if some id in ids",
    "count_of[id] := count(object.get(at, id, set())) if some id in ids",
    ...rules.flatMap(({ id, violated }) =>
      clauses(violated).map((clause) => `violated contains "${id}" if { ${clause.map(less(term)).join("; ")} }`),
    ),
    "default ok := false",
    "ok if count(violated) == 0",
    "",
  ].join("\n")
}

const byArgs =
  "at[id] contains i if { some i; some id in read[input.calls[i].tool]; args := input.calls[i].args; asked(id, args) }"

/** Rego has no `or`: a tree becomes its alternatives, each a list of comparisons. */
function clauses(tree) {
  if (tree.less) return [[tree.less]]
  if (tree.any) return tree.any.flatMap(clauses)
  return tree.all.map(clauses).reduce((left, right) => left.flatMap((one) => right.map((other) => [...one, ...other])))
}

const less = (term) => (pair) => pair.map(term).join(" < ").replaceAll("count.", "count_of.")

function asked({ id, condition, unless }) {
  if (!unless) return [`asked("${id}", args) if { ${condition.rego} }`]
  return [`holds_${id}(args) if { ${condition.rego} }`, `asked("${id}", args) if { not holds_${id}(args) }`]
}
