import type { CoverageReport, CoveredRule, CoveredTransition } from "../../coverage/index.ts"
import { markOf } from "../marks.ts"
import { type Block, mark, named, paragraph, quiet, severityMark, type Text } from "./document.ts"
import { prose } from "./prose.ts"

/** The moves of each rule's automaton that no trace makes, folded by rule. */
export function untakenTransitions({ rules }: CoverageReport): readonly Block[] {
  const open = rules.filter(({ transitions }) => transitions.some(({ taken }) => !taken))
  if (open.length === 0) return []
  const all = rules.reduce((sum, { transitions }) => sum + transitions.length, 0)
  const taken = rules.reduce((sum, { transitions }) => sum + transitions.filter((each) => each.taken).length, 0)
  return [paragraph(`${taken} of ${all} transitions that some trace can take were taken.`), ...open.map(fold)]
}

function fold({ id, transitions }: CoveredRule): Block {
  const missed = transitions.filter((transition) => !transition.taken)
  const columns = [{ head: "from" }, { head: "on" }, { head: "to" }, { head: "outcome" }]
  return {
    block: "details",
    summary: [named(id), " ", quiet(`${missed.length} of ${transitions.length} not taken`)],
    content: [{ block: "table", label: "Transitions not taken", columns, rows: missed.map(row) }],
  }
}

function row({ from, to, on, offends }: CoveredTransition): readonly Text[] {
  const outcome = offends
    ? severityMark("error", "would violate")
    : mark({ ...markOf("not_exercised", false, "error"), word: "not taken" })
  return [[named(from)], prose(on), [named(to)], [outcome]]
}
