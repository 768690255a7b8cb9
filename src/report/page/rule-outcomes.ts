import type { Edit, Explanation, Repair, RuleExplanation, RuleState } from "../../explain/index.ts"
import type { RuleVerdict } from "../../verdict/index.ts"
import { markOf } from "../marks.ts"
import type { PolicyView } from "../policy-view.ts"
import { editWords, noRepair } from "../repairs.ts"
import { type Block, joined, lineBreak, mark, named, quiet, strong, type Text } from "./document.ts"
import { kindText, ruleQuote } from "./parts.ts"
import { prose } from "./prose.ts"

/** How each rule came out: where it stands, and where it is violated what would have satisfied it. */
export function ruleOutcomes({ verdict, rules }: Explanation, policy: PolicyView): readonly Block[] {
  if (verdict.rules.length === 0) return []
  const explained = new Map(rules.map((rule) => [rule.rule, rule]))
  const rows = verdict.rules.map((rule) => [
    [mark(markOf(rule.outcome, rule.exercised, rule.severity))],
    [named(rule.id), " ", quiet(`(${kindText(rule.type, rule.severity)})`)],
    outcomeText(rule, explained.get(rule.id), verdict.calls),
  ])
  const columns = [{ head: "outcome" }, { head: "rule" }, { head: "why" }]
  const quotes = verdict.rules
    .filter(({ violation }) => violation !== undefined)
    .flatMap(({ id }): readonly Block[] => {
      const quote = ruleQuote(policy, id)
      return quote.length === 0
        ? []
        : [{ block: "details", summary: ["What the policy says of ", named(id)], content: quote }]
    })
  return [{ block: "table", label: "How each rule came out", columns, rows, header: 1 }, ...quotes]
}

function outcomeText(rule: RuleVerdict, explained: RuleExplanation | undefined, calls: number): Text {
  if (rule.violation === undefined) return explained === undefined ? [] : stateText(explained.after)
  const repairs = explained?.repairs
  return [
    ...prose(rule.violation.message),
    ...(repairs === undefined ? [] : [lineBreak, ...repairText(repairs, calls)]),
  ]
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
