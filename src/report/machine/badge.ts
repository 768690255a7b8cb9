import type { CoverageReport } from "../../coverage/index.ts"
import { escapeHtml } from "../page/html-text.ts"
import { percent } from "../page/percent.ts"
import type { RunCounts } from "../tally.ts"
import { count } from "../text.ts"

/** What a badge says. Colours are those that shields.io knows by name. */
interface Badge {
  readonly label: string
  readonly message: string
  readonly color: "brightgreen" | "green" | "yellow" | "orange" | "red" | "lightgrey"
}

/** Grounds on which white text keeps 4.5 to 1. */
const grounds: Record<Badge["color"], string> = {
  brightgreen: "#1a7f37",
  green: "#3d7a1f",
  yellow: "#8a6100",
  orange: "#b1480b",
  red: "#c0281f",
  lightgrey: "#666c74",
}

/** What shields.io's endpoint badge reads, of a suite's coverage or of a run. */
export function renderBadge(of: CoverageReport | RunCounts): string {
  return `${JSON.stringify({ schemaVersion: 1, ...badgeOf(of) })}\n`
}

/** The same badge as a picture of its own, which fetches nothing and has no ids: several may stand inline in a page. */
export function renderBadgeSvg(of: CoverageReport | RunCounts): string {
  const { label, message, color } = badgeOf(of)
  const [left, right] = [textWidth(label), textWidth(message)]
  const [labelWidth, width] = [left + 12, left + right + 24]
  const title = escapeHtml(`${label}: ${message}`)
  const text = (x: number, length: number, content: string): string =>
    `<text x="${x}" y="14" textLength="${length}" lengthAdjust="spacingAndGlyphs">${escapeHtml(content)}</text>`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${title}">
<title>${title}</title>
<path fill="#444a52" d="M4 0h${labelWidth - 4}v20H4a4 4 0 0 1-4-4V4a4 4 0 0 1 4-4z"/>
<path fill="${grounds[color]}" d="M${labelWidth} 0h${right + 8}a4 4 0 0 1 4 4v12a4 4 0 0 1-4 4h-${right + 8}z"/>
<g fill="#fff" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">
${text(6, left, label)}
${text(labelWidth + 6, right, message)}
</g>
</svg>
`
}

function badgeOf(of: CoverageReport | RunCounts): Badge {
  return "overallCoveragePct" in of ? coverageBadge(of) : runBadge(of)
}

function coverageBadge({ overallCoveragePct: pct, threshold, meetsThreshold, traces }: CoverageReport): Badge {
  const label = "policy coverage"
  if (traces === 0) return { label, message: "no traces", color: "lightgrey" }
  const message = percent(pct, threshold)
  if (!meetsThreshold) return { label, message, color: "red" }
  return { label, message, color: pct >= 90 ? "brightgreen" : pct >= 75 ? "green" : pct >= 50 ? "yellow" : "orange" }
}

/** Traces in which nothing was put to the test do not make a green badge. */
function runBadge({ traces, violated, unreadable, warnings, idle, empty }: RunCounts): Badge {
  const label = "policy"
  if (traces === 0) return { label, message: "no traces", color: "lightgrey" }
  if (violated > 0) return { label, message: `${violated} of ${traces} violated`, color: "red" }
  if (unreadable > 0) return { label, message: `${unreadable} unreadable`, color: "red" }
  if (idle + empty === traces) return { label, message: "not exercised", color: "lightgrey" }
  if (warnings > 0) return { label, message: `ok, ${count(warnings, "warning")}`, color: "yellow" }
  return { label, message: "ok", color: "brightgreen" }
}

/** Pixels of a text at 11 px, estimated by kinds of characters; `textLength` makes it true. */
function textWidth(text: string): number {
  let width = 0
  for (const character of text) {
    width += /[ijlft.,:1]/.test(character) ? 4.4 : /[mw%]/.test(character) ? 10.4 : 6.8
  }
  return Math.round(width)
}
