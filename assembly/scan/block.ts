/** One block of 64 bytes: what its bytes are, as masks with a bit for each. The carries go from block to block. */
export class Block {
  /** All ones when the block before ended inside a string. */
  static inside: u64 = 0
  /** One when the block before ended with a backslash that escapes the first byte of this one. */
  static escaping: u64 = 0

  // What `read` found.
  static quotes: u64 = 0
  static brackets: u64 = 0
  /** Bytes of strings, the opening quotes included. */
  static within: u64 = 0
  /** Bytes that a backslash escapes. */
  static escaped: u64 = 0
  /** Some byte is not ASCII, or is a control character. */
  static special: bool = false

  /** Byte by byte, for machines without SIMD and for blocks that are read again: only the bits of `among` count. */
  static read(at: usize, among: u64): void {
    const low = Block.half(at)
    let quotes = <u64>Block.halfQuotes
    let brackets = <u64>Block.halfBrackets
    let slashes = <u64>Block.halfSlashes
    const high = Block.half(at + 32)
    quotes |= (<u64>Block.halfQuotes) << 32
    brackets |= (<u64>Block.halfBrackets) << 32
    slashes |= (<u64>Block.halfSlashes) << 32
    Block.special = (low | high) !== 0
    quotes &= among
    slashes &= among
    const escaped = Block.after(slashes, Block.escaping)
    Block.escaping = (slashes & ~escaped) >> 63
    quotes &= ~escaped
    const within = Block.strings(quotes, Block.inside)
    Block.inside = <u64>(<i64>within >> 63)
    Block.quotes = quotes
    Block.brackets = brackets & ~within & among
    Block.within = within
    Block.escaped = escaped
  }

  private static halfQuotes: u32 = 0
  private static halfBrackets: u32 = 0
  private static halfSlashes: u32 = 0

  private static half(at: usize): u32 {
    let quotes: u32 = 0
    let brackets: u32 = 0
    let slashes: u32 = 0
    let special: u32 = 0
    for (let k: u32 = 0; k < 32; k++) {
      const byte = load<u8>(at + <usize>k)
      quotes |= u32(byte === 0x22) << k
      slashes |= u32(byte === 0x5c) << k
      brackets |= u32((byte | 0x26) === 0x7f) << k
      special |= u32(<i8>byte < 0x20)
    }
    Block.halfQuotes = quotes
    Block.halfBrackets = brackets
    Block.halfSlashes = slashes
    return special
  }

  /**
   * The bytes that a backslash escapes: of a run of backslashes every second one, and what follows an odd run.
   * A run that begins at an even place is carried by the subtraction through all its length, one that begins
   * at an odd place is not, so that the alternating bits tell the parity of both.
   */
  @inline static after(slashes: u64, carried: u64): u64 {
    const odd: u64 = ((<u64>0xaaaaaaaa) << 32) | 0xaaaaaaaa
    const starting = slashes & ~carried
    return (((starting << 1) | odd) - starting) ^ odd ^ (slashes | carried)
  }

  /** The bytes of strings: the parity of the quotes up to each, by doubling distances. */
  @inline static strings(quotes: u64, inside: u64): u64 {
    let parity = quotes ^ (quotes << 1)
    parity ^= parity << 2
    parity ^= parity << 4
    parity ^= parity << 8
    parity ^= parity << 16
    parity ^= parity << 32
    return parity ^ inside
  }
}
