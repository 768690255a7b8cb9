import { ROWS_AT_ONCE } from "./abi"
import { Arena } from "./arena"
import { Program } from "./program"

/**
 * Which entries belong to which symbol. The program brings the rows of the names it mentions; the
 * host adds rows for names that only patterns match, one for all names that read alike, and drops them
 * all when there are too many.
 */
export class Rows {
  static directory: usize = 0
  static count: u32 = 0
  private static mark: usize = 0
  private static pending: usize = 0
  private static pendingEntries: u32 = 0

  static load(): void {
    Rows.directory = Arena.alloc((<usize>(Program.symbols + ROWS_AT_ONCE)) << 3)
    for (let symbol: u32 = 0; symbol < Program.symbols; symbol++) {
      Rows.put(symbol, Program.rowStart(symbol), Program.rowStart(symbol + 1))
    }
    Rows.count = Program.symbols
  }

  /** What is allocated from here on belongs to added rows. */
  static seal(): void {
    Rows.mark = Arena.top
  }

  @inline static start(symbol: u32): usize {
    return <usize>load<u32>(Rows.directory + ((<usize>symbol) << 3))
  }

  @inline static end(symbol: u32): usize {
    return <usize>load<u32>(Rows.directory + ((<usize>symbol) << 3), 4)
  }

  private static put(symbol: u32, start: usize, end: usize): void {
    store<u32>(Rows.directory + ((<usize>symbol) << 3), <u32>start)
    store<u32>(Rows.directory + ((<usize>symbol) << 3), <u32>end, 4)
  }

  /** Room for the entries of one more row, or 0 when `drop` has to come first. */
  static prepare(entries: u32): usize {
    if (Rows.count === Program.symbols + ROWS_AT_ONCE || entries > Program.rules) return 0
    Rows.pending = Arena.alloc((<usize>entries) << 2)
    Rows.pendingEntries = entries
    return Rows.pending
  }

  /** The symbol of the row that was written where `prepare` said, or 0 if it is malformed. */
  static add(): u32 {
    const at = Rows.pending
    if (at === 0 || !Program.rowFits(at, Rows.pendingEntries)) return 0
    Rows.pending = 0
    Rows.put(Rows.count, at, at + ((<usize>Rows.pendingEntries) << 2))
    return Rows.count++
  }

  static drop(): void {
    Rows.count = Program.symbols
    Rows.pending = 0
    Arena.top = Rows.mark
  }
}
