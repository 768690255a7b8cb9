import { CONDITION_WORDS, MAX_CONDITIONS, ROW_WORDS, ROWS_AT_ONCE } from "./abi"
import { Arena } from "./arena"
import { Program } from "./program"

/** Bytes of a row in the directory: where its three kinds of entries begin, and its end. */
const SHIFT: usize = 4
/** Bytes of one region for rows at least, and regions at most. */
const REGION: usize = 1 << 16
const MOST_REGIONS: u32 = 4096
/** Words that one rule takes in a row at most: two entries, two decisions. */
const MOST_WORDS: u32 = 2 * (CONDITION_WORDS + 1 + MAX_CONDITIONS + (1 << (MAX_CONDITIONS - 2)))

/**
 * Which entries belong to which symbol. The program brings the rows of the names it mentions; the
 * host adds rows for names that only patterns match, one for all names that read alike, and drops them
 * all when there are too many. Added rows stand in regions that are filled anew after that.
 */
export class Rows {
  static directory: usize = 0
  static count: u32 = 0
  private static regions: usize = 0
  private static regionCount: u32 = 0
  private static region: u32 = 0
  private static top: usize = 0
  private static pending: usize = 0
  private static pendingWords: u32 = 0

  static load(): void {
    Rows.directory = Arena.alloc((<usize>(Program.symbols + ROWS_AT_ONCE)) << SHIFT)
    Rows.regions = Arena.alloc((<usize>MOST_REGIONS) << 3)
    Rows.regionCount = 0
    Rows.pending = 0
    for (let symbol: u32 = 0; symbol < Program.symbols; symbol++) Rows.put(symbol, Program.rowStart(symbol))
    Rows.count = Program.symbols
  }

  @inline static row(symbol: u32): usize {
    return Rows.directory + ((<usize>symbol) << SHIFT)
  }

  /** Where the entries begin that go by the name alone. */
  @inline static plain(row: usize): usize {
    return <usize>load<u32>(row)
  }

  /** Where those begin that are judged when the call is taken. */
  @inline static taken(row: usize): usize {
    return <usize>load<u32>(row, 4)
  }

  /** Where those begin that are judged when it is answered. */
  @inline static answered(row: usize): usize {
    return <usize>load<u32>(row, 8)
  }

  @inline static end(row: usize): usize {
    return <usize>load<u32>(row, 12)
  }

  /** The decision of an entry with conditions. */
  @inline static decision(row: usize, entry: usize): usize {
    return Rows.plain(row) - (ROW_WORDS << 2) + ((<usize>load<u32>(entry, 4)) << 2)
  }

  private static put(symbol: u32, at: usize): void {
    const plain = at + (ROW_WORDS << 2)
    const taken = plain + ((<usize>load<u32>(at)) << 2)
    const answered = taken + ((<usize>(load<u32>(at, 4) * CONDITION_WORDS)) << 2)
    const row = Rows.row(symbol)
    store<u32>(row, <u32>plain)
    store<u32>(row, <u32>taken, 4)
    store<u32>(row, <u32>answered, 8)
    store<u32>(row, <u32>(answered + ((<usize>(load<u32>(at, 8) * CONDITION_WORDS)) << 2)), 12)
  }

  /** Room for the `words` words of one more row, or 0 when `drop` has to come first. */
  static prepare(words: u32): usize {
    if (Rows.count === Program.symbols + ROWS_AT_ONCE || words > ROW_WORDS + MOST_WORDS * Program.rules) return 0
    const bytes = (<usize>words) << 2
    while (Rows.region === Rows.regionCount || Rows.top + bytes > Rows.regionEnd(Rows.region)) {
      if (!Rows.nextRegion(bytes)) return 0
    }
    Rows.pending = Rows.top
    Rows.pendingWords = words
    return Rows.pending
  }

  @inline private static regionEnd(index: u32): usize {
    return <usize>load<u32>(Rows.regions + ((<usize>index) << 3), 4)
  }

  /** Goes on in the next region, which is made when there is none; false when there are too many. */
  private static nextRegion(bytes: usize): bool {
    if (Rows.region < Rows.regionCount) Rows.region++
    if (Rows.region === Rows.regionCount) {
      if (Rows.regionCount === MOST_REGIONS) return false
      const size = max(REGION, bytes)
      const at = Arena.alloc(size)
      const entry = Rows.regions + ((<usize>Rows.regionCount) << 3)
      store<u32>(entry, <u32>at)
      store<u32>(entry, <u32>(at + size), 4)
      Rows.regionCount++
    }
    Rows.top = <usize>load<u32>(Rows.regions + ((<usize>Rows.region) << 3))
    return true
  }

  /** The symbol of the row that was written where `prepare` said, or 0 if it is malformed. */
  static add(): u32 {
    const at = Rows.pending
    if (at === 0 || !Program.rowFits(at, Rows.pendingWords)) return 0
    Rows.pending = 0
    Rows.top = at + ((<usize>Rows.pendingWords) << 2)
    Rows.put(Rows.count, at)
    return Rows.count++
  }

  static drop(): void {
    Rows.count = Program.symbols
    Rows.pending = 0
    Rows.region = 0
    if (Rows.regionCount > 0) Rows.top = <usize>load<u32>(Rows.regions)
  }
}
