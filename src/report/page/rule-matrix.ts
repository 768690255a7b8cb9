import type { CoverageReport, CoveredRule } from "../../coverage/index.ts"
import { markOf } from "../marks.ts"
import { type Block, type Column, type Inline, mark, named, quiet, type Text } from "./document.ts"
import { kindText } from "./parts.ts"
import { number } from "./rule-table.ts"

const columns: readonly Column[] = [
  { head: "rule" },
  { head: "seen held" },
  { head: "seen violated" },
  ...["held", "held vacuously", "violated", "not exercised", "pending", "undetermined"].map((head) => ({
    head,
    numeric: true,
  })),
]

const never: Inline = mark({ ...markOf("not_exercised", false, "error"), word: "never" })

/** A suite that never sees a rule both kept and broken does not show that the rule tells the two apart. */
export function ruleMatrix({ rules }: CoverageReport): readonly Block[] {
  if (rules.length === 0) return []
  return [{ block: "table", label: "Rules and what the traces saw of them", columns, rows: rules.map(row) }]
}

function row(rule: CoveredRule): readonly Text[] {
  const kind = kindText(rule.type, rule.severity)
  const heldMark = mark({ ...markOf("held", true, rule.severity), word: "seen" })
  const violatedMark = mark({ ...markOf("violated", true, rule.severity), word: "seen" })
  return [
    [named(rule.id), " ", quiet(`(${rule.counted ? kind : `${kind}, not counted`})`)],
    [rule.held > 0 ? heldMark : never],
    [rule.violated > 0 ? violatedMark : never],
    number(rule.held),
    number(rule.heldVacuously),
    number(rule.violated),
    number(rule.notExercised),
    number(rule.pending),
    number(rule.undetermined),
  ]
}
