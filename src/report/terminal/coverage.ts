import type { BaselineDiff } from "../../baseline/index.ts"
import type { CoverageReport, CoveredRule } from "../../coverage/index.ts"
import { diffLines, regressionLine } from "../baseline-lines.ts"
import { markOf } from "../marks.ts"
import { percent, thresholdPercent } from "../page/percent.ts"
import type { Page } from "../paint.ts"
import { clip, count, escapeText, padLeft, padRight, wrap } from "../text.ts"

/** Names listed unless everything is asked for. */
const mostNames = 20
/** Transitions not taken that are listed unless everything is asked for. */
const mostTransitions = 10
const labelWidth = 20
const gaugeCells = 20

/** Coverage for people; with `diff` what changed since a baseline stands first and last. */
export function renderCoverage(report: CoverageReport, page: Page, diff?: BaselineDiff): string[] {
  const { toolCoverage, ruleCoverage, highRiskGaps } = report
  const missing = [
    ...names("Unseen tools", toolCoverage.unseenTools, page),
    ...names("Unexpected tools", toolCoverage.unexpectedTools, page),
    ...names("Untriggered rules", ruleCoverage.untriggeredRules, page),
    ...gapLines(highRiskGaps, page),
  ]
  return [
    ...(diff ? [...diffLines(diff), ""] : []),
    ...shares(report, page),
    ...(missing.length > 0 ? ["", ...missing] : []),
    ...ruleTable(report.rules, page),
    ...untaken(report.rules, page),
    "",
    ...verdictLine(report, page),
    ...(diff ? [regressionLine(diff, page)] : []),
  ]
}

function shares({ toolCoverage: tools, ruleCoverage: rules }: CoverageReport, page: Page): string[] {
  const row = (what: string, part: number, all: number, pct: number): string => {
    const filled = Math.floor((pct / 100) * gaugeCells)
    const gauge = page.paint.dim(`[${"#".repeat(filled)}${".".repeat(gaugeCells - filled)}]`)
    const note = all === 0 ? page.paint.dim(`  (no ${what}: counted 100)`) : ""
    return `  ${padRight(what, 6)} ${padLeft(`${part} of ${all}`, 11)}  ${padLeft(percent(pct), 6)}  ${gauge}${note}`
  }
  return [
    row("tools", tools.toolsSeenInTraces, tools.totalToolsInPolicy, tools.coveragePct),
    row("rules", rules.rulesTriggered, rules.totalRules, rules.coveragePct),
  ]
}

function names(label: string, list: readonly string[], { paint, width, verbose }: Page): string[] {
  if (list.length === 0) return []
  const shown = verbose ? list : list.slice(0, mostNames)
  const more = list.length > shown.length ? [`… and ${list.length - shown.length} more`] : []
  const text = [...shown.map((name) => clip(escapeText(name.slice(0, 200)), width - labelWidth)), ...more].join(", ")
  return labelled(paint.yellow(padRight(label, labelWidth)), wrap(text, width - labelWidth))
}

function labelled(label: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => `${index === 0 ? label : " ".repeat(labelWidth)}${line}`)
}

function gapLines(gaps: CoverageReport["highRiskGaps"], { paint, width, verbose }: Page): string[] {
  const shown = verbose ? gaps : gaps.slice(0, mostNames)
  const lines = shown.flatMap(({ tool, reason }) => {
    const text = `${clip(escapeText(tool.slice(0, 200)), 60)}: ${escapeText(reason)}`
    return labelled(padRight("! high-risk gap", labelWidth), wrap(text, width - labelWidth)).map(paint.red)
  })
  return gaps.length > shown.length
    ? [...lines, paint.dim(`… and ${count(gaps.length - shown.length, "gap")} more`)]
    : lines
}

const columns = ["held", "violated", "vacuous", "not ex.", "transitions"] as const

/** Per rule: in how many traces it was seen how, and how many of the moves it can make were made. */
function ruleTable(rules: readonly CoveredRule[], { paint, width }: Page): string[] {
  if (rules.length === 0) return []
  const widths = columns.map((head) => Math.max(head.length, 6) + 2)
  const room = width - 2 - widths.reduce((sum, each) => sum + each, 0)
  const idWidth = Math.max(12, Math.min(room, Math.max(...rules.map(({ id }) => id.length), 5)))
  const head = columns.map((text, index) => padLeft(text, widths[index] ?? 0)).join("")
  return [
    "",
    paint.bold(`  ${padRight("seen in traces", idWidth)}${head}`),
    ...rules.map((rule) => {
      const cells = cellsOf(rule).map((text, index) => padLeft(text, widths[index] ?? 0))
      return `${signOf(rule, paint)} ${padRight(clip(escapeText(rule.id.slice(0, 200)), idWidth), idWidth)}${cells.join("")}`
    }),
  ]
}

function cellsOf({ held, violated, heldVacuously, notExercised, transitions }: CoveredRule): string[] {
  const taken = transitions.filter((transition) => transition.taken).length
  const number = (value: number): string => (value === 0 ? "·" : String(value))
  return [
    number(held),
    number(violated),
    number(heldVacuously),
    number(notExercised),
    `${taken} of ${transitions.length}`,
  ]
}

function signOf({ type, held, violated }: CoveredRule, paint: Page["paint"]): string {
  // That a call needed approval is no fault: an ask list is never violated.
  if (held > 0 && (violated > 0 || type === "ask")) return paint.green(markOf("held", true, "error").sign)
  if (held === 0 && violated === 0) return paint.yellow(markOf("not_exercised", false, "error").sign)
  return paint.dim("~")
}

function untaken(rules: readonly CoveredRule[], { paint, width, verbose }: Page): string[] {
  const moves = rules.flatMap(({ id, transitions }) =>
    transitions.filter(({ taken }) => !taken).map((transition) => ({ id, ...transition })),
  )
  const legend = paint.dim("  ✓ seen held and violated   ~ seen one way only   ○ never put to the test")
  if (moves.length === 0) return rules.length === 0 ? [] : [legend]
  const shown = verbose ? moves : moves.slice(0, mostTransitions)
  const lines = shown.map(({ id, from, to, on, offends }) => {
    const text = `${id}: ${from} → ${to} on ${on}${offends ? ", offends" : ""}`
    return `  ${clip(escapeText(text.slice(0, 400)), width - 2)}`
  })
  const more =
    moves.length > shown.length
      ? [paint.dim(`  … and ${moves.length - shown.length} more (--verbose tells of all)`)]
      : []
  return [legend, "", paint.bold("Transitions that no trace takes"), ...lines, ...more]
}

function verdictLine(report: CoverageReport, { paint }: Page): string[] {
  const { overallCoveragePct, threshold, meetsThreshold, traces, unreadable, calls, attempts } = report
  const shown = percent(overallCoveragePct, threshold)
  const goal = threshold === 0 ? "" : `, threshold ${thresholdPercent(threshold)} ${meetsThreshold ? "met" : "not met"}`
  // Without a threshold there is nothing to meet or miss.
  const sign = !meetsThreshold ? "✗" : threshold === 0 ? "•" : "✓"
  const head = `${sign} Coverage: ${shown}${goal}`
  const tail = [
    count(traces, "trace"),
    count(calls, "call"),
    attempts > 0 && count(attempts, "denied attempt"),
    unreadable > 0 && `${unreadable} unreadable`,
  ].filter(Boolean)
  return [`${paint.bold(meetsThreshold ? paint.green(head) : paint.red(head))} ${paint.dim("·")} ${tail.join(", ")}`]
}
