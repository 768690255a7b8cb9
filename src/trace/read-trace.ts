import { type Diagnostic, diagnostic } from "../diagnostic/index.ts"
import type { Reading, TraceFormat } from "./formats/index.ts"
import type { Trace } from "./model.ts"

/** Where something stands in an input: a line of JSONL from 1, a JSON Pointer into a document or into the line. */
export interface TracePlace {
  readonly file?: string
  readonly line?: number
  readonly pointer?: string
}

/** How traces stand in an input: one document, or one JSON text a line. */
export type Container = "json" | "jsonl"

/** One trace of an input, or one part of it that cannot be read: then `trace` is absent and `diagnostics` say why. */
export interface ReadTrace {
  readonly trace?: Trace
  /** `partial`: the input ends too early, so more calls may have come. Absent: what the caller says holds. */
  readonly extent?: "partial"
  readonly diagnostics: readonly Diagnostic[]
  /** Of the trace, or of its first line where its calls stand on lines. */
  readonly place: TracePlace
  /** Absent as long as nothing in the input was recognised. */
  readonly detection?: TraceDetection
}

/** What an input was taken for by the first part of it that was recognised. */
export interface TraceDetection {
  readonly format: string
  readonly container: Container
  /** What was seen, as a user would point at it, or that the caller named the format. */
  readonly evidence: string
}

/** How an input is to be read, and how much of it. */
export interface ReadOptions {
  /** The name of the input, for diagnostics and for its ending: `.jsonl`, `.ndjson`, `.json`. */
  readonly filename?: string | undefined
  /** The name of a trace format; absent: it is detected. */
  readonly from?: string | undefined
  /** `jsonl`: a trace or a call a line. `json`: one trace or an array of traces. Absent: found out. */
  readonly format?: Container | undefined
  /** The largest line, and the largest trace whose calls stand on lines, in bytes. Default 64 MiB. */
  readonly maxTraceBytes?: number | undefined
  /** The largest input that is read whole, and what traces spread over lines may hold at once. Default 512 MiB. */
  readonly maxInputBytes?: number | undefined
}

/** The options with their defaults. */
export interface ReadSettings {
  readonly file: string | undefined
  readonly from: string | undefined
  readonly maxTraceBytes: number
  readonly maxInputBytes: number
}

const mebibyte = 1024 * 1024

export function settingsOf(options: ReadOptions): ReadSettings {
  const { filename, from, maxTraceBytes = 64 * mebibyte, maxInputBytes = 512 * mebibyte } = options
  return { file: filename, from, maxTraceBytes, maxInputBytes }
}

/** A part of an input that cannot be read. */
export function unreadable(finding: Diagnostic, place: TracePlace): ReadTrace {
  return { diagnostics: [inFile(finding, place.file)], place }
}

/** What a format read, with its place in the input. */
export function placed(reading: Reading, place: TracePlace): ReadTrace {
  const { trace, extent, diagnostics } = reading
  return {
    ...(trace && { trace }),
    ...(extent && { extent }),
    diagnostics: diagnostics.map((finding) => inFile(finding, place.file)),
    place,
  }
}

/** The first format that is found in an input; later parts of another format do not change it. */
export class FormatMemory {
  readonly named: boolean
  readonly #container: Container
  #format: TraceFormat | undefined
  #detection: TraceDetection | undefined

  /** `format`: the one that the caller named. */
  constructor(container: Container, format: TraceFormat | undefined) {
    this.named = format !== undefined
    this.#container = container
    if (format) this.found(format, "the caller named it")
  }

  get format(): TraceFormat | undefined {
    return this.#format
  }

  get detection(): TraceDetection | undefined {
    return this.#detection
  }

  found(format: TraceFormat, evidence: string): void {
    this.#format ??= format
    this.#detection ??= { format: format.name, container: this.#container, evidence }
  }

  /** The items with what is known of the format by now. */
  tell(items: readonly ReadTrace[]): ReadTrace[] {
    const detection = this.#detection
    return items.map((item) => (detection ? { ...item, detection } : item))
  }
}

export function inFile(finding: Diagnostic, file: string | undefined): Diagnostic {
  const { code, message, ...details } = finding
  return finding.file === undefined && file !== undefined ? diagnostic(code, message, { ...details, file }) : finding
}

export function placeOf(file: string | undefined, rest: Omit<TracePlace, "file">): TracePlace {
  return file === undefined ? rest : { file, ...rest }
}
