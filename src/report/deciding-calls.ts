import type { Call } from "../trace/index.ts"
import type { Violation } from "../verdict/index.ts"
import { renderPlace } from "./place.ts"
import { safeText } from "./preview.ts"
import type { Evaluation } from "./run-report.ts"
import { judgedCalls } from "./terminal/verdict.ts"
import { clip } from "./text.ts"

/** A call that a report shows of a violation. */
export interface DecidingCall {
  /** As verdicts count. */
  readonly index: number
  /** It made the violation certain. */
  readonly decides: boolean
  /** Absent where the trace is not at hand. */
  readonly call: Call | undefined
}

/** The calls that matter for a violation, in order. */
export interface DecidingCalls {
  readonly calls: readonly DecidingCall[]
  /** How many of them stand before the last one and are left out. */
  readonly left: number
  /** How many calls were made, where only the end decided. */
  readonly end: number | undefined
}

/** At most `most` of the calls that matter, but at least one: the first ones and the last. */
export function decidingCalls(violation: Violation, { trace, verdict }: Evaluation, most: number): DecidingCalls {
  const { calls = [], call } = violation
  const taken = trace && judgedCalls(trace)
  const length = taken?.length ?? verdict.calls
  const all = calls.includes(call) || call >= length ? calls : [...calls, call].sort((a, b) => a - b)
  const left = Math.max(0, all.length - Math.max(1, most))
  const shown = left === 0 ? all : [...all.slice(0, Math.max(1, most) - 1), ...all.slice(-1)]
  return {
    calls: shown.map((index) => ({ index, decides: index === call, call: taken?.[index] })),
    left,
    end: call >= length ? length : undefined,
  }
}

/** What a trace is called: its id, or where it stands. One line, bounded. */
export function nameTrace({ verdict, place }: Evaluation): string {
  return verdict.id === undefined || verdict.id === "" ? clip(renderPlace(place), 300) : safeText(verdict.id, 200)
}
