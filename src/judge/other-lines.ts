import type { LineReader } from "../trace/line-reader.ts"
import { LineSplitter, type RawLine } from "../trace/line-splitter.ts"
import type { ReadTrace } from "../trace/read-trace.ts"

export interface OtherLinesOptions {
  readonly maxTraceBytes: number
  /** The number of the first line. */
  readonly line: number
  /** Nothing is said of the input's end. */
  readonly isPart: boolean
}

/** Reads lines of formats that the core does not read: it is left out. */
export class OtherLines {
  readonly #reader: LineReader
  readonly #splitter: LineSplitter
  readonly #isPart: boolean
  readonly #chunks: Uint8Array[] = []
  #lines: Iterator<RawLine> | undefined
  #ended = false
  #line: number
  /** What comes after the input's own lines. */
  #end: "lines" | "traces" | "nothing" = "lines"

  constructor(reader: LineReader, { maxTraceBytes, line, isPart }: OtherLinesOptions) {
    this.#reader = reader
    this.#splitter = new LineSplitter(maxTraceBytes, line)
    this.#isPart = isPart
    this.#line = line - 1
  }

  /** The last line that was read. */
  get lines(): number {
    return this.#line
  }

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk)
  }

  end(): void {
    this.#ended = true
  }

  /** What the next lines make of themselves, perhaps nothing yet; undefined: more input is needed, or there is no more. */
  next(): readonly ReadTrace[] | undefined {
    const line = this.#lines?.next()
    if (line !== undefined && !line.done) {
      this.#line = line.value.line
      return this.#reader.take(line.value)
    }
    const chunk = this.#chunks.shift()
    if (chunk !== undefined) this.#lines = this.#splitter.feed(chunk)
    else if (!this.#ended || this.#end === "nothing") return undefined
    else if (this.#end === "lines") {
      this.#lines = this.#splitter.end()
      this.#end = "traces"
    } else {
      this.#end = "nothing"
      return this.#isPart ? [] : this.#reader.finish()
    }
    return []
  }
}
