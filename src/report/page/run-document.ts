import { safeText } from "../preview.ts"
import type { Evaluation, RunReport } from "../run-report.ts"
import type { RunCounts } from "../tally.ts"
import { renderVerdictLine } from "../terminal/summary.ts"
import { type Block, type Document, lineBreak, quiet, section, strong, titleOf } from "./document.ts"
import { type Limits, pageLimits } from "./limits.ts"
import { diagnosticList, diagnosticText, leftOut, plainPage, traceName } from "./parts.ts"
import { ShortPlaces } from "./places.ts"
import { ruleTable } from "./rule-table.ts"
import { tracesWithViolations, violationTable } from "./violations.ts"

/** What a run came to: its verdict, what was violated and how, every rule, and what could not be read. */
export function runDocument(run: RunReport, limits: Limits = pageLimits): Document {
  const unreadable = run.evaluations.filter(isUnreadable)
  const noted = run.evaluations.filter(
    (evaluation) =>
      !isUnreadable(evaluation) &&
      evaluation.verdict.violations.length === 0 &&
      evaluation.verdict.diagnostics.length > 0,
  )
  const places = new ShortPlaces(run.evaluations.map(({ place }) => place))
  return {
    title: titleOf("Check", run.policy.name),
    blocks: [
      banner(run.counts),
      ...places.files(limits),
      ...section("Notes on the run", diagnosticList(run.diagnostics)),
      ...section("Violations", violationTable(run, limits, places)),
      ...tracesWithViolations(run, limits, places),
      ...section("Rules", ruleTable(run.counts)),
      ...section("Unreadable traces", tracesWithNotes(unreadable, limits, places)),
      ...section("Notes on other traces", tracesWithNotes(noted, limits, places)),
    ],
  }
}

/** What could not be read was judged by no rule, and is not ok for that alone. */
function isUnreadable({ verdict }: Evaluation): boolean {
  return !verdict.ok && verdict.rules.length === 0
}

/** The last line of the terminal's report, in its words. */
function banner(counts: RunCounts): Block {
  const [line = "", ...caveats] = renderVerdictLine(counts, plainPage)
  const [head = "", ...tail] = line.split(" · ")
  const good = counts.violated === 0 && counts.unreadable === 0 && counts.traces > 0
  const warned = good && (counts.warnings > 0 || counts.idle + counts.empty === counts.traces)
  return {
    block: "banner",
    tone: warned ? "warn" : good ? "good" : "bad",
    content: [
      strong(head),
      ` · ${tail.join(" · ")}`,
      ...caveats.flatMap((caveat) => [lineBreak, quiet(caveat.trim())]),
    ],
  }
}

/** What was said of traces while they were read. */
function tracesWithNotes(evaluations: readonly Evaluation[], limits: Limits, places: ShortPlaces): readonly Block[] {
  if (evaluations.length === 0) return []
  const rows = evaluations
    .slice(0, limits.traces)
    .map(({ verdict, place }) => [
      traceName(verdict, places.text(place)),
      verdict.diagnostics.flatMap((each, index) => [
        ...(index === 0 ? [] : [lineBreak]),
        ...diagnosticText(atPlace(each, safeText(place.file ?? "", 400))),
      ]),
    ])
  return [
    { block: "table", label: "Traces with notes", columns: [{ head: "trace" }, { head: "what was found" }], rows },
    ...leftOut(evaluations.length - limits.traces, "trace"),
  ]
}

/** The row names the file already. */
function atPlace<T extends { readonly file?: string }>(diagnostic: T, file: string): T {
  if (diagnostic.file !== file) return diagnostic
  const { file: _, ...rest } = diagnostic
  return rest as T
}
