import { PLACE_KEPT, PLACE_NEEDS_ROOM, READ_PAGES_SHIFT } from "../../assembly/abi.ts"
import type { CoreExports } from "./exports.ts"

/** Bytes that are copied at once: what the core has just been given is still in the cache when it reads it. */
const piece = 256 * 1024
/** Room for a piece and for the beginning of a line that the piece before it left. */
const room = piece + 64 * 1024

/** Views of the core's memory; good until the memory grows. */
export interface CoreViews {
  readonly words: Uint32Array
  readonly bytes: Uint8Array
}

/** Hands bytes of an input to the core, piece by piece, and says where things stand in them. */
export class WindowDesk {
  readonly #core: CoreExports
  /** Views that are good now; asked for after everything that may have grown the memory. */
  readonly #views: () => CoreViews
  readonly #io: number
  /** Address of the window, bytes in it, and bytes that make it worth reading. */
  #at = 0
  #filled = 0
  #target = 0
  /** Views of the io buffer and of all memory, as large as it was then. */
  #place: Uint32Array = new Uint32Array(0)
  #bytes: Uint8Array = new Uint8Array(0)
  #pages = 0

  constructor(core: CoreExports, views: () => CoreViews) {
    this.#core = core
    this.#views = views
    this.#io = core.io() >>> 0
  }

  /** A new input: `LINES` or `DOCUMENT`. `full`: takes exactly what `JSON.parse` takes. */
  begin(container: number, full: boolean): void {
    this.#core.readBegin(container, full ? 1 : 0)
    this.#reserve(room)
    this.#target = piece
  }

  /** Copies as much of `bytes` from `from` on as the window takes, and answers how much that was. */
  fill(bytes: Uint8Array, from: number): number {
    const count = Math.min(this.#target - this.#filled, bytes.length - from)
    if (count <= 0) return 0
    const whole = from === 0 && count === bytes.length
    this.#views().bytes.set(whole ? bytes : bytes.subarray(from, from + count), this.#at + this.#filled)
    this.#filled += count
    return count
  }

  get isFull(): boolean {
    return this.#filled >= this.#target
  }

  /** Bytes in the window. */
  get filled(): number {
    return this.#filled
  }

  /** Lets the core read what stands in the window. `last`: nothing comes after it. */
  open(last: boolean): void {
    this.#core.windowOpen(this.#filled, last ? 1 : 0)
  }

  /** The next thing that the core says (`READ_`). `complete`: as the records of a judged trace are to be. */
  next(complete: boolean): number {
    const answer = this.#core.readNext(complete ? 1 : 0)
    const pages = answer >>> READ_PAGES_SHIFT
    if (pages !== this.#pages) this.#look(pages)
    return answer & ((1 << READ_PAGES_SHIFT) - 1)
  }

  #look(pages: number): void {
    this.#pages = pages
    this.#bytes = this.#views().bytes
    this.#place = new Uint32Array(this.#bytes.buffer, this.#io, this.#core.ioSize() >>> 2)
  }

  /**
   * What `next` came with: words at the `PLACE_` indices; of a judged trace the records of the rules that it touched stand
   * from `PLACE_WORDS` on. Overwritten by whatever the core writes next.
   */
  get place(): Uint32Array {
    return this.#place
  }

  /** Bytes of the window; good until the core is called again. */
  bytes(from: number, to: number): Uint8Array {
    return this.#views().bytes.subarray(this.#at + from, this.#at + to)
  }

  /** One byte of the window. */
  byte(at: number): number {
    return this.#views().bytes[this.#at + at] as number
  }

  /** UTF-16 code units between two places of the window. */
  codeUnits(from: number, to: number): number {
    return from < to ? this.#core.readUnits(from, to) : 0
  }

  /** What `read` makes of the bytes between two places of the window, directly after `next`. */
  text(from: number, to: number, read: (bytes: Uint8Array, from: number, to: number) => string): string {
    return read(this.#bytes, this.#at + from, this.#at + to)
  }

  /** Says what the name is of the call that waits; it is remembered, where it is not too long. */
  named(symbol: number): void {
    this.#core.readNamed(symbol, 1)
  }

  /**
   * Everything was read: what the core keeps moves to the start, with room behind it. A unit that does not fit gets
   * four times the room, so that all rooms together are not much larger than the last; `most` is worth having.
   */
  turn(most: number): void {
    const { place } = this
    const held = this.#filled - (place[PLACE_KEPT] as number)
    const needsRoom = place[PLACE_NEEDS_ROOM] !== 0
    this.#target = Math.max(held + piece, Math.min(needsRoom ? 4 * held : 0, most))
    this.#reserve(this.#target - held)
  }

  /** As `turn`, but nothing is kept. */
  forget(): void {
    this.#reserve(piece)
    this.#filled = 0
    this.#target = piece
  }

  #reserve(bytes: number): void {
    this.#at = this.#core.windowReserve(bytes) >>> 0
    this.#filled = this.#core.windowHeld() >>> 0
  }
}
