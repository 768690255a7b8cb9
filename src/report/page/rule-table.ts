import { markOf } from "../marks.ts"
import type { RuleCounts, RunCounts } from "../tally.ts"
import { type Block, type Column, mark, named, quiet, type Text } from "./document.ts"
import { kindText } from "./parts.ts"

const columns: readonly Column[] = [
  { head: "rule" },
  { head: "type" },
  ...["held", "held vacuously", "violated", "not exercised", "pending", "undetermined"].map((head) => ({
    head,
    numeric: true,
  })),
]

/** How often each rule came out how. What was never put to the test has columns of its own. */
export function ruleTable({ rules }: RunCounts): readonly Block[] {
  if (rules.length === 0) return []
  return [{ block: "table", label: "Rules by outcome", columns, rows: rules.map(row) }]
}

function row(rule: RuleCounts): readonly Text[] {
  const { held, vacuous, violated, notExercised, pending, undetermined, severity } = rule
  const sign = violated === 0 ? [] : [mark({ ...markOf("violated", true, severity), word: "" })]
  return [
    [named(rule.id)],
    [quiet(kindText(rule.type, severity))],
    number(held - vacuous),
    number(vacuous),
    [...sign, ...number(violated)],
    number(notExercised),
    number(pending),
    number(undetermined),
  ]
}

/** A zero steps back, so that the numbers stand out. */
export function number(value: number): Text {
  return [value === 0 ? quiet("0") : String(value)]
}
