import { lookBytes } from "../trace/container.ts"
import type { Container, Trace, TraceDetection, TracePlace } from "../trace/index.ts"
import { type ReadSettings, settingsOf } from "../trace/read-trace.ts"
import { join, planReading, readTraces, tooLarge } from "../trace/read-traces.ts"
import { copyOf, withoutByteOrderMark } from "../trace/utf8.ts"
import type { Verdict } from "../verdict/index.ts"
import type { Court } from "./court.ts"
import { type DocumentVerdicts, judgeDocument } from "./document-judge.ts"
import { LineJudge } from "./line-judge.ts"
import type { EvaluateOptions } from "./program.ts"
import { ReadTraces, type TraceJudge } from "./trace-judge.ts"

/** How bytes are to be judged. */
export interface EvaluateBytesOptions extends EvaluateOptions {
  /** `jsonl`: a trace or a call a line. `json`: one trace or an array of traces. Absent: found out. */
  readonly format?: Container | undefined
  /** The name of a trace format; absent: it is detected. */
  readonly from?: string | undefined
  /**
   * How much of what no rule reads is looked at: `shape` (default) for UTF-8, strings, escapes and kinds of brackets,
   * `full` for whether it is JSON, exactly as `JSON.parse` sees it.
   */
  readonly validate?: "shape" | "full" | undefined
  /** The largest line, in bytes. Default: `limits.trace_bytes` of the policy. */
  readonly maxTraceBytes?: number | undefined
  /** The largest document, in bytes. Default 512 MiB. */
  readonly maxInputBytes?: number | undefined
  /** The name of the input, for diagnostics and for its ending: `.jsonl`, `.ndjson`, `.json`. */
  readonly filename?: string | undefined
}

/** Judges an input of which nothing is known yet but what the options say. */
export class ByteJudge implements TraceJudge {
  readonly #court: Court
  readonly #options: EvaluateBytesOptions
  readonly #settings: ReadSettings
  /** The beginning of the input, until it is enough to see what it is. */
  #head: Uint8Array[] = []
  #size = 0
  #ended = false
  #judge: TraceJudge | undefined

  constructor(court: Court, options: EvaluateBytesOptions) {
    this.#court = court
    this.#options = options
    this.#settings = settingsOf(options)
  }

  push(chunk: Uint8Array): void {
    if (this.#judge !== undefined) this.#judge.push(chunk)
    else {
      this.#head.push(chunk)
      this.#size += chunk.length
    }
  }

  end(): void {
    this.#ended = true
    this.#judge?.end()
  }

  next(): Verdict | undefined {
    if (this.#judge !== undefined) return this.#judge.next()
    // One byte beyond the look tells an input that ends with it from one that goes on.
    if (this.#size <= lookBytes && !this.#ended) {
      const last = this.#head.pop()
      if (last !== undefined) this.#head.push(copyOf(last))
      return undefined
    }
    const first = this.#head[0]
    const head = this.#head.length === 1 && first !== undefined ? first : join(this.#head, this.#size)
    this.#head = []
    const judge = this.#judgeFor(head.subarray(0, lookBytes), this.#ended && head.length <= lookBytes)
    this.#judge = judge
    judge.push(head)
    if (this.#ended) judge.end()
    return judge.next()
  }

  #judgeFor(head: Uint8Array, isWhole: boolean): TraceJudge {
    const { extent = "complete", validate } = this.#options
    const looked = this.#options.format === undefined ? head : openingOf(head)
    const { container, format, refusal } = planReading(looked, isWhole, this.#options, this.#settings)
    const options = { extent, full: validate === "full", settings: this.#settings, format }
    if (container === "jsonl" && refusal === undefined) return new LineJudge(this.#court, options)
    const read = new ReadTraces(this.#court, extent)
    if (refusal !== undefined) return new WholeJudge(-1, read, () => read.set([refusal]))
    return new WholeJudge(this.#settings.maxInputBytes, read, (bytes) => {
      if (bytes === undefined) return read.set([tooLarge(this.#settings)])
      const found = judgeDocument(this.#court, bytes, options)
      return found ?? read.set(readTraces(bytes, this.#options).traces)
    })
  }

  get isDone(): boolean {
    return this.#judge?.isDone ?? false
  }

  get isReadable(): boolean {
    return this.#judge?.isReadable ?? false
  }

  get place(): TracePlace {
    return this.#judge?.place ?? {}
  }

  get detection(): TraceDetection | undefined {
    return this.#judge?.detection
  }

  get trace(): Trace | undefined {
    return this.#judge?.trace
  }
}

/** Where the container is named, the first byte tells JSON from what is none, and the rest need not be decoded. */
function openingOf(head: Uint8Array): Uint8Array {
  const start = head.length - withoutByteOrderMark(head).length
  let at = start
  while (head[at] === 32 || head[at] === 9 || head[at] === 10 || head[at] === 13) at++
  const byte = head[at]
  return byte === 0x7b || byte === 0x5b || byte === 0x22 ? head.subarray(0, at + 1) : head
}

/** Undefined bytes: there are too many. Answers nothing where the traces are read by the host. */
type JudgeWhole = (bytes: Uint8Array | undefined) => DocumentVerdicts | undefined

/** Judges an input when all of it is there. */
class WholeJudge implements TraceJudge {
  readonly #maxBytes: number
  readonly #read: ReadTraces
  readonly #judge: JudgeWhole
  #parts: Uint8Array[] = []
  #size = 0
  #ended = false
  #isJudged = false
  #found: DocumentVerdicts | undefined
  #next = 0

  constructor(maxBytes: number, read: ReadTraces, judge: JudgeWhole) {
    this.#maxBytes = maxBytes
    this.#read = read
    this.#judge = judge
  }

  push(chunk: Uint8Array): void {
    this.#size += chunk.length
    if (this.#size > this.#maxBytes) this.#parts = []
    else this.#parts.push(chunk)
  }

  end(): void {
    this.#ended = true
  }

  next(): Verdict | undefined {
    if (!this.#isJudged && !this.#collect()) return undefined
    if (this.#found === undefined) return this.#read.next()
    return this.#next < this.#found.count ? this.#found.verdict(this.#next++) : undefined
  }

  /** False: more is needed. A document that is too large is refused before it ends. */
  #collect(): boolean {
    const isLarge = this.#size > this.#maxBytes
    if (!this.#ended && !isLarge) {
      // The caller may use its chunk again.
      const last = this.#parts.pop()
      if (last !== undefined) this.#parts.push(copyOf(last))
      return false
    }
    const [only] = this.#parts
    const bytes = this.#parts.length === 1 && only !== undefined ? only : join(this.#parts, isLarge ? 0 : this.#size)
    this.#parts = []
    this.#isJudged = true
    this.#found = this.#judge(isLarge ? undefined : bytes)
    return true
  }

  get isDone(): boolean {
    return this.#isJudged && this.#next >= (this.#found?.count ?? 0) && this.#read.isDone
  }

  get isReadable(): boolean {
    return this.#found !== undefined || this.#read.isReadable
  }

  get place(): TracePlace {
    return this.#found?.place(this.#next - 1) ?? this.#read.item?.place ?? {}
  }

  get detection(): TraceDetection | undefined {
    return this.#found?.detection ?? this.#read.item?.detection
  }

  get trace(): Trace | undefined {
    return this.#found === undefined ? this.#read.item?.trace : this.#found.trace(this.#next - 1)
  }
}
