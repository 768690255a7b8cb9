/** Counts, for the places of what is found: lines and UTF-16 code units between two addresses of the window. */
export class Units {
  /** Line feeds. */
  static lines: u32 = 0
  static codeUnits: u32 = 0

  /** The sum of sixteen lanes. */
  @inline private static sum(lanes: v128): u32 {
    const words = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(lanes))
    return <u32>(
      (i32x4.extract_lane(words, 0) +
        i32x4.extract_lane(words, 1) +
        i32x4.extract_lane(words, 2) +
        i32x4.extract_lane(words, 3))
    )
  }

  /** By how much the code units are fewer than the bytes from `from` up to `to`. */
  static surplus(from: usize, to: usize): u32 {
    Units.count(from, to)
    return <u32>(to - from) - Units.codeUnits
  }

  /** The same of a block of 64 bytes: those that go on count, but one less for each that begins four. */
  @inline static surplusOf(at: usize): u32 {
    if (ASC_FEATURE_SIMD) {
      const early = i8x16.add(Units.lanes(at), Units.lanes(at + 16))
      const late = i8x16.add(Units.lanes(at + 32), Units.lanes(at + 48))
      // Lanes from -4 to 4 are summed up as 0 to 8.
      return Units.sum(i8x16.add(i8x16.add(early, late), i8x16.splat(4))) - 64
    } else {
      return Units.surplus(at, at + 64)
    }
  }

  @inline private static lanes(at: usize): v128 {
    const bytes = v128.load(at)
    return i8x16.sub(i8x16.ge_u(bytes, i8x16.splat(-16)), i8x16.lt_s(bytes, i8x16.splat(-64)))
  }

  /** Counts the bytes from `from` up to `to`, which are UTF-8. */
  static count(from: usize, to: usize): void {
    let lines: u32 = 0
    let units: u32 = 0
    let at = from
    if (ASC_FEATURE_SIMD) {
      while (at + 16 <= to) {
        // Each lane counts down from 0, at most twice a turn for code units: 127 turns fit.
        const end = min(to, at + 127 * 16)
        let feeds = i8x16.splat(0)
        let found = i8x16.splat(0)
        for (; at + 16 <= end; at += 16) {
          const bytes = v128.load(at)
          feeds = i8x16.sub(feeds, i8x16.eq(bytes, i8x16.splat(0x0a)))
          // All but those that go on, and once more those that begin four bytes.
          found = i8x16.sub(found, i8x16.ge_s(bytes, i8x16.splat(-64)))
          found = i8x16.sub(found, i8x16.ge_u(bytes, i8x16.splat(-16)))
        }
        lines += Units.sum(feeds)
        units += Units.sum(found)
      }
    }
    for (; at < to; at++) {
      const byte = <u32>load<u8>(at)
      lines += u32(byte === 0x0a)
      units += u32((byte & 0xc0) !== 0x80) + u32(byte >= 0xf0)
    }
    Units.lines = lines
    Units.codeUnits = units
  }
}
