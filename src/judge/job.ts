import type { Diagnostic } from "../diagnostic/index.ts"
import { lookBytes } from "../trace/container.ts"
import { formatNamed } from "../trace/detect.ts"
import type { Container, Trace, TracePlace } from "../trace/index.ts"
import { settingsOf } from "../trace/read-trace.ts"
import { join, planReading } from "../trace/read-traces.ts"
import { copyOf } from "../trace/utf8.ts"
import { type Verdict, VerdictPacker } from "../verdict/index.ts"
import type { EvaluateBytesOptions } from "./byte-judge.ts"
import { ByteSession } from "./evaluate-bytes.ts"
import { LineJudge, type LineOptions } from "./line-judge.ts"
import type { Program } from "./program.ts"

/** What one thread does for another: judges a part of an input, or all of it. Data that any thread can be sent. */
export interface Job {
  /** Bytes of the input; the lines are judged that begin from `from` on and before `to`. */
  readonly size: number
  readonly from: number
  readonly to: number
  /** What the beginning of the input was found to be; absent for the beginning itself. */
  readonly known?: KnownInput | undefined
  readonly options: EvaluateBytesOptions
  /** Whether traces that violate rules are sent along. */
  readonly wantsTraces: boolean
}

export interface KnownInput {
  readonly format: string
  readonly evidence: string
}

/** What is sent beside the words of a verdict, where there is more to say. Places and ranges count from the part's start. */
export interface JobNote {
  readonly index: number
  readonly diagnostics: readonly Diagnostic[]
  /** Absent: the line says it. */
  readonly place?: TracePlace
  /** The trace, or the bytes of a plain one; and how many bytes it takes, where that is known. */
  readonly trace?: Trace | Uint8Array
  readonly bytes?: number
}

/**
 * What came of a job. `whole`: all of the input was judged. `part`: its lines were. `alone`: nothing was, for what stands
 * there has to be judged in one go with what stands before or after it.
 */
export interface JobResult {
  readonly kind: "whole" | "part" | "alone"
  readonly words: Uint32Array<ArrayBuffer>
  readonly ids: readonly (string | null)[]
  readonly notes: readonly JobNote[]
  readonly known?: (KnownInput & { readonly container: Container }) | undefined
  /** The first verdict at which the format was known. */
  readonly knownFrom: number
  /** Of the part; with the line feed that ends what stands before it, unless it is the beginning. */
  readonly lines: number
  readonly codeUnits: number
  /** Where in the input its first line begins, in bytes. */
  readonly firstByte: number
  /** There were only blank lines. */
  readonly isEmpty: boolean
}

/** Reads bytes of an input, in pieces; to the end of the input, where `to` is beyond it. */
export type ReadBytes = (from: number, to: number) => AsyncIterable<Uint8Array>

const nothing: JobResult = {
  kind: "alone",
  words: new Uint32Array(0),
  ids: [],
  notes: [],
  knownFrom: 0,
  lines: 0,
  codeUnits: 0,
  firstByte: 0,
  isEmpty: true,
}

export function runJob(program: Program, job: Job, read: ReadBytes): Promise<JobResult> {
  if (job.from === 0 && job.to >= job.size) return runWhole(program, job, read)
  return runPart(program, job, read)
}

async function runWhole(program: Program, job: Job, read: ReadBytes): Promise<JobResult> {
  const session = new ByteSession(program, job.options)
  const output = new JobOutput(job)
  const take = (): void => {
    for (let verdict = session.next(); verdict !== undefined; verdict = session.next()) {
      const { isReadable, place, detection } = session.current
      output.add(verdict, isReadable, place, () => session.current.trace)
      if (detection !== undefined) output.know(detection)
    }
  }
  try {
    for await (const chunk of read(0, Number.POSITIVE_INFINITY)) {
      session.push(chunk)
      take()
      if (session.isDone) break
    }
    session.end()
    take()
  } finally {
    session.close()
  }
  return { ...nothing, ...output.taken(), kind: "whole" }
}

async function runPart(program: Program, job: Job, read: ReadBytes): Promise<JobResult> {
  const plan = await planPart(job, read)
  if (plan === undefined) return nothing
  let made: LineJudge | undefined
  const session = new ByteSession(program, job.options, (court) => {
    made = new LineJudge(court, plan)
    return made
  })
  const judge = made as LineJudge | undefined
  if (judge === undefined) return nothing
  const output = new JobOutput(job)
  const take = (): void => {
    for (let verdict = session.next(); verdict !== undefined; verdict = session.next()) {
      output.add(verdict, judge.isReadable, judge.place, () => judge.bytes ?? judge.trace)
      if (judge.detection !== undefined) output.know(judge.detection)
    }
  }
  const lines = new LinesOf(job, read)
  try {
    for await (const chunk of lines.chunks()) {
      session.push(chunk)
      take()
      if (judge.reader.isSpread) return { ...nothing, firstByte: lines.firstByte }
    }
    // No line begins here: all of it belongs to one that began before.
    if (!lines.begun) return { ...nothing, kind: "part", lines: 1, codeUnits: 1 }
    session.end()
    take()
    const { isSpread, isEmpty, codeUnits, format } = judge.reader
    if (isSpread || format === undefined) return { ...nothing, firstByte: lines.firstByte }
    const { firstByte } = lines
    return { ...nothing, ...output.taken(), kind: "part", lines: judge.lines, codeUnits, firstByte, isEmpty }
  } finally {
    session.close()
  }
}

