import type { Edit, Explanation, Repair, RuleState } from "../../explain/index.ts"
import type { RuleVerdict } from "../../verdict/index.ts"
import { markOf } from "../marks.ts"
import { editWords, noRepair } from "../repairs.ts"
import { type Block, joined, lineBreak, mark, named, quiet, strong, type Text } from "./document.ts"
import { agentText, errorsFirst, kindText } from "./parts.ts"
import { prose } from "./prose.ts"

/** The violated rules, errors first: how, what the agent is told, and what would have satisfied them. */
export function violatedRules({ verdict, rules }: Explanation): readonly Block[] {
  const repairs = new Map(rules.map((rule) => [rule.rule, rule.repairs]))
  const violated = verdict.rules.filter(({ violation }) => violation !== undefined)
  if (violated.length === 0) return []
  const rows = errorsFirst(violated, (rule) => rule).map((rule) => [
    ...outcomeCells(rule),
    violationText(rule, repairs.get(rule.id), verdict.calls),
  ])
  return [{ block: "table", label: "The violated rules", columns: [...columns, { head: "why" }], rows, header: 1 }]
}

/** The rules that are not violated, folded: where each stands. */
export function otherRules({ verdict, rules }: Explanation): readonly Block[] {
  const explained = new Map(rules.map((rule) => [rule.rule, rule]))
  const others = verdict.rules.filter(({ violation }) => violation === undefined)
  if (others.length === 0) return []
  const rows = others.map((rule) => {
    const after = explained.get(rule.id)?.after
    return [...outcomeCells(rule), after === undefined ? [] : stateText(after)]
  })
  const words = others.map((rule) => markOf(rule.outcome, rule.exercised, rule.severity).word)
  const counts = [...new Set(words)].map((word) => `${words.filter((each) => each === word).length} ${word}`)
  const title = others.length === verdict.rules.length ? "Rules" : "Other rules"
  const table: Block = { block: "table", label: title, columns: [...columns, { head: "state" }], rows, header: 1 }
  return [{ block: "details", summary: [`${title}: ${counts.join("; ")}`], content: [table] }]
}

const columns = [{ head: "outcome" }, { head: "rule" }]

function outcomeCells({ id, type, outcome, exercised, severity }: RuleVerdict): readonly Text[] {
  return [[mark(markOf(outcome, exercised, severity))], [named(id), " ", quiet(`(${kindText(type, severity)})`)]]
}

function violationText({ violation }: RuleVerdict, repairs: readonly Repair[] | undefined, calls: number): Text {
  if (violation === undefined) return []
  const { message, agentMessage } = violation
  const lines: readonly Text[] = [
    prose(message),
    ...(agentMessage === undefined ? [] : [agentText(agentMessage)]),
    ...(repairs === undefined ? [] : [repairText(repairs, calls)]),
  ]
  return joined(lines, lineBreak)
}

function stateText({ state, counter, bound, waits }: RuleState): Text {
  const number = counter === undefined ? "" : ` ${bound === undefined ? counter : `${counter}/${bound}`}`
  return [
    quiet("ends in "),
    ...prose(`${state}${number}`),
    ...(waits === undefined ? [] : [quiet(", ", ...prose(waits))]),
  ]
}

/** Repairs in words; each satisfies this rule, and says nothing of the others. */
export function repairText(repairs: readonly Repair[], calls: number): Text {
  if (repairs.length === 0) return [quiet(noRepair)]
  const ways = repairs.map((repair) =>
    joined(
      repair.map((edit) => editText(edit, calls)),
      ", and ",
    ),
  )
  return [strong("Would satisfy it:"), " ", ...joined(ways, "; or ")]
}

function editText(edit: Edit, calls: number): Text {
  const [before, tool, after] = editWords(edit, calls)
  return [before, named(tool), after]
}
