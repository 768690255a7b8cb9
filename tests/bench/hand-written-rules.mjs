import { conditionOf } from "./conditions.mjs"

/**
 * The part that the hand-written evaluator and the hand-written guard share: a policy document resolved to operands,
 * and each tool name turned, once, into the steps that a call of it takes. A step is three numbers in one Int32Array:
 * what to do, which rule, and for sequences which members the name matches.
 */
export const step = {
  seen: 1,
  count: 2,
  first: 3,
  then: 4,
  firstAndThen: 5,
  answer: 6,
  trigger: 7,
  answerAndTrigger: 8,
  arm: 9,
  forbidden: 10,
  armOrForbidden: 11,
  member: 12,
  offence: 13,
}

/** The rules in the order of a verdict: `allow`, `deny`, what is asked of args, then the others. */
export function rulesOf(document) {
  const operand = operandsOf(document.aliases ?? {})
  const { allow, deny } = document.tools ?? {}
  return [
    ...(allow === undefined ? [] : [{ type: "allow", tool: operand(allow) }]),
    ...(deny === undefined ? [] : [{ type: "deny", tool: operand(deny) }]),
    ...argsRules(document.tools ?? {}),
    ...(document.sequences ?? []).map((rule) => resolved(rule, operand)),
  ]
}

function argsRules({ arg_constraints = {}, schemas = {} }) {
  return [...Object.entries(arg_constraints), ...Object.entries(schemas)].map(([tool, words]) => {
    const condition = conditionOf(words)
    return { type: "args", tool: (name, held) => name === tool && !held(condition) }
  })
}

function resolved(rule, operand) {
  const ready = { type: rule.type, bound: rule.max ?? rule.within ?? 1, severity: rule.severity ?? "error" }
  if (rule.type === "blocklist") return { ...ready, pattern: rule.pattern }
  if (rule.type === "sequence") return { ...ready, strict: rule.strict === true, members: rule.tools.map(operand) }
  for (const key of ["tool", "first", "then", "trigger", "forbidden"]) {
    if (rule[key] !== undefined) ready[key] = operand(rule[key])
  }
  return ready
}

/**
 * An operand as a predicate on names, and where it reads args on what a condition says: `held(condition)`. It runs once a
 * name and set of held conditions, never once a call.
 */
function operandsOf(aliases) {
  const names = (reference) => (Object.hasOwn(aliases, reference) ? aliases[reference] : [reference])
  const one = (written) => {
    if (typeof written === "string") return named(names(written))
    const { tool, ...words } = written
    const [matches, condition] = [named([tool].flat().flatMap(names)), conditionOf(words)]
    return (name, held) => matches(name) && held(condition)
  }
  return (written) => {
    if (!Array.isArray(written)) return one(written)
    if (written.every((each) => typeof each === "string")) return named(written.flatMap(names))
    const all = written.map(one)
    return (name, held) => all.some((matches) => matches(name, held))
  }
}

function named(references) {
  const exact = new Set(references.filter((reference) => !reference.includes("*")))
  const patterns = references.filter((reference) => reference.includes("*")).map(globPattern)
  return (name) => exact.has(name) || patterns.some((pattern) => pattern.test(name))
}

function globPattern(glob) {
  const pieces = glob.split("*").map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
  return new RegExp(`^${pieces.join("[^]*")}$`)
}

/** The steps of a call of `name` of whose conditions `held` says which hold; `among` are the rules to look at. */
export function stepsOf(rules, name, held = always, among = rules.keys()) {
  const steps = []
  for (const index of among) {
    const [what, bits] = stepOf(rules[index], name, held)
    if (what !== 0) steps.push(what, index, bits)
  }
  return Int32Array.from(steps)
}

const always = () => true
const nothing = [0, 0]

function stepOf(rule, name, held) {
  switch (rule.type) {
    case "require":
    case "eventually":
      return [rule.tool(name, held) ? step.seen : 0, 0]
    case "max_calls":
      return [rule.tool(name, held) ? step.count : 0, 0]
    case "before":
      return [both(rule.first(name, held), rule.then(name, held), step.first, step.then, step.firstAndThen), 0]
    case "after":
      return [
        both(rule.then(name, held), rule.trigger(name, held), step.answer, step.trigger, step.answerAndTrigger),
        0,
      ]
    case "never_after":
      return [
        both(rule.trigger(name, held), rule.forbidden(name, held), step.arm, step.forbidden, step.armOrForbidden),
        0,
      ]
    case "sequence": {
      const bits = rule.members.reduce((mask, member, k) => mask | (member(name, held) ? 1 << k : 0), 0)
      return bits === 0 ? nothing : [step.member, bits]
    }
    case "blocklist":
      return [name.includes(rule.pattern) ? step.offence : 0, 0]
    case "allow":
      return [rule.tool(name, held) ? 0 : step.offence, 0]
    case "deny":
    case "args":
      return [rule.tool(name, held) ? step.offence : 0, 0]
    default:
      throw new TypeError(`no rule of type ${rule.type} here`)
  }
}

function both(one, other, whenOne, whenOther, whenBoth) {
  if (one) return other ? whenBoth : whenOne
  return other ? whenOther : 0
}
