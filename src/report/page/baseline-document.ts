import type { BaselineDiff, Direction } from "../../baseline/index.ts"
import { count } from "../text.ts"
import {
  type Block,
  type Document,
  type Inline,
  lineBreak,
  named,
  paragraph,
  quiet,
  section,
  strong,
  type Tone,
} from "./document.ts"
import { type Limits, pageLimits } from "./limits.ts"
import { diagnosticList, leftOut } from "./parts.ts"

/** A diff with the line that people know, `Coverage: 82.5% (baseline: 85.5%, Δ -3.0%)`. */
export interface Comparison {
  readonly diff: BaselineDiff
  readonly line: string
}

const directions: Record<Direction, { readonly tone: Tone; readonly sign: string; readonly word: string }> = {
  improved: { tone: "good", sign: "↑", word: "improved" },
  regressed: { tone: "warn", sign: "↓", word: "lower" },
  unchanged: { tone: "quiet", sign: "=", word: "unchanged" },
}

/** What changed since the baseline. */
export function baselineDiffDocument(comparison: Comparison, limits: Limits = pageLimits): Document {
  const { diff, line } = comparison
  return {
    title: ["Coverage against the baseline"],
    blocks: [
      {
        block: "banner",
        tone: diff.regressed ? "bad" : diff.direction === "improved" ? "good" : "quiet",
        content: [strong(line), lineBreak, ...verdictOf(diff)],
      },
      ...baselineParts(diff, limits),
    ],
  }
}

/** The same within a report on coverage. */
export function baselineSection({ diff, line }: Comparison, limits: Limits): readonly Block[] {
  return section("Since the baseline", [
    paragraph(strong(line), lineBreak, ...verdictOf(diff)),
    ...baselineParts(diff, limits),
  ])
}

/** A baseline that holds no coverage has no direction. */
function verdictOf({ regressed, direction, threshold }: BaselineDiff): readonly Inline[] {
  const rule = `a drop of more than ${count(threshold, "point")}, or a lost tool or rule, is a regression`
  if (regressed) return [{ inline: "mark", tone: "bad", sign: "✗", word: "regression" }, " ", quiet(`(${rule})`)]
  const verdict: readonly Inline[] = direction === undefined ? [] : [{ inline: "mark", ...directions[direction] }, ", "]
  return [...verdict, quiet(`no regression (${rule})`)]
}

function baselineParts(diff: BaselineDiff, limits: Limits): readonly Block[] {
  return [
    ...diagnosticList(diff.diagnostics),
    ...(diff.samePolicy === false
      ? [paragraph("The policy has changed since the baseline: what it no longer names is not counted as lost.")]
      : []),
    ...names("New uncovered", diff.newlyUncovered, limits),
    ...names("Newly covered", diff.newlyCovered, limits),
    ...names("Lost rules", diff.lostRules, limits),
    ...names("Newly triggered rules", diff.newlyTriggered, limits),
  ]
}

/** A heading over names, each in a line of its own. */
export function names(title: string, all: readonly string[], { rows }: Limits, below?: string): readonly Block[] {
  if (all.length === 0) return []
  const items = all.slice(0, rows).map((name) => [named(name)])
  return section(`${title} (${all.length})`, [
    ...(below === undefined ? [] : [paragraph(below)]),
    { block: "list", items, names: true },
    ...leftOut(all.length - rows, "name"),
  ])
}
