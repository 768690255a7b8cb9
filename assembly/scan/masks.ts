import { Arena } from "../arena"
import { Batch } from "./batch"
import { Block } from "./block"
import { Classes } from "./classes"
import { LINES } from "./scan-abi"
import { Units } from "./units"
import { Utf8 } from "./utf8"
import { Window } from "./window"

/** Line feeds of a batch: 64 blocks have no more. */
const FEEDS: usize = 4 * 4096
/** No place. */
const NOWHERE: usize = 0xffffffff
const ALL: u64 = u64.MAX_VALUE

/**
 * The first stage: two masks for each 64 bytes, of the quotes that open and close strings and of the brackets outside
 * strings (bytes that `| 0x26` turns into 0x7f: outside strings these are the brackets, in valid JSON). Batches of
 * blocks are read just before the walk needs them, so that both find them in the innermost cache.
 */
export class Masks {
  /** The bits of eight bytes stand at `(address >> 3) + quotes`, or `+ brackets`. */
  static quotes: usize = 0
  static brackets: usize = 0
  /** Everything before this address has its masks. After them stand ones. */
  static scanned: usize = 0
  /** DOCUMENT: the first byte that is wrong, whatever stands around it. */
  static fault: usize = NOWHERE

  /** By how much the UTF-16 code units of what has its masks are fewer than its bytes. */
  private static surplus: u32 = 0
  private static container: u32 = 0
  private static blocks: u32 = 0
  private static limit: usize = 0
  /** LINES: the line feeds of this batch that were not asked for yet: `offset << 1 | its line is faulty`. */
  private static list: usize = 0
  private static feeds: u32 = 0
  private static feed: u32 = 0
  /** Something is wrong since the last line feed. */
  private static faulty: bool = false

  static begin(container: u32): void {
    Masks.container = container
    if (Masks.list !== 0) return
    Masks.list = Arena.alloc(FEEDS)
    Batch.place()
    Utf8.place()
  }

  /** Room for the masks of a window. */
  static place(bytes: usize): void {
    Masks.quotes = Arena.alloc((bytes >> 3) + 64) - (Window.at >> 3)
    Masks.brackets = Arena.alloc((bytes >> 3) + 64) - (Window.at >> 3)
  }

  /** The bits of a mask from the byte at `at` on: 57 or more, wherever it stands. */
  @inline static from(at: usize, mask: usize): u64 {
    const place = <u64>(at & 7)
    return load<u64>((at >> 3) + mask, 0, 1) >> place
  }

  /** The first bit of a mask after those that `from` tells of. */
  static next(at: usize, mask: usize): usize {
    let row = (at >> 3) + mask + 8
    while ((load<u64>(row, 0, 1) | load<u64>(row, 8, 1)) === 0) row += 16
    if (load<u64>(row, 0, 1) === 0) row += 8
    return ((row - mask) << 3) + <usize>ctz(load<u64>(row, 0, 1))
  }

  /** A window was opened: nothing of it is scanned yet, and it begins outside strings. */
  static open(): void {
    Masks.scanned = Window.at
    Masks.limit = (Window.end + 64) & ~63
    Masks.blocks = Batch.BLOCKS
    Masks.surplus = 0
    Masks.fault = NOWHERE
    Masks.faulty = false
    Masks.feeds = 0
    Masks.feed = 0
    Block.inside = 0
    Block.escaping = 0
    if (Masks.container !== LINES) while (Masks.scanned < Masks.limit) Masks.scan()
  }

  /**
   * LINES: the next line feed, the one that is put after the end of the window included: `offset << 1 | its line is
   * faulty`, the offset from the start of the window; all ones when there is none.
   */
  static nextFeed(): u32 {
    while (Masks.feed === Masks.feeds) {
      if (Masks.scanned >= Masks.limit) return 0xffffffff
      Masks.feeds = 0
      Masks.feed = 0
      Masks.scan()
    }
    const place = <usize>Masks.feed
    Masks.feed++
    return load<u32>(Masks.list + (place << 2))
  }

  /** The window is written anew: what was scanned of it says nothing. */
  static forget(): void {
    Masks.scanned = Window.at
    Masks.surplus = 0
  }

