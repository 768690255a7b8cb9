import { conditionOf } from "../conditions.mjs"

/** The first call of an operand that had none. */
export const absent = 1_000_000

/**
 * A policy made ready for engines that know no traces. Names are resolved to operands by the host, once a name, and while
 * it goes through a trace the host keeps three facts of each operand: its first call, its last and their number. What is
 * left is a comparison of such facts for each rule, and that is what an engine decides, in its own words. An operand that
 * reads args asks the engine, call by call.
 *
 * `{ operands: [{ id, matches, condition, unless }], rules: [{ id, type, operands, bound, violated }] }`. `violated` is a tree of
 * `{ less: [a, b] }`, `{ all: [...] }` and `{ any: [...] }`; a term is a number or `{ fact: "first" | "last" | "count", of }`.
 * Good for traces that are shorter than every `within` of an `after`, and for policies without strict sequences.
 */
export function planOf(document) {
  const operands = new Map()
  const aliases = document.aliases ?? {}
  const operand = (written) => {
    const { tool, ...words } = typeof written === "string" ? { tool: written } : written
    const names = Object.hasOwn(aliases, tool) ? aliases[tool] : [tool]
    const condition = Object.keys(words).length > 0 ? conditionOf(words) : undefined
    return interned(operands, JSON.stringify(written), { matches: (name) => names.includes(name), condition })
  }
  const rules = [...staticRules(document.tools ?? {}, operands), ...document.sequences.map((rule) => ordered(rule))]
  return {
    rules: rules.map((rule, i) => ({ id: `r${i}`, ...rule, violated: violation(rule) })),
    operands: [...operands.values()],
  }

  function ordered({ type, tool, tools, first, then, trigger, forbidden, pattern, max, within }) {
    if (type === "blocklist") return offence(operands, pattern, (name) => name.includes(pattern))
    const written = tools ?? [tool, trigger ?? first, then ?? forbidden].filter((each) => each !== undefined)
    return { type, operands: written.map(operand), bound: max ?? within }
  }
}

function staticRules({ allow, deny, arg_constraints = {}, schemas = {} }, operands) {
  const asked = [...Object.entries(arg_constraints), ...Object.entries(schemas)]
  return [
    ...(allow === undefined ? [] : [offence(operands, "allow", (name) => !allow.includes(name))]),
    ...(deny === undefined ? [] : [offence(operands, "deny", (name) => deny.includes(name))]),
    ...asked.map(([tool, words]) =>
      offence(operands, `args:${tool}`, (name) => name === tool, { condition: conditionOf(words), unless: true }),
    ),
  ]
}

function offence(operands, key, matches, more = {}) {
  return { type: "offence", operands: [interned(operands, `offence ${key}`, { matches, ...more })] }
}

function interned(operands, key, operand) {
  const known = operands.get(key)
  if (known !== undefined) return known.id
  const id = `o${operands.size}`
  operands.set(key, { id, condition: undefined, unless: false, ...operand })
  return id
}

function violation({ type, operands, bound }) {
  const [one, other] = operands
  const [first, last, count] = ["first", "last", "count"].map((fact) => (of) => ({ fact, of }))
  switch (type) {
    case "require":
      return { less: [count(one), 1] }
    case "eventually":
      return { less: [bound - 1, first(one)] }
    case "max_calls":
      return { less: [bound, count(one)] }
    case "before":
      return { less: [first(other), first(one)] }
    case "after":
      return { less: [last(other), last(one)] }
    case "never_after":
      return { less: [first(one), last(other)] }
    case "sequence":
      return outOfOrder(operands, first)
    default:
      return { less: [0, count(one)] }
  }
}

/** A member before an earlier one, or begun and not finished. */
function outOfOrder(operands, first) {
  const swapped = operands.slice(1).map((member, k) => ({ less: [first(member), first(operands[k])] }))
  const begun = { less: [first(operands[0]), absent] }
  const unfinished = { less: [absent - 1, first(operands.at(-1))] }
  return { any: [...swapped, { all: [begun, unfinished] }] }
}

/** A tree of `violated` as a text, in a language with `<`, its `and` and its `or`. */
export function printed(tree, { term, and, or }) {
  const print = (node) => {
    if (node.less) return `${node.less.map(term).join(" < ")}`
    return `(${(node.all ?? node.any).map(print).join(node.all ? and : or)})`
  }
  return print(tree)
}
