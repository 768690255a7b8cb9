import type { Diagnostic } from "../diagnostic/index.ts"
import type { RunCounts } from "../report/index.ts"
import type { Trace, TracePlace } from "../trace/index.ts"
import type { Verdict } from "../verdict/index.ts"

/** A trace with what came of it. */
export interface Judged {
  /** Read when it is asked for: only while the report is told of it. */
  readonly trace: Trace
  /** With the diagnostics of reading the trace among its own. */
  readonly verdict: Verdict
  readonly place: TracePlace
}

/** Turns a run into text, piece by piece, so that nothing has to be kept. */
export interface Reporter {
  /** `evidence` says how the format of a file was told; called once for each file. */
  source(file: string, format: string, evidence: string): string
  judged(judged: Judged): string
  /** `verdict` has the reasons among its diagnostics, and no rules. */
  unreadable(verdict: Verdict, place: TracePlace): string
  /** `diagnostics` are those of the run itself: of the policy, or that nothing was found. */
  end(counts: RunCounts, diagnostics: readonly Diagnostic[]): string
  /** What was asked for and did not come; asked once, when every trace was seen. */
  faults?(): readonly Diagnostic[]
}