/** How the lines of a part are judged; undefined where the input does not consist of lines. */
async function planPart({ from, known, options }: Job, read: ReadBytes): Promise<LineOptions | undefined> {
  const settings = settingsOf(options)
  const { extent = "complete", validate } = options
  const judged = { extent, full: validate === "full", settings, isPart: true }
  if (from > 0 && known !== undefined) {
    const named = settings.from === undefined ? undefined : formatNamed(settings.from)
    if (named !== undefined) return "code" in named ? undefined : { ...judged, format: named }
    const format = formatNamed(known.format)
    return "code" in format ? undefined : { ...judged, format: undefined, known: { format, evidence: known.evidence } }
  }
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of read(0, lookBytes + 1)) {
    parts.push(copyOf(chunk))
    size += chunk.length
  }
  const head = join(parts, size)
  const plan = planReading(head.subarray(0, lookBytes), size <= lookBytes, options, settings)
  return plan.refusal || plan.container === "json" ? undefined : { ...judged, format: plan.format }
}

/** Gathers verdicts and what has to be said of them. */
class JobOutput {
  readonly #packer = new VerdictPacker()
  readonly #ids: (string | null)[] = []
  readonly #notes: JobNote[] = []
  readonly #wantsTraces: boolean
  #known: JobResult["known"]
  #knownFrom = 0

  constructor({ wantsTraces }: Job) {
    this.#wantsTraces = wantsTraces
  }

  add(verdict: Verdict, readable: boolean, place: TracePlace, trace: () => Trace | Uint8Array | undefined): void {
    const { diagnostics, violations } = verdict
    const isPlain = place.pointer === undefined && place.line !== undefined
    const found = this.#wantsTraces && violations.length > 0 ? trace() : undefined
    if (diagnostics.length > 0 || found !== undefined || !isPlain) {
      const sent = found instanceof Uint8Array ? copyOf(found) : found
      this.#notes.push({
        index: this.#ids.length,
        diagnostics,
        ...(!isPlain && { place }),
        ...(sent !== undefined && { trace: sent }),
        ...(sent instanceof Uint8Array && { bytes: sent.length }),
      })
    }
    this.#packer.add(verdict, isPlain ? (place.line ?? 0) : 0, readable)
    this.#ids.push(verdict.id ?? null)
  }

  /** What the input was taken for when the last verdict was given. */
  know(detection: KnownInput & { readonly container: Container }): void {
    if (this.#known !== undefined) return
    this.#known = detection
    this.#knownFrom = this.#ids.length - 1
  }

  taken(): Pick<JobResult, "words" | "ids" | "notes" | "known" | "knownFrom"> {
    const words = this.#packer.take()
    return { words, ids: this.#ids, notes: this.#notes, known: this.#known, knownFrom: this.#knownFrom }
  }
}

/**
 * The bytes of the lines that begin in a part. Other parts than the first begin with the line feed before their first
 * line: so that their first line is blank, and no mark of byte order is looked for at the second.
 */
class LinesOf {
  readonly #job: Job
  readonly #read: ReadBytes
  firstByte = 0
  begun: boolean

  constructor(job: Job, read: ReadBytes) {
    this.#job = job
    this.#read = read
    this.begun = job.from === 0
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    const { from, to } = this.#job
    let at = Math.max(0, from - 1)
    for (const [start, end] of [
      [at, to],
      [to, Number.POSITIVE_INFINITY],
    ] as const) {
      for await (const chunk of this.#read(start, end)) {
        let first = 0
        if (!this.begun) {
          first = chunk.indexOf(10)
          if (first >= 0 && at + first >= to - 1) return
          this.begun = first >= 0
          this.firstByte = at + first + 1
        }
        const last = this.begun ? chunk.indexOf(10, Math.max(first, to - 1 - at)) : -1
        at += chunk.length
        if (this.begun) yield chunk.subarray(first, last < 0 ? undefined : last + 1)
        if (last >= 0 && at - chunk.length + last >= to - 1) return
        if (!this.begun && at >= to) return
      }
    }
  }
}
