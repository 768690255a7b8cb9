import { Arena } from "../arena"

/** Whether bytes are UTF-8 (Unicode 16, table 3-7), block by block. */
export class Utf8 {
  /** Four times sixteen lanes as 64 bits. */
  @inline static bits(first: v128, second: v128, third: v128, fourth: v128): u64 {
    const low = <u32>i8x16.bitmask(first) | ((<u32>i8x16.bitmask(second)) << 16)
    const high = <u32>i8x16.bitmask(third) | ((<u32>i8x16.bitmask(fourth)) << 16)
    return <u64>low | ((<u64>high) << 32)
  }

  /** The faulty bytes of a block of 64: the first of a sequence's bytes that cannot go on or begin one. */
  @inline static faults(at: usize): u64 {
    if (ASC_FEATURE_SIMD) {
      // What is wrong with a byte that begins nothing shows only with the byte after it.
      if (!Utf8.suspect(at) && !Utf8.alien(<u32>load<u8>(at, 63))) return 0
    }
    return Utf8.exactFaults(at)
  }

  /** Whether the bytes up to `end` stop inside a sequence. */
  static incomplete(end: usize): bool {
    return Utf8.begun(end) !== 0
  }

  private static tables: usize = 0

  /** The three tables of `check`, in memory: as constants they would be made anew for every block. */
  static place(): void {
    Utf8.tables = Arena.alloc(48)
    if (ASC_FEATURE_SIMD) {
      const firstHigh = i8x16(2, 2, 2, 2, 2, 2, 2, 2, -128, -128, -128, -128, 0x21, 0x01, 0x15, 0x49)
      const firstLow = i8x16(-25, -93, -125, -125, -117, -53, -53, -53, -53, -53, -53, -53, -53, -37, -53, -53)
      const secondHigh = i8x16(1, 1, 1, 1, 1, 1, 1, 1, -26, -82, -70, -70, 1, 1, 1, 1)
      v128.store(Utf8.tables, firstHigh)
      v128.store(Utf8.tables, firstLow, 16)
      v128.store(Utf8.tables, secondHigh, 32)
    }
  }

  /**
   * The lookup of Keiser and Lemire: every way in which two bytes are wrong together is a bit, and three tables, by the
   * halves of the first byte and the upper half of the second, tell which ways they do not exclude. Bits: 0 too few
   * bytes, 1 too many, 2 and 5 and 6 longer than need be, 3 and 6 beyond U+10FFFF, 4 a surrogate, 7 two that go on.
   */
  @inline private static suspect(at: usize): bool {
    const firstHigh = v128.load(Utf8.tables)
    const firstLow = v128.load(Utf8.tables, 16)
    const secondHigh = v128.load(Utf8.tables, 32)
    const early = v128.or(
      Utf8.check(at, firstHigh, firstLow, secondHigh),
      Utf8.check(at + 16, firstHigh, firstLow, secondHigh),
    )
    const late = v128.or(
      Utf8.check(at + 32, firstHigh, firstLow, secondHigh),
      Utf8.check(at + 48, firstHigh, firstLow, secondHigh),
    )
    return v128.any_true(v128.or(early, late))
  }

  @inline private static check(at: usize, firstHigh: v128, firstLow: v128, secondHigh: v128): v128 {
    const bytes = v128.load(at)
    const before = v128.load(at - 1)
    const low = i8x16.splat(0x0f)
    const pairs = v128.and(
      v128.and(
        i8x16.swizzle(firstHigh, v128.and(i16x8.shr_u(before, 4), low)),
        i8x16.swizzle(firstLow, v128.and(before, low)),
      ),
      i8x16.swizzle(secondHigh, v128.and(i16x8.shr_u(bytes, 4), low)),
    )
    // The third byte of three or four, and the fourth of four, must follow one that goes on, and nothing else may.
    const third = i8x16.sub_sat_u(v128.load(at - 2), i8x16.splat(0x60))
    const fourth = i8x16.sub_sat_u(v128.load(at - 3), i8x16.splat(0x70))
    return v128.xor(v128.and(v128.or(third, fourth), i8x16.splat(-128)), pairs)
  }

  /** As `faults`, byte by byte. A sequence that began before the block is followed into it. */
  private static exactFaults(block: usize): u64 {
    let bad: u64 = 0
    const end = block + 64
    let at = block - <usize>Utf8.begun(block)
    while (at < end) {
      const lead = <u32>load<u8>(at)
      const length = Utf8.length(lead)
      let k: u32 = 1
      while (k < length && Utf8.continues(lead, k, <u32>load<u8>(at + <usize>k))) k++
      const fault = length === 0 ? at : at + <usize>k
      const place = <u64>(fault - block)
      if ((length === 0 || k < length) && fault >= block && fault < end) bad |= (<u64>1) << place
      at += length === 0 ? 1 : <usize>k
    }
    return bad
  }

  /** How many bytes before `at` are the beginning of a sequence that goes on there. */
  private static begun(at: usize): u32 {
    for (let back: u32 = 1; back < 4; back++) {
      const lead = <u32>load<u8>(at - <usize>back)
      if ((lead & 0xc0) === 0x80) continue
      if (Utf8.length(lead) <= back) return 0
      for (let k: u32 = 1; k < back; k++) {
        if (!Utf8.continues(lead, k, <u32>load<u8>(at - <usize>(back - k)))) return 0
      }
      return back
    }
    return 0
  }

  /** A byte that is in no UTF-8. */
  @inline private static alien(byte: u32): bool {
    return byte >= 0xc0 && byte - 0xc2 > 0x32
  }

  @inline private static length(lead: u32): u32 {
    if (lead < 0x80) return 1
    if (lead < 0xc2 || lead > 0xf4) return 0
    return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
  }

  @inline private static continues(lead: u32, place: u32, byte: u32): bool {
    let low: u32 = 0x80
    let high: u32 = 0xbf
    if (place === 1) {
      if (lead === 0xe0) low = 0xa0
      if (lead === 0xed) high = 0x9f
      if (lead === 0xf0) low = 0x90
      if (lead === 0xf4) high = 0x8f
    }
    return byte >= low && byte <= high
  }
}
