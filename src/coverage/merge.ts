import { type Diagnostic, diagnostic } from "../diagnostic/index.ts"
import type { CoverageReport, CoveredRule } from "./model.ts"
import { mostUnexpected } from "./names-seen.ts"
import { checkThreshold, mostDiagnostics, reportOf } from "./report.ts"

/** What merging came to: a report, or why there is none. */
export interface Merged {
  readonly report?: CoverageReport
  readonly diagnostics: readonly Diagnostic[]
}

/** What merged coverage is held against, and by what names its parts are spoken of. */
export interface MergeOptions {
  /** What the overall coverage is to reach, 0 to 100; default 0. */
  readonly threshold?: number
  /** The names by which diagnostics speak of the reports. */
  readonly filenames?: readonly string[]
}

/** What `reportOf` says anew of the whole. */
const derived: ReadonlySet<string> = new Set(["vacuous-coverage", "no-traces"])

/**
 * One report out of reports on parts of a suite, made by the same policy on any machine: the same as if all traces had
 * been read in one run, but that diagnostics tell of each thing once. Throws `TypeError` for a threshold that is no
 * percentage. Reports of different policies are refused (`foreign-report`), and so is no report at all.
 */
export function mergeCoverage(
  reports: readonly CoverageReport[],
  { threshold = 0, filenames = [] }: MergeOptions = {},
): Merged {
  checkThreshold(threshold)
  const [first] = reports
  if (first === undefined) {
    return { diagnostics: [diagnostic("usage", "Coverage reports were to be merged, but none was given.")] }
  }
  const foreign = reports.findIndex((report) => shapeOf(report) !== shapeOf(first))
  if (foreign >= 0) {
    const message = `Report ${foreign + 1} was made by another policy than the first one.`
    const hint = "Measure all parts of a suite with one policy file, then merge."
    return { diagnostics: [diagnostic("foreign-report", message, { hint, file: filenames[foreign] })] }
  }
  const report = reportOf({
    policy: first.policy,
    traces: sum(reports, (each) => each.traces),
    unreadable: sum(reports, (each) => each.unreadable),
    calls: sum(reports, (each) => each.calls),
    attempts: sum(reports, (each) => each.attempts),
    threshold,
    tools: first.tools.map((tool, index) => ({
      ...tool,
      seen: reports.some(({ tools }) => tools[index]?.seen === true),
    })),
    unexpectedTools: [...new Set(reports.flatMap(({ toolCoverage }) => toolCoverage.unexpectedTools))]
      .sort()
      .slice(0, mostUnexpected),
    rules: first.rules.map((rule, index) =>
      mergeRule(
        rule,
        reports.flatMap(({ rules }) => rules[index] ?? []),
      ),
    ),
    highRiskGaps: first.highRiskGaps.filter(({ tool, reason }) =>
      reports.every(({ highRiskGaps }) => highRiskGaps.some((gap) => gap.tool === tool && gap.reason === reason)),
    ),
    diagnostics: mergeDiagnostics(reports),
  })
  return { report, diagnostics: [] }
}

/** Each once, as in one run; so many as one run keeps. */
function mergeDiagnostics(reports: readonly CoverageReport[]): Diagnostic[] {
  const known = new Map<string, Diagnostic>()
  for (const each of reports.flatMap(({ diagnostics }) => diagnostics)) {
    if (!derived.has(each.code)) known.set(JSON.stringify([each.code, each.message, each.file, each.path]), each)
  }
  return [...known.values()].slice(0, mostDiagnostics)
}

/** What the reports of one policy have in common. */
function shapeOf({ policy, tools, rules }: CoverageReport): string {
  const named = rules.map(({ id, type, severity, counted, transitions }) => [
    ...[id, type, severity, counted],
    transitions.map(({ from, to, on, offends }) => [from, to, on, offends]),
  ])
  return JSON.stringify([policy.digest, tools.map(({ tool }) => tool), named])
}

function mergeRule(first: CoveredRule, parts: readonly CoveredRule[]): CoveredRule {
  return {
    ...first,
    triggered: parts.some(({ triggered }) => triggered),
    held: sum(parts, (each) => each.held),
    heldVacuously: sum(parts, (each) => each.heldVacuously),
    violated: sum(parts, (each) => each.violated),
    pending: sum(parts, (each) => each.pending),
    notExercised: sum(parts, (each) => each.notExercised),
    undetermined: sum(parts, (each) => each.undetermined),
    transitions: first.transitions.map((transition, index) => ({
      ...transition,
      taken: parts.some(({ transitions }) => transitions[index]?.taken === true),
    })),
  }
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return Math.min(
    items.reduce((total, item) => total + of(item), 0),
    Number.MAX_SAFE_INTEGER,
  )
}