  /**
   * UTF-16 code units from `from` up to `to`. Of most of a window they are known from its blocks that are not ASCII, less
   * what stands around it: that is read once more only where it is the shorter way.
   */
  static codeUnits(from: usize, to: usize): u32 {
    const span = <u32>(to - from)
    if (to > Masks.scanned || Masks.scanned - Window.at > 2 * (to - from)) return span - Units.surplus(from, to)
    const around = Units.surplus(Window.at, from) + Units.surplus(to, Masks.scanned)
    return span - (Masks.surplus - around)
  }

  private static scan(): void {
    const from = Masks.scanned
    const to = min(from + ((<usize>Masks.blocks) << 6), Masks.limit)
    const queued = Batch.read(from, to, Masks.quotes, Masks.brackets)
    Masks.scanned = to
    Masks.blocks = min(Masks.blocks << 1, Batch.BLOCKS)
    for (let k: u32 = 0; k < queued; k++) {
      const index = Batch.queued(k)
      if (!Masks.examine(from + ((<usize>index) << 6), index)) break
    }
    store<u64>((Masks.scanned >> 3) + Masks.quotes, ALL)
    store<u64>((Masks.scanned >> 3) + Masks.brackets, ALL)
  }

  /** Looks at a block with rare bytes. False: the masks after it are void, for a line feed in it cut off a string. */
  private static examine(at: usize, index: u32): bool {
    let within = Batch.within(index)
    let escaped = Batch.escaped(index)
    const wide = Classes.wide(at)
    let bad: u64 = 0
    if (wide) {
      bad = Utf8.faults(at)
      Masks.surplus += Units.surplusOf(at)
    }
    const controls = Classes.controls(at)
    let feeds: u64 = 0
    let cut = false
    if (controls !== 0) {
      feeds = Classes.equal(at, 0x0a)
      if (Masks.container === LINES && (feeds & within) !== 0) {
        Masks.cut(at, feeds, within, escaped)
        within = Block.within
        escaped = Block.escaped
        cut = true
      }
      bad |= controls & (within | ~(feeds | Classes.equal(at, 0x09) | Classes.equal(at, 0x0d)))
    }
    if (escaped !== 0) bad |= Classes.illegalEscapes(at, escaped) | (escaped & ~within)
    if (Masks.container === LINES) Masks.tell(at, feeds, bad)
    else if (bad !== 0 && Masks.fault === NOWHERE) Masks.fault = at + <usize>ctz(bad)
    // The block after it has no special bytes, perhaps, and is not looked at.
    if (wide && load<u8>(at, 63) > 0x7f && load<u8>(at, 64) < 0x80 && Utf8.incomplete(at + 64)) {
      Masks.faulty = true
      if (Masks.fault === NOWHERE) Masks.fault = at + 64
    }
    return !cut
  }

  private static tell(at: usize, feeds: u64, bad: u64): void {
    let rest = bad
    for (let left = feeds; left !== 0; left &= left - 1) {
      const upTo = left ^ (left - 1)
      const wrong = Masks.faulty || (rest & upTo) !== 0
      const offset = <u32>(at - Window.at) + <u32>ctz(left)
      store<u32>(Masks.list + ((<usize>Masks.feeds) << 2), (offset << 1) | <u32>wrong)
      Masks.feeds++
      Masks.faulty = false
      rest &= ~upTo
    }
    if (rest !== 0) Masks.faulty = true
  }

  /** LINES: a line ends inside a string. Its end is wrong, and the rest of the block is read again as the next line. */
  private static cut(at: usize, feeds: u64, within: u64, escaped: u64): void {
    const quotes = (at >> 3) + Masks.quotes
    const brackets = (at >> 3) + Masks.brackets
    for (let open = feeds & within; open !== 0; ) {
      const after = (ALL << ctz(open)) << 1
      Block.inside = 0
      Block.escaping = 0
      Block.read(at, after)
      store<u64>(quotes, (load<u64>(quotes) & ~after) | Block.quotes)
      store<u64>(brackets, (load<u64>(brackets) & ~after) | Block.brackets)
      within = (within & ~after) | (Block.within & after)
      escaped = (escaped & ~after) | Block.escaped
      open = feeds & within & after
    }
    Block.within = within
    Block.escaped = escaped
    Batch.forget()
    Masks.scanned = at + 64
    Masks.blocks = 1
  }
}
