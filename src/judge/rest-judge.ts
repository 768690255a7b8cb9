import { formatNamed } from "../trace/detect.ts"
import type { Trace, TraceDetection, TracePlace } from "../trace/index.ts"
import { settingsOf } from "../trace/read-trace.ts"
import type { Verdict } from "../verdict/index.ts"
import type { EvaluateBytesOptions } from "./byte-judge.ts"
import type { Court } from "./court.ts"
import type { KnownInput } from "./job.ts"
import { type Offset, shifted } from "./job-results.ts"
import { LineJudge } from "./line-judge.ts"
import type { TraceJudge } from "./trace-judge.ts"

/** What of an input is judged by the thread that asks: from `firstByte` on, with what stands before it counted in. */
export interface Rest {
  readonly firstByte: number
  readonly offset: Offset
  readonly known: KnownInput | undefined
}

/** Judges the rest of an input of lines, from the line feed before its first line on, to the input's end. */
export class RestJudge implements TraceJudge {
  readonly #lines: LineJudge
  readonly #offset: Offset

  constructor(court: Court, options: EvaluateBytesOptions, { offset, known }: Rest) {
    const { extent = "complete", validate, from } = options
    const settings = settingsOf(options)
    const named = from === undefined ? undefined : formatFor(from)
    const format = known && formatFor(known.format)
    this.#offset = offset
    this.#lines = new LineJudge(court, {
      extent,
      full: validate === "full",
      settings,
      format: named,
      ...(format && known && { known: { format, evidence: known.evidence } }),
    })
  }

  push(chunk: Uint8Array): void {
    this.#lines.push(chunk)
  }

  end(): void {
    this.#lines.end()
  }

  next(): Verdict | undefined {
    const verdict = this.#lines.next()
    if (verdict === undefined || verdict.diagnostics.length === 0) return verdict
    return { ...verdict, diagnostics: verdict.diagnostics.map((finding) => shifted(finding, this.#offset)) }
  }

  get isDone(): boolean {
    return this.#lines.isDone
  }

  get isReadable(): boolean {
    return this.#lines.isReadable
  }

  get place(): TracePlace {
    const { place } = this.#lines
    return place.line === undefined ? place : { ...place, line: place.line + this.#offset.lines }
  }

  get detection(): TraceDetection | undefined {
    return this.#lines.detection
  }

  get trace(): Trace | undefined {
    return this.#lines.trace
  }
}

function formatFor(name: string): Exclude<ReturnType<typeof formatNamed>, { code: unknown }> | undefined {
  const format = formatNamed(name)
  return "code" in format ? undefined : format
}
