import {
  PLACE_KEPT,
  PLACE_LINE,
  PLACE_UNIT,
  PLACE_UNIT_END,
  READ_DONE,
  READ_MORE,
  READ_TRACE,
} from "../../assembly/abi.ts"
import { LINES } from "../../assembly/scan/scan-abi.ts"
import type { WindowDesk } from "../core/index.ts"
import { native, type TraceFormat } from "../trace/formats/index.ts"
import type { Extent, Trace, TraceDetection, TracePlace } from "../trace/index.ts"
import { type KnownFormat, LineReader } from "../trace/line-reader.ts"
import type { RawLine } from "../trace/line-splitter.ts"
import { placeOf, type ReadSettings, type ReadTrace } from "../trace/read-trace.ts"
import type { Verdict } from "../verdict/index.ts"
import type { Court } from "./court.ts"
import { LineInput } from "./line-input.ts"
import { OtherLines } from "./other-lines.ts"
import { ReadTraces, type TraceJudge } from "./trace-judge.ts"
import { UnitJudge } from "./unit-judge.ts"

/** How lines are to be judged. */
export interface LineOptions {
  readonly extent: Extent
  /** Whether what no rule reads is to be JSON, too, to the last byte. */
  readonly full: boolean
  readonly settings: ReadSettings
  /** The one that the caller named; undefined to detect it. */
  readonly format: TraceFormat | undefined
  /** What was found in lines that stand before these. */
  readonly known?: KnownFormat | undefined
  /** The lines are a part of the input only: nothing is said of its end. */
  readonly isPart?: boolean
}

/**
 * Judges JSONL. The core cuts the lines and judges those that are plain traces of this library's own format; all others
 * go to the reader, as do the first ones until the format is known. Where it is another one, the core is left out.
 */
export class LineJudge implements TraceJudge {
  readonly #units: UnitJudge
  readonly #window: WindowDesk
  readonly #input: LineInput
  readonly #reader: LineReader
  readonly #read: ReadTraces
  readonly #settings: ReadSettings
  #others: OtherLines | undefined
  readonly #isPart: boolean
  #isDone = false
  /** Lines are of the format that the core reads: what it has judged is so. */
  #isNative: boolean
  /** The verdict given last came from the core. */
  #isFast = false
  /** Place in the window up to which the reader has counted; and whether the core has judged something after it. */
  #counted = 0
  #hasPassed = false
  /** The last line that was judged, and where in the window the next one begins. */
  #line = 0
  #lineEnd = 0

  constructor(court: Court, { extent, full, settings, format, known, isPart = false }: LineOptions) {
    this.#settings = settings
    this.#units = new UnitJudge(court, extent)
    this.#window = this.#units.window
    this.#input = new LineInput(this.#window, settings.maxTraceBytes)
    this.#reader = new LineReader(settings, format, known)
    this.#read = new ReadTraces(court, extent)
    this.#isPart = isPart
    const current = this.#reader.format
    this.#isNative = current === native
    if (current === undefined || this.#isNative) this.#units.begin(LINES, full)
    else this.#others = new OtherLines(this.#reader, { maxTraceBytes: settings.maxTraceBytes, line: 1, isPart })
  }

  push(chunk: Uint8Array): void {
    const input = this.#others ?? this.#input
    input.push(chunk)
  }

  end(): void {
    const input = this.#others ?? this.#input
    input.end()
  }

  get isDone(): boolean {
    return this.#isDone && (this.#isFast || this.#read.isDone)
  }

  get isReadable(): boolean {
    return this.#isFast || this.#read.isReadable
  }

  get place(): TracePlace {
    return this.#isFast ? placeOf(this.#settings.file, { line: this.#line }) : (this.#read.item?.place ?? {})
  }

  get detection(): TraceDetection | undefined {
    return this.#isFast ? this.#reader.detection : this.#read.item?.detection
  }

  /** What was read so far. */
  get reader(): LineReader {
    return this.#reader
  }

  /** Lines so far; of one that is not ended yet nothing is said. */
  get lines(): number {
    return this.#others?.lines ?? this.#line
  }

  /** The bytes of the trace, where the core has read it. */
  get bytes(): Uint8Array | undefined {
    return this.#isFast ? this.#units.bytes : undefined
  }

  get trace(): Trace | undefined {
    return this.#isFast ? this.#units.trace() : this.#read.item?.trace
  }

  next(): Verdict | undefined {
    for (;;) {
      if (!this.#isFast) {
        const verdict = this.#read.next()
        if (verdict !== undefined) return verdict
      }
      if (this.#isDone) return undefined
      if (this.#others !== undefined) {
        const items = this.#others.next()
        if (items === undefined) return undefined
        this.#take(items)
      } else if (this.#input.isOpen) {
        const verdict = this.#step()
        if (verdict !== undefined) return verdict
      } else if (!this.#open()) return undefined
    }
  }

  #take(items: readonly ReadTrace[]): void {
    this.#isFast = false
    this.#read.set(items)
  }

  #open(): boolean {
    const input = this.#input
    if (!input.open()) return false
    this.#counted = input.mark
    this.#lineEnd = this.#counted
    const dropped = input.takeDropped()
    if (dropped === undefined) return true
    this.#take(this.#reader.take({ ...dropped, line: this.#line + 1 }))
    this.#counted = dropped.ending
    this.#lineEnd = dropped.ending
    return true
  }

  #step(): Verdict | undefined {
    const code = this.#units.next()
    if (code === READ_MORE) this.#turn()
    else if (code === READ_DONE) this.#finish()
    else {
      const { place } = this.#window
      const at = place[PLACE_UNIT] as number
      const end = place[PLACE_UNIT_END] as number
      this.#line = place[PLACE_LINE] as number
      if (code === READ_TRACE && this.#isNative && end - this.#lineEnd <= this.#settings.maxTraceBytes) {
        this.#isFast = true
        this.#hasPassed = true
        this.#lineEnd = end + 1
        return this.#units.verdict()
      }
      this.#readLine(at, end)
    }
    return undefined
  }

