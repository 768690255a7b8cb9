import { markOf } from "../marks.ts"
import type { Page } from "../paint.ts"
import type { RuleCounts, RunCounts } from "../tally.ts"
import { clip, count, escapeText, padLeft, padRight } from "../text.ts"

interface Column {
  readonly head: readonly [string, string]
  readonly value: (rule: RuleCounts) => number
}

const allColumns: readonly Column[] = [
  { head: ["", "held"], value: (rule) => rule.held - rule.vacuous },
  { head: ["held", "vacuous"], value: (rule) => rule.vacuous },
  { head: ["", "violated"], value: (rule) => rule.violated },
  { head: ["not", "exercised"], value: (rule) => rule.notExercised },
  { head: ["", "pending"], value: (rule) => rule.pending },
  { head: ["", "undetermined"], value: (rule) => rule.undetermined },
]

/** So many columns are there whatever came up. */
const always = 4

/** The table of outcomes per rule; a zero is a dot, so that the numbers stand out. */
export function renderRuleTable(counts: RunCounts, page: Page): string[] {
  const { paint, width } = page
  // What cannot come up in most runs takes no column in them.
  const columns = allColumns.filter(
    ({ value }, index) => index < always || counts.rules.some((rule) => value(rule) > 0),
  )
  const digits = String(counts.traces).length
  const widths = columns.map(({ head }) => Math.max(head[0].length, head[1].length, digits))
  const room = width - 2 - widths.reduce((sum, each) => sum + each + 1, 0)
  const longest = Math.max(...counts.rules.map((rule) => rule.id.length), 5)
  const idWidth = Math.max(12, Math.min(room, longest))
  const head = ([0, 1] as const).map((row) => {
    const cells = columns.map((column, index) => ` ${padLeft(column.head[row], widths[index] ?? 0)}`).join("")
    return paint.bold(`  ${padRight(row === 0 ? "" : "rule", idWidth)}${cells}`.trimEnd())
  })
  return [...head, ...counts.rules.map((rule) => tableRow(rule, columns, idWidth, widths, page))]
}

function tableRow(
  rule: RuleCounts,
  columns: readonly Column[],
  idWidth: number,
  widths: readonly number[],
  { paint }: Page,
): string {
  const mark = markOf("violated", true, rule.severity)
  const sign = rule.violated > 0 ? paint[mark.colour](mark.sign) : " "
  const cells = columns.map(({ value }, index) => {
    const number = value(rule)
    const cell = ` ${padLeft(number === 0 ? "·" : String(number), widths[index] ?? 0)}`
    if (number === 0) return paint.dim(cell)
    return index === 2 ? paint[mark.colour](cell) : cell
  })
  return `${sign} ${padRight(clip(escapeText(rule.id.slice(0, 200)), idWidth), idWidth)}${cells.join("")}`
}

/** The last line of a run: what it comes to. */
export function renderVerdictLine(counts: RunCounts, page: Page): string[] {
  const { paint } = page
  const { traces, ok, violated, unreadable, calls, violations, warnings, undetermined } = counts
  const good = violated === 0 && unreadable === 0 && traces > 0
  const head = good
    ? paint.green(`✓ ${allOf(traces)} ok`)
    : paint.red(
        `✗ ${[violated > 0 && `${violated} of ${count(traces, "trace")} violated`, unreadable > 0 && `${unreadable} unreadable`].filter(Boolean).join(", ") || "no trace was read"}`,
      )
  const tail = [
    !good && traces > 0 && `${ok} ok`,
    count(calls, "call"),
    violations > 0 && count(violations, "violation"),
    warnings > 0 && count(warnings, "warning"),
    undetermined > 0 && `${undetermined} undetermined`,
  ]
  return [`${paint.bold(head)} ${paint.dim("·")} ${tail.filter(Boolean).join(", ")}`, ...renderCaveats(counts, page)]
}

function allOf(traces: number): string {
  return traces === 1 ? "1 trace" : `all ${traces} traces`
}

/** What a reader of the last line must not overlook: traces that are ok because nothing happened. */
function renderCaveats({ empty, idle, rules }: RunCounts, { paint }: Page): string[] {
  const listed = rules.some(({ type }) => type === "allow")
  const notes = [
    empty > 0 && `${count(empty, "trace")} made no call`,
    idle > 0 && `${count(idle, "trace")} exercised ${listed ? "nothing but the allow list" : "no rule"}`,
  ].filter(Boolean)
  return notes.length === 0 ? [] : [paint.dim(`  ${notes.join(", ")}: ok does not mean tested`)]
}
