import type { Diagnostic } from "../diagnostic/index.ts"
import { diagnostic } from "../diagnostic/index.ts"
import { type Assembled, Assembly } from "./assembly.ts"
import { detectFormat, undetected } from "./detect.ts"
import type { Piece, TraceFormat } from "./formats/index.ts"
import { parseJson } from "./json-text.ts"
import { type LineSpan, lineNotJson, lineNotUtf8, lineTooDeep, lineTooLarge, rangeOfLine } from "./line-faults.ts"
import type { RawLine } from "./line-splitter.ts"
import {
  FormatMemory,
  inFile,
  placed,
  placeOf,
  type ReadSettings,
  type ReadTrace,
  type TraceDetection,
  type TracePlace,
  unreadable,
} from "./read-trace.ts"
import { countCodeUnits, decodeUtf8 } from "./utf8.ts"

/** A format that was found before. */
export interface KnownFormat {
  readonly format: TraceFormat
  readonly evidence: string
}

/** Reads the lines of a JSONL input, one after the other: each is a trace, a piece of one, or unreadable. */
export class LineReader {
  readonly #settings: ReadSettings
  readonly #assembly: Assembly<TracePlace>
  readonly #memory: FormatMemory
  #offset = 0
  #truncated = false
  #empty = true
  #spread = false

  /**
   * `format`: the one that the caller named; undefined to detect it, line by line. `known`: what was found in lines that
   * stand before these.
   */
  constructor(settings: ReadSettings, format: TraceFormat | undefined, known?: KnownFormat) {
    this.#settings = settings
    this.#memory = new FormatMemory("jsonl", format)
    if (known && format === undefined) this.#memory.found(known.format, known.evidence)
    this.#assembly = new Assembly(settings.maxTraceBytes, settings.maxInputBytes)
  }

  /** The format that was found or named. */
  get format(): TraceFormat | undefined {
    return this.#memory.format
  }

  get detection(): TraceDetection | undefined {
    return this.#memory.detection
  }

  /** Some line was only a piece of a trace. */
  get isSpread(): boolean {
    return this.#spread
  }

  /** There was nothing but blank lines. */
  get isEmpty(): boolean {
    return this.#empty
  }

  /** UTF-16 code units of the lines so far, their ends included. */
  get codeUnits(): number {
    return this.#offset
  }

  /** Lines of `units` UTF-16 code units, their ends included, were read elsewhere. `blank`: there was nothing in them. */
  skip(units: number, blank: boolean): void {
    this.#offset += units
    if (!blank) this.#empty = false
  }

  /** The traces that a line is or ends, or why it cannot be read; nothing for blank lines and for most pieces. */
  take(raw: RawLine): ReadTrace[] {
    return this.#memory.tell(this.#read(raw))
  }

  #read(raw: RawLine): ReadTrace[] {
    const text = raw.bytes && decodeUtf8(raw.bytes)
    const units = text?.length ?? (raw.bytes ? countCodeUnits(raw.bytes) : raw.units)
    const span: LineSpan = { line: raw.line, offset: this.#offset, units }
    this.#offset += units + raw.ending
    if (text !== undefined && /^[ \t\r]*$/.test(text)) return []
    this.#empty = false
    if (!raw.bytes) return [this.#refuse(lineTooLarge(raw, span, this.#settings.maxTraceBytes), span)]
    if (text === undefined) return [this.#refuse(lineNotUtf8(raw.bytes, span, raw.ending === 0), span)]
    const parsed = parseJson(text)
    if (parsed.kind === "fault") return [this.#refuse(lineNotJson(parsed.fault, span, raw.ending === 0), span)]
    if (parsed.kind === "too-deep") return [this.#refuse(lineTooDeep(span), span)]
    return this.#route(parsed.value, span, raw.size)
  }

  /** The traces that are still open. Where the input was cut off, they are partial. */
  finish(): ReadTrace[] {
    if (this.#empty) {
      const finding = diagnostic("no-traces", "Expected at least one trace; the input is empty.", {
        hint: 'A trace without calls is written `[]` or `{"calls": []}`.',
      })
      return [unreadable(finding, placeOf(this.#settings.file, {}))]
    }
    const items = this.#assembly.finish().map(fromAssembled)
    return this.#memory.tell(this.#truncated ? items.map(asPartial) : items)
  }

  #route(value: unknown, span: LineSpan, size: number): ReadTrace[] {
    const format = this.#formatOf(value)
    if ("code" in format) return [this.#refuse(format, span)]
    const piece = format.piece?.(value, "")
    if (piece) this.#spread = true
    if (piece && "broken" in piece) {
      return [{ diagnostics: piece.broken.map((finding) => this.#locate(finding, span)), place: this.#place(span) }]
    }
    if (piece) return this.#add(piece, span, size)
    return format.read(value, "").map((reading) => {
      const diagnostics = reading.diagnostics.map((finding) => this.#locate(finding, span))
      return placed({ ...reading, diagnostics }, this.#place(span, reading.pointer))
    })
  }

  #formatOf(value: unknown): TraceFormat | Diagnostic {
    const { named, format } = this.#memory
    if (named && format) return format
    const detection = detectFormat(value, format)
    if (detection.kind !== "found") return undetected(value, detection, "")
    this.#memory.found(detection.format, detection.evidence)
    return detection.format
  }

  #add(piece: Piece, span: LineSpan, size: number): ReadTrace[] {
    const locate = (finding: Diagnostic): Diagnostic => this.#locate(finding, span)
    const done = this.#assembly.add(piece, { place: this.#place(span), pointer: "", size, locate })
    return done ? [fromAssembled(done)] : []
  }

  #refuse(finding: Diagnostic, span: LineSpan): ReadTrace {
    if (finding.code === "truncated-input") this.#truncated = true
    return { diagnostics: [this.#locate(finding, span)], place: this.#place(span) }
  }

  #locate(finding: Diagnostic, span: LineSpan): Diagnostic {
    const { code, message, ...details } = finding
    const range = finding.range ?? rangeOfLine(span)
    return inFile(diagnostic(code, message, { ...details, range }), this.#settings.file)
  }

  #place(span: LineSpan, pointer = ""): TracePlace {
    return placeOf(this.#settings.file, { line: span.line, ...(pointer !== "" && { pointer }) })
  }
}

function fromAssembled({ trace, diagnostics, place }: Assembled<TracePlace>): ReadTrace {
  const located = diagnostics.map((finding) => inFile(finding, place.file))
  return { ...(trace && { trace }), diagnostics: located, place }
}

function asPartial(item: ReadTrace): ReadTrace {
  return item.trace ? { ...item, extent: "partial" } : item
}
