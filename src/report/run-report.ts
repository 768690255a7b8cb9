import type { Diagnostic } from "../diagnostic/index.ts"
import type { EvaluateOptions, Policy } from "../judge/index.ts"
import { readTraceInput, type Trace, type TraceInput, type TracePlace } from "../trace/index.ts"
import type { Verdict } from "../verdict/index.ts"
import { type PolicyView, viewPolicy } from "./policy-view.ts"
import { type RunCounts, Tally } from "./tally.ts"

/** A trace with its verdict, as reports see it. */
export interface Evaluation {
  /** With the diagnostics of reading the trace among its own. What could not be read has no rules, and says why there. */
  readonly verdict: Verdict
  readonly place: TracePlace
  /** There where the verdict has violations, so that reports can show the calls that matter. */
  readonly trace?: Trace
}

/** What of a run is only counted: more was found than its report can show. */
export interface Omitted {
  readonly violatedTraces: number
  /** Traces that are ok and have warnings. */
  readonly warnedTraces: number
  /** Violations of severity `error`, and of severity `warning`. */
  readonly errors: number
  readonly warnings: number
}

/** Nothing is omitted. */
export const nothingOmitted: Omitted = { violatedTraces: 0, warnedTraces: 0, errors: 0, warnings: 0 }

/** All that a report on a run is made of. */
export interface RunReport {
  readonly policy: PolicyView
  readonly counts: RunCounts
  /** In input order; traces without violations and notes may be missing. */
  readonly evaluations: readonly Evaluation[]
  /** What is counted, but not among the evaluations; absent: nothing. */
  readonly omitted?: Omitted
  /** Those of the policy and of the run itself. */
  readonly diagnostics: readonly Diagnostic[]
}

/** What a report says of itself. */
export interface ReportOptions {
  /** Of Assay: what the report says it was made by. */
  readonly version: string
  /** The time of the run. Without it a report says nothing of time. */
  readonly now?: Date
}

/** How traces are judged, and by what names a report is to speak of policy and traces. */
export interface RunReportOptions extends EvaluateOptions {
  /** The text of the policy, for quotes of its rules. */
  readonly text?: string
  /** The file of the policy, as reports are to name it. */
  readonly filename?: string
  /** Where the traces stand, as reports are to name it; trace i is then `/i` in it. */
  readonly tracesFile?: string
}

/**
 * Judges traces and keeps what reports need. A trace that cannot be read counts as unreadable.
 *
 * @example
 * renderSarif(runReport(policy, [["Create"]]), { version: "1" }).includes('"2.1.0"') // true
 */
export function runReport(policy: Policy, traces: Iterable<TraceInput>, options: RunReportOptions = {}): RunReport {
  const { text, filename, tracesFile } = options
  const tally = new Tally()
  const evaluations: Evaluation[] = []
  for (const input of traces) {
    const place = tracesFile === undefined ? {} : { file: tracesFile, pointer: `/${evaluations.length}` }
    const verdict = policy.evaluate(input, options)
    const { trace } = readTraceInput(input)
    if (trace === undefined) tally.addUnreadable()
    else tally.add(verdict)
    evaluations.push(
      trace === undefined || verdict.violations.length === 0 ? { verdict, place } : { verdict, place, trace },
    )
  }
  const { diagnostics } = policy
  return { policy: viewPolicy(policy, text, filename), counts: tally.counts(), evaluations, diagnostics }
}
