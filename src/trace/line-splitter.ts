import { copyOf, countCodeUnits, withoutByteOrderMark } from "./utf8.ts"

/** One line of an input. */
export interface RawLine {
  /** From 1. */
  readonly line: number
  /** Good until the next line is asked for. Absent: the line was too long and is not held. */
  readonly bytes?: Uint8Array
  /** Bytes of the line without its end. */
  readonly size: number
  /** UTF-16 code units of a line that is not held; 0 for the others, whose text says it. */
  readonly units: number
  /** Length of what ends the line: 1, or 2 with a carriage return. 0: the input ends here without a line feed. */
  readonly ending: number
}

/**
 * Cuts chunks of bytes into lines, wherever the chunks end. At most `maxBytes` of a line are ever held; what is
 * longer is counted and dropped. A carriage return before a line feed and a leading mark of byte order are taken off.
 */
export class LineSplitter {
  readonly #maxBytes: number
  #held: Uint8Array[] = []
  #size = 0
  #units = 0
  #dropped = false
  #line: number
  #start: Uint8Array | undefined

  /** `line`: the number of the first line; a mark of byte order is looked for at the start of line 1 only. */
  constructor(maxBytes: number, line = 1) {
    this.#maxBytes = maxBytes
    this.#line = line
    this.#start = line === 1 ? new Uint8Array(0) : undefined
  }

  *feed(chunk: Uint8Array): Generator<RawLine> {
    const bytes = this.#start ? this.#begin(chunk) : chunk
    let from = 0
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      yield this.#take(bytes.subarray(from, end), true)
      from = end + 1
    }
    if (from < bytes.length) this.#hold(bytes.subarray(from))
  }

  /** The last line, where it has no line feed. */
  *end(): Generator<RawLine> {
    if (this.#start && this.#start.length > 0) {
      const rest = this.#start
      this.#start = undefined
      this.#hold(rest)
    }
    if (this.#size > 0) yield this.#take(new Uint8Array(0), false)
  }

  /** Waits for three bytes, so that the mark is found however the chunks are cut. */
  #begin(chunk: Uint8Array): Uint8Array {
    const joined = join([this.#start ?? chunk, chunk])
    if (joined.length < 3 && !joined.includes(10)) {
      this.#start = joined
      return new Uint8Array(0)
    }
    this.#start = undefined
    return withoutByteOrderMark(joined)
  }

  #hold(bytes: Uint8Array): void {
    this.#size += bytes.length
    if (this.#size > this.#maxBytes) this.#drop()
    // The caller may use its chunk again: what is kept is a copy.
    if (this.#dropped) this.#units += countCodeUnits(bytes)
    else this.#held.push(copyOf(bytes))
  }

  #drop(): void {
    this.#dropped = true
    for (const bytes of this.#held) this.#units += countCodeUnits(bytes)
    this.#held = []
  }

  #take(tail: Uint8Array, terminated: boolean): RawLine {
    const size = this.#size + tail.length
    if (size > this.#maxBytes) this.#drop()
    const raw = this.#dropped
      ? { size, units: this.#units + countCodeUnits(tail), ending: terminated ? 1 : 0 }
      : withoutReturn(this.#held.length === 0 ? tail : join([...this.#held, tail]), terminated)
    this.#held = []
    this.#size = 0
    this.#units = 0
    this.#dropped = false
    return { line: this.#line++, ...raw }
  }
}

function withoutReturn(bytes: Uint8Array, terminated: boolean): Omit<RawLine, "line"> {
  const returned = terminated && bytes.at(-1) === 13
  const kept = returned ? bytes.subarray(0, -1) : bytes
  return { bytes: kept, size: kept.length, units: 0, ending: returned ? 2 : terminated ? 1 : 0 }
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
