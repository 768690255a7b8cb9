import type { Range } from "../diagnostic/index.ts"
import type { ArgsRule, Glob, PolicyDocument, Selector, SelectorCase } from "../policy/model.ts"
import { notCheck } from "../schema/index.ts"
import { allow, args, ask, automatonOf, forbidden } from "./automata.ts"
import type { Automaton } from "./automaton.ts"
import type { RuleInfo } from "./model.ts"

/** A rule on its way to the tables. */
export interface Draft {
  readonly info: Omit<RuleInfo, "automaton">
  readonly automaton: Automaton
  readonly operands: readonly Operand[]
  readonly range: Range
}

/** What a call has to be to match an operand. */
export interface Operand {
  /** What its name may be, over all cases. */
  readonly globs: readonly Glob[]
  readonly cases: readonly SelectorCase[]
}

/** All rules of a policy: the lists and checks of \`tools\` first, then the others in file order. */
export function draftsOf(document: PolicyDocument): readonly Draft[] {
  return [...listDrafts(document), ...document.args.map(argsDraft), ...document.rules.map(ruleDraft)]
}

/** The operand that a selector is. */
function operandOf({ globs, cases }: Pick<Selector, "globs" | "cases">): Operand {
  return { globs, cases: cases ?? [{ globs, conditions: [] }] }
}

/** Calls of the tool, and those of them whose arguments are not as they must be. */
function argsDraft({ selector, check, range }: ArgsRule): Draft {
  const { label, globs } = selector
  const info = {
    id: `args:${label}`,
    type: "args",
    severity: "error",
    action: "deny",
    operands: [label, "refused arguments"],
  } as const
  const refused = { globs, conditions: [{ field: "args", check: notCheck(check) }] } as const
  return { info, automaton: args, operands: [operandOf({ globs }), { globs, cases: [refused] }], range }
}

function listDrafts(document: PolicyDocument): Draft[] {
  const kinds = [
    ["allow", allow, "deny"],
    ["deny", forbidden, "deny"],
    ["ask", ask, "ask"],
  ] as const
  return kinds.flatMap(([type, automaton, action]) => {
    const list = document[type]
    if (list === undefined) return []
    const info = { id: type, type, severity: "error" as const, action, operands: [list.selector.label] }
    return [{ info, automaton, operands: [operandOf(list.selector)], range: list.range }]
  })
}

function ruleDraft(rule: PolicyDocument["rules"][number]): Draft {
  const { id, type, severity, action, legacyId, description, message, range } = rule
  const selectors = selectorsOf(rule)
  const bound = "max" in rule ? rule.max : "within" in rule ? rule.within : undefined
  const automaton = automatonOf(rule)
  return {
    info: {
      id,
      type,
      severity,
      action,
      ...(legacyId !== undefined && { legacyId }),
      ...(description !== undefined && { description }),
      ...(message !== undefined && { message }),
      operands: selectors.map((selector) => selector.label),
      ...(bound !== undefined && { bound }),
      ...("strict" in rule && { strict: rule.strict }),
    },
    automaton,
    operands: selectors.map(operandOf),
    range,
  }
}

function selectorsOf(rule: PolicyDocument["rules"][number]): readonly Selector[] {
  switch (rule.type) {
    case "before":
      return [rule.first, rule.then]
    case "after":
      return [rule.trigger, rule.then]
    case "never_after":
      return [rule.trigger, rule.forbidden]
    case "sequence":
      return rule.tools
    case "blocklist":
      return [{ label: rule.pattern, globs: [["", rule.pattern, ""]] }]
    default:
      return [rule.tool]
  }
}
