/** A bit stream over a span of bytes, least significant bit first. Reading past the end gives zeros and says so. */
export class Bits {
  private static at: usize = 0
  private static limit: u32 = 0
  private static position: u32 = 0
  private static overrun: bool = false

  static open(at: usize, limit: u32): void {
    Bits.at = at
    Bits.limit = limit << 3
    Bits.position = 0
    Bits.overrun = false
  }

  /** Bits that tell `values` values apart. */
  @inline static width(values: u32): u32 {
    return values < 2 ? 0 : 32 - clz(values - 1)
  }

  static write(value: u32, width: u32): void {
    for (let done: u32 = 0; done < width; ) {
      const bit = Bits.position & 7
      const byte = Bits.at + (Bits.position >> 3)
      const part = min(8 - bit, width - done)
      const kept = bit === 0 ? 0 : load<u8>(byte)
      store<u8>(byte, kept | (((value >> done) & ((1 << part) - 1)) << bit))
      done += part
      Bits.position += part
    }
  }

  static read(width: u32): u32 {
    if (width > Bits.limit - Bits.position) {
      Bits.overrun = true
      return 0
    }
    let value: u32 = 0
    for (let done: u32 = 0; done < width; ) {
      const bit = Bits.position & 7
      const part = min(8 - bit, width - done)
      const bits = (<u32>load<u8>(Bits.at + (Bits.position >> 3)) >> bit) & ((1 << part) - 1)
      value |= bits << done
      done += part
      Bits.position += part
    }
    return value
  }

  /** A number in groups of seven bits, the last one without the eighth. */
  static writeNumber(value: u32): void {
    while (value > 127) {
      Bits.write((value & 127) | 128, 8)
      value >>= 7
    }
    Bits.write(value, 8)
  }

  static readNumber(): u32 {
    let value: u32 = 0
    for (let shift: u32 = 0; shift < 35; shift += 7) {
      const group = Bits.read(8)
      value |= (group & 127) << shift
      if (group < 128) {
        // One spelling a number: no empty last group, nothing beyond 32 bits.
        if ((shift > 0 && group === 0) || (shift === 28 && group > 15)) Bits.overrun = true
        return value
      }
    }
    Bits.overrun = true
    return 0
  }

  static align(): void {
    const rest = Bits.position & 7
    if (rest !== 0) Bits.write(0, 8 - rest)
  }

  /** Skips to the next byte; the bits skipped must be zero. */
  static alignRead(): bool {
    const rest = Bits.position & 7
    return rest === 0 || Bits.read(8 - rest) === 0
  }

  static atEnd(): bool {
    return !Bits.overrun && Bits.position === Bits.limit
  }

  static bytes(): u32 {
    return Bits.position >> 3
  }
}
