import { Arena } from "../arena"
import { Masks } from "./masks"
import { Walk } from "./walk"

/** Bytes before the window, blank: what looks back from its first byte finds nothing there. */
const FRONT: usize = 64
/** Bytes after it: a line feed, blanks, and zeros that end every run of blanks. */
const BACK: usize = 192
/** Room is made in steps of this many bytes. */
const STEP: usize = 0x10000

/**
 * The part of the input that lies in memory. The host asks for room, writes, and opens; a unit that does not fit
 * stays at its start until there is room for all of it. Rooms that became too small are not given back: a host
 * that grows them fourfold spends at most a third on them.
 */
export class Window {
  /** First byte; a multiple of 64. */
  static at: usize = 0
  static end: usize = 0
  /** Nothing comes after this window. */
  static last: bool = false
  /** Bytes at the start that an earlier window left: from `Walk.kept` on. */
  static held: u32 = 0
  /** Bytes that the window has room for. */
  static capacity: usize = 0

  /**
   * Room for at least `bytes` more than are held. Moves what stands from `Walk.kept` on to the start of the window,
   * and answers with the address of that start: the host writes after the `Window.held` bytes there, or over them.
   */
  static reserve(bytes: u32): usize {
    const kept = Walk.kept
    const held = Window.end - kept
    const needed = held + <usize>bytes
    if (needed > Window.capacity) Window.grow(needed)
    if (held > 0) memory.copy(Window.at, kept, held)
    Window.held = <u32>held
    Window.end = Window.at + held
    Walk.kept = Window.at
    Masks.forget()
    return Window.at
  }

  /** The window holds `length` bytes, the held ones included. `last`: nothing comes after them. */
  static open(length: u32, last: bool): void {
    Window.end = Window.at + <usize>length
    Window.last = last
    store<u8>(Window.end, 0x0a)
    memory.fill(Window.end + 1, 0x20, BACK - 65)
    memory.fill(Window.end + BACK - 64, 0, 64)
    Masks.open()
    Walk.open()
  }

  private static grow(needed: usize): void {
    const capacity = (needed + STEP - 1) & ~(STEP - 1)
    const room = Arena.alloc(FRONT + capacity + BACK + 64)
    Window.capacity = capacity
    Window.at = (room + FRONT + 63) & ~63
    memory.fill(Window.at - FRONT, 0x20, FRONT)
    Masks.place(capacity + BACK)
  }
}
