import type { Range } from "../diagnostic/index.ts"
import type { Glob, PolicyDocument } from "../policy/model.ts"
import { allow, ask, automatonOf, forbidden } from "./automata.ts"
import type { Automaton } from "./automaton.ts"
import type { RuleInfo } from "./model.ts"

/** A rule on its way to the tables. */
export interface Draft {
  readonly info: Omit<RuleInfo, "automaton">
  readonly automaton: Automaton
  readonly operands: readonly (readonly Glob[])[]
  readonly range: Range
}

/** All rules of a policy: the lists of \`tools\` first, then the others in file order. */
export function draftsOf(document: PolicyDocument): readonly Draft[] {
  return [...listDrafts(document), ...document.rules.map(ruleDraft)]
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
    return [{ info, automaton, operands: [list.selector.globs], range: list.range }]
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
    operands: selectors.map((selector) => selector.globs),
    range,
  }
}

function selectorsOf(rule: PolicyDocument["rules"][number]): readonly { label: string; globs: readonly Glob[] }[] {
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