  /** Everything in the window was read. */
  #turn(): void {
    const { place } = this.#window
    const kept = place[PLACE_KEPT] as number
    this.#line = place[PLACE_LINE] as number
    this.#take(this.#blanksUpTo(kept, this.#line + 1))
    this.#countUpTo(kept)
    this.#input.turn()
  }

  #finish(): void {
    const { filled } = this.#window
    const { place } = this.#window
    const items = this.#blanksUpTo(filled, (place[PLACE_LINE] as number) + 1)
    this.#countUpTo(filled)
    this.#line = place[PLACE_LINE] as number
    this.#take(this.#isPart ? items : [...items, ...this.#reader.finish()])
    this.#isDone = true
  }

  /** Has the reader read the line whose text begins at `at`. */
  #readLine(at: number, end: number): void {
    let start = at
    while (start > this.#lineEnd && isBlank(this.#window.byte(start - 1))) start--
    const items = this.#blanksUpTo(start, this.#line)
    items.push(...this.#takeLine(start, end, this.#line))
    this.#take(items)
    const { format } = this.#reader
    if (this.#isNative || format === undefined) return
    if (format === native) this.#isNative = true
    else this.#goOnWithout()
  }

  #takeLine(start: number, end: number, line: number): readonly ReadTrace[] {
    this.#countUpTo(start)
    const items = this.#reader.take(this.#raw(start, end, line))
    this.#lineEnd = end + 1
    this.#counted = Math.min(end + 1, this.#window.filled)
    return items
  }

  #raw(start: number, end: number, line: number): RawLine {
    const size = end - start
    const ends = end < this.#window.filled
    if (size > this.#settings.maxTraceBytes)
      return { line, size, units: this.#window.codeUnits(start, end), ending: ends ? 1 : 0 }
    const returns = ends && size > 0 && this.#window.byte(end - 1) === 13
    const bytes = this.#window.bytes(start, returns ? end - 1 : end)
    return { line, bytes, size: bytes.length, units: 0, ending: returns ? 2 : ends ? 1 : 0 }
  }

  /** Blank lines before the line `line`, which begins at `to`, are too long as any other. */
  #blanksUpTo(to: number, line: number): ReadTrace[] {
    const most = this.#settings.maxTraceBytes
    if (to - this.#lineEnd <= most) return []
    const bytes = this.#window.bytes(this.#lineEnd, to)
    const offset = this.#lineEnd
    const ends: number[] = []
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, end + 1)) ends.push(end)
    const items: ReadTrace[] = []
    for (const [k, end] of ends.entries()) {
      const start = k === 0 ? 0 : (ends[k - 1] as number) + 1
      if (end - start <= most) continue
      items.push(...this.#takeLine(offset + start, offset + end, line - ends.length + k))
    }
    return items
  }

  #countUpTo(place: number): void {
    const units = this.#window.codeUnits(this.#counted, place)
    if (units > 0) this.#reader.skip(units, !this.#hasPassed)
    this.#hasPassed = false
    this.#counted = place
  }

  /** Lines of another format: the rest is read without the core. */
  #goOnWithout(): void {
    const input = this.#input
    const { maxTraceBytes } = this.#settings
    this.#others = new OtherLines(this.#reader, { maxTraceBytes, line: this.#line + 1, isPart: this.#isPart })
    for (const chunk of input.rest(this.#lineEnd)) this.#others.push(chunk)
    if (input.ended) this.#others.end()
  }
}

function isBlank(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === 13
}
