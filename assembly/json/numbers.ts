import { KIND_NUMBER } from "../check/schema-abi"
import { HARD, LENGTH_SHIFT, Tape } from "./tape"

/** 10^0 to 10^22: all of them doubles without a remainder. */
const POWERS: usize = memory.data<f64>([
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
  1e21, 1e22,
])
const MOST_POWER: i32 = 22
/** As many digits as every double keeps apart: a spelling of no more is the shortest one but for zeros at its ends. */
const SURE_DIGITS: u32 = 15
/** Longer spellings are left to the host, so that reading one again costs little. */
const LONGEST: usize = 64
const NOUGHT: u32 = 0x30
const MOST_EXPONENT: i32 = 100_000

/**
 * Numbers of a JSON text. The easy ones (at most 15 digits, or a whole number up to 2^53, and a power of ten that is a
 * double) are made here: the product or quotient of two exact doubles is rounded once, as it has to be. The others
 * are hard, and the host is asked.
 */
export class Numbers {
  /** What `scan` found: the digits without the point, how many count, and the power of ten they are to be taken by. */
  static digits: u64 = 0
  static exponent: i32 = 0
  static negative: bool = false
  private static count: u32 = 0

  /** Behind the number that begins at `at`, which is put on the tape, or 0 when it is malformed. */
  static read(at: usize, end: usize): usize {
    const behind = Numbers.scan(at, end)
    if (behind === 0) return 0
    const power = Numbers.exponent
    const size = abs(power)
    const isSure = Numbers.count <= SURE_DIGITS && size <= MOST_POWER
    if (Numbers.count === 0 && behind - at <= LONGEST) Numbers.push(at, behind, 0)
    else if (behind - at <= LONGEST && (isSure || (power === 0 && Numbers.isWhole()))) {
      let value = <f64>Numbers.digits
      if (power < 0) value /= load<f64>(POWERS + ((<usize>size) << 3))
      else if (power > 0) value *= load<f64>(POWERS + ((<usize>size) << 3))
      Numbers.push(at, behind, Numbers.negative ? -value : value)
    } else Tape.push(KIND_NUMBER | HARD, at, <u32>(behind - at), 0)
    return behind
  }

  @inline private static isWhole(): bool {
    return Numbers.count <= 16 && Numbers.digits <= 9007199254740992
  }

  @inline private static push(at: usize, behind: usize, value: f64): void {
    const bits = reinterpret<u64>(value)
    Tape.push(KIND_NUMBER | ((<u32>(behind - at)) << LENGTH_SHIFT), at, <u32>bits, <u32>(bits >> 32))
  }

  /** Reads the spelling at `at`: behind it, or 0 when it is malformed. */
  static scan(at: usize, end: usize): usize {
    let p = at
    Numbers.negative = load<u8>(p) === 0x2d
    if (Numbers.negative) p++
    Numbers.digits = 0
    Numbers.count = 0
    Numbers.exponent = 0
    const first = p < end ? <u32>load<u8>(p) - NOUGHT : 10
    if (first > 9) return 0
    p = first === 0 ? p + 1 : Numbers.run(p, end)
    if (p < end && load<u8>(p) === 0x2e) {
      const point = p + 1
      p = Numbers.run(point, end)
      if (p === point) return 0
      Numbers.exponent = -(<i32>min<usize>(p - point, MOST_EXPONENT))
    }
    return p < end && (load<u8>(p) | 0x20) === 0x65 ? Numbers.power(p + 1, end) : p
  }

  /** Takes the digits at `at` to those before. Of more than 19 the value is lost, and they are hard anyway. */
  @inline private static run(at: usize, end: usize): usize {
    let p = at
    let digits = Numbers.digits
    let count = Numbers.count
    while (p < end) {
      const digit = <u32>load<u8>(p) - NOUGHT
      if (digit > 9) break
      digits = digits * 10 + <u64>digit
      if (count !== 0 || digit !== 0) count++
      p++
    }
    Numbers.digits = digits
    Numbers.count = count
    return p
  }

  /** Takes the exponent at `at` to the one before. */
  private static power(at: usize, end: usize): usize {
    let p = at
    if (p === end) return 0
    const sign = load<u8>(p)
    if (sign === 0x2d || sign === 0x2b) p++
    const first = p
    let power: i32 = 0
    while (p < end) {
      const digit = <u32>load<u8>(p) - NOUGHT
      if (digit > 9) break
      power = min<i32>(power * 10 + <i32>digit, MOST_EXPONENT)
      p++
    }
    if (p === first) return 0
    Numbers.exponent += sign === 0x2d ? -power : power
    return p
  }

  @inline static value(index: u32): f64 {
    return load<f64>(Tape.entry(index), 8)
  }

  static isInteger(index: u32): bool {
    const value = Numbers.value(index)
    return floor(value) === value
  }
}
