import { Utf8 } from "./utf8"

/** What single bytes may be: in escapes, and as control characters. */
export class Classes {
  /** Of the bytes that are escaped, those that may not be. `\u` needs four hexadecimal digits. */
  static illegalEscapes(at: usize, escaped: u64): u64 {
    let bad: u64 = 0
    for (let rest = escaped; rest !== 0; rest &= rest - 1) {
      const place = <usize>ctz(rest)
      if (!Classes.legal(at + place)) bad |= rest & (0 - rest)
    }
    return bad
  }

  /** Bit c - 0x5c of the word: \ b f n r t (and u); the two others are below. */
  @inline private static legal(at: usize): bool {
    const byte = <u32>load<u8>(at)
    if (byte === 0x22 || byte === 0x2f) return true
    if (byte < 0x5c || byte > 0x75) return false
    if (byte === 0x75) return Classes.hex(at + 1) && Classes.hex(at + 2) && Classes.hex(at + 3) && Classes.hex(at + 4)
    return ((0x0144_0441 >>> (byte - 0x5c)) & 1) !== 0
  }

  static hex(at: usize): bool {
    const byte = <u32>load<u8>(at)
    return byte - 0x30 < 10 || (byte | 0x20) - 0x61 < 6
  }

  /** Whether a block has a byte that is not ASCII. */
  @inline static wide(at: usize): bool {
    if (ASC_FEATURE_SIMD) {
      const early = v128.or(v128.load(at), v128.load(at, 16))
      const late = v128.or(v128.load(at, 32), v128.load(at, 48))
      return i8x16.bitmask(v128.or(early, late)) !== 0
    } else {
      let any: u32 = 0
      for (let k: usize = 0; k < 64; k += 4) any |= load<u32>(at + k)
      return (any & 0x80808080) !== 0
    }
  }

  /** Control characters of a block (bytes below the blank). */
  @inline static controls(at: usize): u64 {
    if (ASC_FEATURE_SIMD) {
      const bound = i8x16.splat(0x20)
      const first = v128.load(at)
      const second = v128.load(at, 16)
      const third = v128.load(at, 32)
      const fourth = v128.load(at, 48)
      const smallest = i8x16.min_u(i8x16.min_u(first, second), i8x16.min_u(third, fourth))
      if (i8x16.bitmask(i8x16.lt_u(smallest, bound)) === 0) return 0
      return Utf8.bits(
        i8x16.lt_u(first, bound),
        i8x16.lt_u(second, bound),
        i8x16.lt_u(third, bound),
        i8x16.lt_u(fourth, bound),
      )
    } else {
      let mask: u64 = 0
      for (let k: u32 = 0; k < 64; k++) mask |= u64(load<u8>(at + <usize>k) < 0x20) << k
      return mask
    }
  }

  /** Where `byte` stands in a block. */
  @inline static equal(at: usize, byte: u8): u64 {
    if (ASC_FEATURE_SIMD) {
      const wanted = i8x16.splat(byte)
      const first = i8x16.eq(v128.load(at), wanted)
      const second = i8x16.eq(v128.load(at, 16), wanted)
      const third = i8x16.eq(v128.load(at, 32), wanted)
      const fourth = i8x16.eq(v128.load(at, 48), wanted)
      return Utf8.bits(first, second, third, fourth)
    } else {
      let mask: u64 = 0
      for (let k: u32 = 0; k < 64; k++) mask |= u64(load<u8>(at + <usize>k) === byte) << k
      return mask
    }
  }
}
