import type { Diagnostic } from "../diagnostic/index.ts"
import type { Trace, TracePlace } from "../trace/index.ts"
import type { Verdict } from "../verdict/index.ts"
import type { PolicyView } from "./policy-view.ts"
import type { RunCounts } from "./tally.ts"

/** A trace with its verdict, as reports see it. */
export interface Evaluation {
  /** With the diagnostics of reading the trace among its own. What could not be read has no rules, and says why there. */
  readonly verdict: Verdict
  readonly place: TracePlace
  /** There where the verdict has violations, so that reports can show the calls that matter. */
  readonly trace?: Trace
}

/** All that a report on a run is made of. */
export interface RunReport {
  readonly policy: PolicyView
  readonly counts: RunCounts
  /** In input order. */
  readonly evaluations: readonly Evaluation[]
  /** Those of the policy and of the run itself. */
  readonly diagnostics: readonly Diagnostic[]
}

export interface ReportOptions {
  /** Of Assay: what the report says it was made by. */
  readonly version: string
  /** The time of the run. Without it a report says nothing of time. */
  readonly now?: Date
}
