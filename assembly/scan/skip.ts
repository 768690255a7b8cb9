import { Arena } from "../arena"
import { Masks } from "./masks"
import { SCAN_DEPTH } from "./scan-abi"

/**
 * Over an array or object by its brackets alone: kinds and depth are checked, and nothing else. A closing bracket is its
 * opening bracket plus 2; bit 5 tells the kinds apart, bit 2 the closing ones, and bits 1 and 2 differ in brackets only.
 */
export class Skip {
  /** What may not be reached: the end of the unit, or of what is there. */
  static limit: usize = 0
  /** Brackets that are open around the value. */
  static depth: u32 = 0
  /** The value goes on at the limit, as far as it went nothing is wrong. */
  static open: bool = false

  static refusals: u32 = 0
  private static stack: usize = 0

  /**
   * After the array or object that begins at `at`, or 0. The kinds of up to 62 open brackets are bits of a word, under
   * a one; the brackets of the next bytes are bits of another.
   */
  static over(at: usize): usize {
    const limit = Skip.limit
    let from = at + 1
    let mask = Masks.from(from, Masks.brackets)
    let stack: u64 = 2 | <u64>((load<u8>(at) >> 5) & 1)
    let wrong: u32 = 0
    do {
      if (mask === 0) {
        from = Masks.next(from, Masks.brackets)
        mask = Masks.from(from, Masks.brackets)
      }
      const place = from + <usize>ctz(mask)
      if (place >= limit) return wrong !== 0 ? 0 : Skip.cut()
      mask &= mask - 1
      const byte = <u32>load<u8>(place)
      const kind = (byte >> 5) & 1
      const closes = (byte >> 2) & 1
      wrong |= (((byte >> 1) ^ closes ^ 1) & 1) | (closes & (<u32>stack ^ kind))
      stack = closes ? stack >> 1 : (stack << 1) | <u64>kind
      if (stack === 1) {
        if (wrong !== 0) return Skip.refuse()
        return place + 1
      }
    } while (<i64>stack > 0)
    return wrong !== 0 ? 0 : Skip.deep(at)
  }

  /** The same with a byte for each bracket. */
  private static deep(from: usize): usize {
    if (Skip.stack === 0) Skip.stack = Arena.alloc(SCAN_DEPTH)
    const stack = Skip.stack
    let depth: usize = 0
    let at = from
    while (true) {
      const byte = <u32>load<u8>(at)
      if (byte === 0x7b || byte === 0x5b) {
        if (depth + <usize>Skip.depth >= SCAN_DEPTH) return 0
        store<u8>(stack + depth, <u8>byte)
        depth++
      } else {
        if ((byte !== 0x7d && byte !== 0x5d) || <u32>load<u8>(stack + depth - 1) + 2 !== byte) return 0
        depth--
        if (depth === 0) return at + 1
      }
      const near = Masks.from(at + 1, Masks.brackets)
      at = near !== 0 ? at + 1 + <usize>ctz(near) : Masks.next(at + 1, Masks.brackets)
      if (at >= Skip.limit) return Skip.cut()
    }
  }

  /**
   * 0, with an effect: without it the compiler would select between 0 and an address, and all that follows would
   * wait for what a branch foresees.
   */
  @inline static refuse(): usize {
    Skip.refusals++
    return 0
  }

  private static cut(): usize {
    Skip.open = true
    return 0
  }
}
