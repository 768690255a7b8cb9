import { PLACE_KEPT } from "../../assembly/abi.ts"
import type { WindowDesk } from "../core/index.ts"
import type { RawLine } from "../trace/line-splitter.ts"
import { copyOf, countCodeUnits, withoutByteOrderMark } from "../trace/utf8.ts"

const nothing = new Uint8Array(0)
/** A window holds at most so many bytes beyond the largest line. */
const beyond = 1 << 20

/** A line that is too long to be held. */
export type DroppedLine = Omit<RawLine, "line" | "bytes">

/** Brings chunks of JSONL into the core's window, wherever they end, and never more of a line than may be held. */
export class LineInput {
  readonly #window: WindowDesk
  readonly #maxBytes: number
  #chunk: Uint8Array = nothing
  #at = 0
  #ended = false
  #isOpen = false
  #isFirst = true
  /** A line ends in what was copied since the window was last open. */
  #feeds = false
  #dropping: { size: number; units: number } | undefined
  #dropped: DroppedLine | undefined

  constructor(window: WindowDesk, maxBytes: number) {
    this.#window = window
    this.#maxBytes = maxBytes
  }

  push(chunk: Uint8Array): void {
    this.#chunk = chunk
    this.#at = 0
  }

  end(): void {
    this.#ended = true
  }

  get ended(): boolean {
    return this.#ended
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Length of the mark of byte order that the window begins with. */
  get mark(): number {
    if (!this.#isFirst || this.#window.filled < 3) return 0
    return 3 - withoutByteOrderMark(this.#window.bytes(0, 3)).length
  }

  /** Opens the window over as much as fits; false: more input is needed. */
  open(): boolean {
    if (this.#dropping !== undefined && !this.#drop(this.#dropping)) return false
    const window = this.#window
    const count = window.fill(this.#chunk, this.#at)
    const isLast = this.#ended && this.#at + count === this.#chunk.length
    const isFull = window.isFull
    if (!isLast && !isFull) this.#feeds ||= this.#chunk.subarray(this.#at, this.#at + count).includes(10)
    this.#at += count
    if (!isLast && !isFull && !this.#feeds) return false
    window.open(isLast)
    this.#isOpen = true
    this.#feeds = false
    return true
  }

  /** Everything in the window was read: the beginning of a line that is left in it waits for its end, or is dropped. */
  turn(): void {
    const window = this.#window
    const kept = window.place[PLACE_KEPT] as number
    const held = window.filled - kept
    this.#isOpen = false
    const from = kept === 0 ? this.mark : kept
    if (kept > 0) this.#isFirst = false
    if (held <= this.#maxBytes + 3) window.turn(this.#maxBytes + beyond)
    else {
      this.#dropping = { size: window.filled - from, units: window.codeUnits(from, window.filled) }
      this.#isFirst = false
      window.forget()
    }
  }

  /** Counts what is dropped up to the end of its line. The line feed stays: to the core the line is a blank one. */
  #drop(dropping: { size: number; units: number }): boolean {
    const feed = this.#chunk.indexOf(10, this.#at)
    const tail = this.#chunk.subarray(this.#at, feed < 0 ? undefined : feed)
    dropping.size += tail.length
    dropping.units += countCodeUnits(tail)
    this.#at += tail.length
    if (feed < 0 && !this.#ended) return false
    this.#dropped = { ...dropping, ending: feed < 0 ? 0 : 1 }
    this.#dropping = undefined
    return true
  }

  /** The line that was dropped before the window was opened; its line feed is the first byte there. */
  takeDropped(): DroppedLine | undefined {
    const dropped = this.#dropped
    this.#dropped = undefined
    return dropped
  }

  /** What nobody has read: of the window from `from` on, and of the chunk. */
  rest(from: number): readonly Uint8Array[] {
    const { filled } = this.#window
    return [copyOf(this.#window.bytes(Math.min(from, filled), filled)), this.#chunk.subarray(this.#at)]
  }
}
