import { type PolicyName, schemaVersion, summaryRecord, verdictRecord } from "../report/index.ts"
import type { TracePlace } from "../trace/index.ts"
import type { Verdict } from "../verdict/index.ts"
import type { Judged, Reporter } from "./reporter.ts"

export interface JsonReporterOptions {
  readonly policy: PolicyName
  /** The record of a judged trace, or undefined to leave it out. */
  readonly record?: (judged: Judged) => unknown
  /** The record of a trace that could not be read; absent: its verdict. */
  readonly unreadable?: (verdict: Verdict, place: TracePlace) => unknown
}

/**
 * One JSON document, written as the run goes, one trace to a line. The summary stands behind the traces, for it is
 * known only then.
 */
export function jsonReporter(options: JsonReporterOptions): Reporter {
  const { policy, record = () => undefined, unreadable = verdictRecord } = options
  let before = `{"schema_version":${schemaVersion},\n"traces":[\n`
  const element = (value: unknown): string => {
    if (value === undefined) return ""
    const text = before + JSON.stringify(value)
    before = ",\n"
    return text
  }
  return {
    source: () => "",
    judged: (judged) => element(record(judged)),
    unreadable: (verdict, place) => element(unreadable(verdict, place)),
    end(counts, diagnostics) {
      const open = before === ",\n" ? "\n" : before
      const summary = JSON.stringify(summaryRecord(policy, counts))
      return `${open}],\n"summary":${summary},\n"diagnostics":${JSON.stringify(diagnostics)}}\n`
    },
  }
}

/** One record a line and nothing else, for filters that go on with each as it comes. */
export function jsonLinesReporter(record: (judged: Judged) => unknown): Reporter {
  return {
    source: () => "",
    judged: (judged) => `${JSON.stringify(record(judged))}\n`,
    unreadable: (verdict, place) => `${JSON.stringify(verdictRecord(verdict, place))}\n`,
    end: () => "",
  }
}
