const QUOTE: u32 = 0x22
const BACKSLASH: u32 = 0x5c
const FIRST_PRINTED: u32 = 0x20

/** Strings of a JSON text. The text is known to be well-formed UTF-8. */
export class Strings {
  /** Whether the string that `close` went through holds escapes. */
  static escaped: bool = false

  /**
   * Where the quote is that closes the string whose first byte stands at `at`, or 0 when the string is malformed.
   * `room` is where memory ends: whole blocks are read up to there.
   */
  static close(at: usize, end: usize, room: usize): usize {
    Strings.escaped = false
    let p = at
    while (p < end) {
      if (ASC_FEATURE_SIMD) {
        if (p + 16 <= room) {
          const block = v128.load(p)
          const stops = i8x16.bitmask(
            v128.or(
              v128.or(i8x16.eq(block, i8x16.splat(0x22)), i8x16.eq(block, i8x16.splat(0x5c))),
              i8x16.lt_u(block, i8x16.splat(0x20)),
            ),
          )
          if (stops === 0) {
            p += 16
            continue
          }
          p += <usize>ctz(stops)
          if (p >= end) return 0
        }
      }
      const unit = <u32>load<u8>(p)
      if (unit === QUOTE) return p
      if (unit < FIRST_PRINTED) return 0
      if (unit === BACKSLASH) {
        p = Strings.pass(p + 1, end)
        if (p === 0) return 0
        Strings.escaped = true
      } else p++
    }
    return 0
  }

  /** Behind the escape whose letter stands at `at`, or 0 when there is no such escape. */
  private static pass(at: usize, end: usize): usize {
    if (at >= end) return 0
    const letter = <u32>load<u8>(at)
    if (letter === 0x75) return at + 5 <= end && Strings.unit(at + 1) >= 0 ? at + 5 : 0
    return Strings.plain(letter) !== 0 ? at + 1 : 0
  }

  /** The four hexadecimal digits at `at`, or -1. */
  private static unit(at: usize): i32 {
    let value: u32 = 0
    for (let i: usize = 0; i < 4; i++) {
      const letter = <u32>load<u8>(at + i)
      const low = letter | 0x20
      if (letter - 0x30 < 10) value = (value << 4) | (letter - 0x30)
      else if (low - 0x61 < 6) value = (value << 4) | (low - 0x57)
      else return -1
    }
    return <i32>value
  }

  /** What a letter behind a backslash stands for, or 0. */
  private static plain(letter: u32): u32 {
    if (letter === QUOTE || letter === BACKSLASH || letter === 0x2f) return letter
    if (letter === 0x6e) return 0x0a
    if (letter === 0x74) return 0x09
    if (letter === 0x72) return 0x0d
    if (letter === 0x62) return 0x08
    return letter === 0x66 ? 0x0c : 0
  }

  /** Writes the well-formed string at `at` without its escapes, and returns how many bytes that makes: never more. */
  static decode(at: usize, bytes: u32, to: usize): u32 {
    const end = at + bytes
    let p = at
    let q = to
    while (p < end) {
      const unit = <u32>load<u8>(p++)
      if (unit !== BACKSLASH) {
        store<u8>(q++, <u8>unit)
        continue
      }
      const letter = <u32>load<u8>(p++)
      if (letter !== 0x75) {
        store<u8>(q++, <u8>Strings.plain(letter))
        continue
      }
      let point = <u32>Strings.unit(p)
      p += 4
      if (point >>> 10 === 0x36 && p + 6 <= end && <u32>load<u16>(p, 0, 1) === 0x755c) {
        const low = <u32>Strings.unit(p + 2)
        if (low >>> 10 === 0x37) {
          point = 0x10000 + ((point & 0x3ff) << 10) + (low & 0x3ff)
          p += 6
        }
      }
      q = Strings.encode(point, q)
    }
    return <u32>(q - to)
  }

  /** Writes one code point, U+FFFD for a lone surrogate, and returns where it ends. */
  private static encode(given: u32, at: usize): usize {
    const point = given >>> 11 === 0x1b ? 0xfffd : given
    if (point < 0x80) {
      store<u8>(at, <u8>point)
      return at + 1
    }
    if (point < 0x800) {
      store<u8>(at, <u8>(0xc0 | (point >>> 6)))
      store<u8>(at, <u8>(0x80 | (point & 0x3f)), 1)
      return at + 2
    }
    if (point < 0x10000) {
      store<u8>(at, <u8>(0xe0 | (point >>> 12)))
      store<u8>(at, <u8>(0x80 | ((point >>> 6) & 0x3f)), 1)
      store<u8>(at, <u8>(0x80 | (point & 0x3f)), 2)
      return at + 3
    }
    store<u8>(at, <u8>(0xf0 | (point >>> 18)))
    store<u8>(at, <u8>(0x80 | ((point >>> 12) & 0x3f)), 1)
    store<u8>(at, <u8>(0x80 | ((point >>> 6) & 0x3f)), 2)
    store<u8>(at, <u8>(0x80 | (point & 0x3f)), 3)
    return at + 4
  }

  static hash(at: usize, bytes: u32): u32 {
    let hash = bytes * 0x9e3779b1
    if (bytes >= 4) {
      const last = at + bytes - 4
      for (let p = at; p < last; p += 4) hash = Strings.mix(hash, load<u32>(p, 0, 1))
      return Strings.seal(Strings.mix(hash, load<u32>(last, 0, 1)))
    }
    return bytes === 0 ? 0 : Strings.seal(Strings.mix(hash, Strings.few(at, bytes)))
  }

  /** One to three bytes as a word. */
  @inline private static few(at: usize, bytes: u32): u32 {
    const last = <u32>load<u8>(at + bytes - 1)
    return <u32>load<u8>(at) | ((<u32>load<u8>(at + (bytes >> 1))) << 8) | (last << 16)
  }

  @inline static mix(hash: u32, word: u32): u32 {
    return rotl<u32>((hash ^ word) * 0x85ebca6b, 13)
  }

  /** Spreads what was mixed over all bits. */
  @inline static seal(hash: u32): u32 {
    const first = (hash ^ (hash >>> 16)) * 0xc2b2ae35
    return first ^ (first >>> 15)
  }

  /** Whether `bytes` bytes are the same at both places. The last word overlaps the one before. */
  static equal(a: usize, b: usize, bytes: u32): bool {
    if (bytes >= 4) {
      const last = <usize>bytes - 4
      for (let i: usize = 0; i < last; i += 4) {
        if (load<u32>(a + i, 0, 1) !== load<u32>(b + i, 0, 1)) return false
      }
      return load<u32>(a + last, 0, 1) === load<u32>(b + last, 0, 1)
    }
    return bytes === 0 || Strings.few(a, bytes) === Strings.few(b, bytes)
  }

  /** How many code points these bytes hold: those that continue none. */
  static points(at: usize, bytes: u32): u32 {
    let count: u32 = 0
    let p = at
    const end = at + bytes
    if (ASC_FEATURE_SIMD) {
      for (; p + 16 <= end; p += 16) {
        count += <u32>popcnt(i8x16.bitmask(i8x16.gt_s(v128.load(p), i8x16.splat(-65))))
      }
    }
    for (; p < end; p++) if ((load<u8>(p) & 0xc0) !== 0x80) count++
    return count
  }
}
