import { COMMA, MINUS, OBJECT_END, POINT, ZERO } from "./bytes"
import { Grammar } from "./grammar"

const ZEROS: u64 = ((<u64>0x30303030) << 32) | 0x30303030

/** Numbers of at most 15 digits, whose values are exact. */
export class Numbers {
  /** What `read` and `count` read. */
  static value: f64 = 0

  /** After the whole number from 0 up to 2^53 - 1 at `at`, plainly spelled, or 0. */
  static count(at: usize): usize {
    const digits = Numbers.digits(at)
    if (digits === 0 || digits > 16 || (digits > 1 && load<u8>(at) === ZERO)) return 0
    const value = Numbers.whole(at, digits)
    if (value > 9_007_199_254_740_991) return 0
    Numbers.value = <f64>value
    return Numbers.ends(at + digits)
  }

  /**
   * Whether 13 digits are the number at `at`, as milliseconds of our days are. What follows need not wait for the count
   * of the digits where a branch foresees it.
   */
  @inline static thirteen(at: usize): bool {
    const next = <u32>load<u8>(at, 13)
    return Numbers.digits(at) === 13 && (next === OBJECT_END || next === COMMA) && load<u8>(at) !== ZERO
  }

  /** After the number at `at`, where it has no exponent and at most 15 digits, or 0. */
  static read(at: usize): usize {
    const negative = load<u8>(at) === MINUS
    const start = negative ? at + 1 : at
    const digits = Numbers.digits(start)
    if (digits === 0 || digits > 15 || (digits > 1 && load<u8>(start) === ZERO)) return 0
    let value = <f64>Numbers.whole(start, digits)
    let end = start + digits
    if (load<u8>(end) === POINT) {
      const more = Numbers.digits(end + 1)
      if (more === 0 || digits + more > 15) return 0
      let scale: f64 = 1
      for (let k: usize = 0; k < more; k++) scale *= 10
      // Both are whole numbers below 2^53: their quotient is rounded once, as that of the spelled number.
      value = (value * scale + <f64>Numbers.whole(end + 1, more)) / scale
      end += more + 1
    }
    Numbers.value = negative ? -value : value
    return Numbers.ends(end)
  }

  @inline private static ends(at: usize): usize {
    const byte = <u32>load<u8>(at)
    return byte === POINT || (byte | 0x20) === 0x65 || byte - ZERO < 10 ? 0 : at
  }

  /** How many digits stand at `at`; 16 stands for all that are more too, and `ends` sees the next. */
  @inline static digits(at: usize): usize {
    if (ASC_FEATURE_SIMD) {
      const places = i8x16.lt_u(i8x16.sub(v128.load(at), i8x16.splat(<i8>ZERO)), i8x16.splat(10))
      const none = ~(<u32>i8x16.bitmask(places)) & 0x1ffff
      return <usize>ctz(none)
    } else {
      let digits: usize = 0
      while (digits < 16 && Grammar.digit(at + digits)) digits++
      return digits
    }
  }

  /** The value of 1 to 16 digits. What stands before them is read and left out. */
  @inline static whole(at: usize, digits: usize): u64 {
    const end = at + digits
    const low = Numbers.eight(load<u64>(end - 8, 0, 1), digits)
    return digits > 8 ? Numbers.eight(load<u64>(end - 16, 0, 1), digits - 8) * 100_000_000 + low : low
  }

  /** Of eight bytes the last digits, all eight where there are more: pairs, then fours, then all. */
  @inline private static eight(bytes: u64, digits: usize): u64 {
    const out = digits < 8 ? <u64>((8 - digits) << 3) : 0
    const ones = ((bytes ^ ZEROS) >> out) << out
    const pairs = (ones * 10 + (ones >> 8)) & (((<u64>0xff00ff) << 32) | 0xff00ff)
    const fours = (pairs * 100 + (pairs >> 16)) & 0x0000_ffff_0000_ffff
    return (fours * 10_000 + (fours >> 32)) & 0xffff_ffff
  }
}
