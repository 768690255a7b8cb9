import { NO_SYMBOL } from "./abi"
import { Arena } from "./arena"
import { Program } from "./program"

/** Names beyond those of the policy, at most; then all are forgotten and learnt anew. */
const MORE_NAMES: u32 = 4096
/** Bytes of a name that is remembered, at most. */
const LONGEST: u32 = 256
/** Bytes of an entry: two words of text, length, and one more than the symbol, 0 where the place is free. */
const SHIFT: usize = 5
/** Names up to this length are in their entry. */
const SHORT: u32 = 16
const FIRST_SIZE: u32 = 512
const REGION: u32 = 1 << 16
/** Bytes that may be read behind a name. */
const ROOM: usize = 8
/** Odd, and dense in ones and zeros: what names are hashed with. */
const MIX: u64 = 0x1d8af066b3c9d5

/** Tool names in UTF-8 and the symbols that the host gave them: a hash table with open addressing, at most a quarter full. */
export class Names {
  private static table: usize = 0
  private static mask: u32 = 0
  private static most: u32 = 0
  private static count: u32 = 0
  private static texts: usize = 0
  private static textsEnd: usize = 0
  private static free: usize = 0

  /** Made when names are first read from bytes. */
  static load(): void {
    Names.most = Program.symbols + MORE_NAMES
    Names.makeTable(FIRST_SIZE)
    Names.texts = Arena.alloc(REGION)
    Names.textsEnd = Names.texts + REGION
    Names.clear()
  }

  /** Small as long as it may be: a large table is spread over more pages than the processor remembers. */
  private static makeTable(size: u32): void {
    Names.mask = size - 1
    Names.table = Arena.alloc((<usize>size) << SHIFT)
    memory.fill(Names.table, 0, (<usize>size) << SHIFT)
  }

  /** Twice the places; the old ones are not given back. */
  private static growTable(): void {
    const old = Names.table
    const size = Names.mask + 1
    Names.makeTable(2 * size)
    Names.count = 0
    for (let i: u32 = 0; i < size; i++) {
      const entry = old + ((<usize>i) << SHIFT)
      const known = load<u32>(entry, 20)
      const bytes = load<u32>(entry, 16)
      if (known !== 0) Names.put(load<u64>(entry), load<u64>(entry, 8), bytes, known - 1, bytes <= SHORT)
    }
  }

  static clear(): void {
    if (Names.table === 0) return
    memory.fill(Names.table, 0, (<usize>(Names.mask + 1)) << SHIFT)
    Names.count = 0
    Names.free = Names.texts
  }

  /** Up to eight bytes of a name, from `from` on. What stands behind it is read too: there is room behind every name. */
  @inline private static part(at: usize, bytes: u32, from: u32): u64 {
    const word = load<u64>(at + from, 0, 1)
    if (bytes >= from + 8) return word
    return bytes > from ? word & (((<u64>1) << ((bytes - from) << 3)) - 1) : 0
  }

  @inline private static place(first: u64, second: u64, bytes: u32): u32 {
    let hash = first * MIX
    hash = (hash ^ (hash >> 32) ^ second) * MIX
    return (<u32>(hash >> 32) + bytes) & Names.mask
  }

  /** Stands in for the text of a long name. */
  private static digest(at: usize, bytes: u32): u64 {
    let hash: u64 = bytes
    for (let i: u32 = 0; i < bytes; i += 8) {
      hash = (hash ^ Names.part(at, bytes, i)) * MIX
      hash ^= hash >> 32
    }
    return hash
  }

  private static same(a: usize, b: usize, bytes: u32): bool {
    for (let i: u32 = 0; i < bytes; i += 8) if (Names.part(a, bytes, i) !== Names.part(b, bytes, i)) return false
    return true
  }

  /** The symbol of a name, or `NO_SYMBOL`. */
  @inline static find(at: usize, bytes: u32): u32 {
    return bytes <= SHORT ? Names.findShort(at, bytes) : Names.findLong(at, bytes)
  }

  @inline private static findShort(at: usize, bytes: u32): u32 {
    const first = Names.part(at, bytes, 0)
    const second = Names.part(at, bytes, 8)
    let place = Names.place(first, second, bytes)
    while (true) {
      const entry = Names.table + ((<usize>place) << SHIFT)
      const known = load<u32>(entry, 20)
      if (known === 0) return NO_SYMBOL
      if (load<u64>(entry) === first && load<u64>(entry, 8) === second && load<u32>(entry, 16) === bytes)
        return known - 1
      place = (place + 1) & Names.mask
    }
  }

  private static findLong(at: usize, bytes: u32): u32 {
    const digest = Names.digest(at, bytes)
    let place = Names.place(digest, 0, bytes)
    while (true) {
      const entry = Names.table + ((<usize>place) << SHIFT)
      const known = load<u32>(entry, 20)
      if (known === 0) return NO_SYMBOL
      if (load<u64>(entry) === digest && load<u32>(entry, 16) === bytes) {
        if (Names.same(<usize>load<u64>(entry, 8), at, bytes)) return known - 1
      }
      place = (place + 1) & Names.mask
    }
  }

  /** Remembers a name that is not known; long ones are not, for a caller could fill the memory with them. */
  static learn(at: usize, bytes: u32, symbol: u32): void {
    if (bytes > LONGEST) return
    if (Names.count === Names.most) Names.clear()
    if (Names.count << 2 > Names.mask) Names.growTable()
    if (bytes <= SHORT) {
      Names.put(Names.part(at, bytes, 0), Names.part(at, bytes, 8), bytes, symbol, true)
      return
    }
    if (Names.free + bytes + ROOM > Names.textsEnd && !Names.grow()) Names.clear()
    memory.copy(Names.free, at, <usize>bytes)
    Names.put(Names.digest(at, bytes), <u64>Names.free, bytes, symbol, false)
    Names.free += <usize>bytes
  }

  private static put(first: u64, second: u64, bytes: u32, symbol: u32, short: bool): void {
    let place = Names.place(first, short ? second : 0, bytes)
    while (load<u32>(Names.table + ((<usize>place) << SHIFT), 20) !== 0) place = (place + 1) & Names.mask
    const entry = Names.table + ((<usize>place) << SHIFT)
    store<u64>(entry, first)
    store<u64>(entry, second, 8)
    store<u32>(entry, bytes, 16)
    store<u32>(entry, symbol + 1, 20)
    Names.count++
  }

  /** Twice the room for texts, as long as a name of the longest kind for each place would need it. */
  private static grow(): bool {
    const size = Names.textsEnd - Names.texts
    if (size >= <usize>Names.most * LONGEST) return false
    const made = Arena.alloc(2 * size)
    // Entries lead to where their texts stand now; the old room is not given back.
    Names.texts = made
    Names.textsEnd = made + 2 * size
    Names.free = made
    return true
  }
}
