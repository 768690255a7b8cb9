import { BACKSLASH, SPACE } from "./bytes"
import { Masks } from "./masks"

/** Ways through the text of a unit: over blanks and to the ends of strings. */
export class Text {
  /** Which bytes are blank, as bits: a line feed is one in documents only, where it does not end the unit. */
  static blanks: u64 = 0

  /** The first byte from `at` on that is not blank. */
  @inline static token(at: usize): usize {
    return load<u8>(at) > SPACE ? at : Text.overBlanks(at)
  }

  private static overBlanks(from: usize): usize {
    let at = from
    while (true) {
      const byte = <u32>load<u8>(at)
      if (byte > SPACE || ((Text.blanks >> byte) & 1) === 0) return at
      at++
    }
  }

  /**
   * The quote that ends the string whose first character stands at `at`. Stage one has seen that there is one. What
   * is looked at are the next 57 bytes or more, wherever they lie: an end that is near needs no branch.
   */
  @inline static stringEnd(at: usize): usize {
    const mask = Masks.from(at, Masks.quotes)
    return mask !== 0 ? at + <usize>ctz(mask) : Masks.next(at, Masks.quotes)
  }

  /** Whether the bytes between hold a backslash. */
  static escaped(from: usize, to: usize): bool {
    if (ASC_FEATURE_SIMD) {
      const slash = i8x16.splat(<i8>BACKSLASH)
      let at = from
      for (; to - at > 31; at += 16) if (v128.any_true(i8x16.eq(v128.load(at), slash))) return true
      const rest = <u32>(to - at)
      const early = <u32>i8x16.bitmask(i8x16.eq(v128.load(at), slash))
      const late = (<u32>i8x16.bitmask(i8x16.eq(v128.load(at, 16), slash))) << 16
      return ((early | late) & (((<u32>1) << rest) - 1)) !== 0
    } else {
      for (let at = from; at < to; at++) if (load<u8>(at) === BACKSLASH) return true
      return false
    }
  }
}
