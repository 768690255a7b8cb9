import { Arena } from "../arena"
import { Block } from "./block"
import { Utf8 } from "./utf8"

/** Scratch: strings and escaped bytes of each block, the numbers of the queued blocks, and the constants. */
const WITHIN: usize = 0
const ESCAPED: usize = 512
const QUEUE: usize = 1024
const CONSTANTS: usize = 1024 + 256
const SIZE: usize = CONSTANTS + 80

/**
 * Up to 64 blocks that are read in one go. What is rare, line feeds among it, is queued by block without a branch and
 * looked at afterwards: a branch that is taken now and then costs more than the whole block.
 */
export class Batch {
  static readonly BLOCKS: u32 = 64

  private static at: usize = 0

  static place(): void {
    Batch.at = Arena.alloc(SIZE)
    memory.fill(Batch.at, 0, CONSTANTS)
    memory.fill(Batch.at + CONSTANTS, 0x22, 16)
    memory.fill(Batch.at + CONSTANTS + 16, 0x5c, 16)
    memory.fill(Batch.at + CONSTANTS + 32, 0x20, 16)
    memory.fill(Batch.at + CONSTANTS + 48, 0x26, 16)
    memory.fill(Batch.at + CONSTANTS + 64, 0x7f, 16)
  }

  /** Which block of the batch stands at place `k` of the queue. */
  @inline static queued(k: u32): u32 {
    return load<u32>(Batch.at + ((<usize>k) << 2), QUEUE)
  }

  /** The bytes of strings of a block, the opening quotes included. */
  @inline static within(index: u32): u64 {
    return load<u64>(Batch.at + ((<usize>index) << 3), WITHIN)
  }

  /** The bytes of a block that a backslash escapes: taken out, for they are kept of blocks with escapes only. */
  @inline static escaped(index: u32): u64 {
    const at = Batch.at + ((<usize>index) << 3)
    const escaped = load<u64>(at, ESCAPED)
    store<u64>(at, 0, ESCAPED)
    return escaped
  }

  /** Nobody will ask for the rest of the batch. */
  static forget(): void {
    memory.fill(Batch.at + ESCAPED, 0, QUEUE - ESCAPED)
  }

  /** Writes the masks of the blocks; answers how many of them are queued. */
  static read(from: usize, to: usize, quoteBits: usize, bracketBits: usize): u32 {
    if (ASC_FEATURE_SIMD) {
      return Batch.readWide(from, to, quoteBits, bracketBits)
    } else {
      const scratch = Batch.at
      let queued: u32 = 0
      for (let at = from, index: u32 = 0; at < to; at += 64, index++) {
        Block.read(at, u64.MAX_VALUE)
        store<u64>((at >> 3) + quoteBits, Block.quotes)
        store<u64>((at >> 3) + bracketBits, Block.brackets)
        store<u64>(scratch + ((<usize>index) << 3), Block.within, WITHIN)
        store<u64>(scratch + ((<usize>index) << 3), Block.escaped, ESCAPED)
        store<u32>(scratch + ((<usize>queued) << 2), index, QUEUE)
        queued += u32(Block.special || Block.escaped !== 0)
      }
      return queued
    }
  }

  private static readWide(from: usize, to: usize, quoteBits: usize, bracketBits: usize): u32 {
    const scratch = Batch.at
    // Loaded and not written as constants: those would be made anew for each block.
    const quote = v128.load(scratch, CONSTANTS)
    const slash = v128.load(scratch, CONSTANTS + 16)
    const bound = v128.load(scratch, CONSTANTS + 32)
    const folds = v128.load(scratch, CONSTANTS + 48)
    const folded = v128.load(scratch, CONSTANTS + 64)
    let queued: usize = 0
    let inside = Block.inside
    let escaping = Block.escaping
    for (let at = from; at < to; at += 64) {
      const first = v128.load(at)
      const second = v128.load(at, 16)
      const third = v128.load(at, 32)
      const fourth = v128.load(at, 48)
      let quotes = Batch.equal(first, second, third, fourth, quote)
      const slashes = Batch.any(first, second, third, fourth, slash) | escaping
      const smallest = i8x16.min_s(i8x16.min_s(first, second), i8x16.min_s(third, fourth))
      const special = <u32>i8x16.bitmask(i8x16.lt_s(smallest, bound))
      const place = scratch + ((at - from) >> 3)
      store<u32>(scratch + queued, <u32>(at - from) >> 6, QUEUE)
      let within = inside
      let brackets: u64 = 0
      // Far inside a string nothing else can be.
      if ((quotes | slashes | ~inside) !== 0) {
        if (slashes !== 0) {
          const found = Batch.equal(first, second, third, fourth, slash)
          const escaped = Block.after(found, escaping)
          escaping = (found & ~escaped) >> 63
          quotes &= ~escaped
          store<u64>(place, escaped, ESCAPED)
        }
        within = Block.strings(quotes, inside)
        inside = <u64>(<i64>within >> 63)
        brackets = Batch.brackets(first, second, third, fourth, folds, folded) & ~within
      }
      store<u64>((at >> 3) + quoteBits, quotes)
      store<u64>((at >> 3) + bracketBits, brackets)
      store<u64>(place, within, WITHIN)
      queued += (<u64>special | slashes) !== 0 ? 4 : 0
    }
    Block.inside = inside
    Block.escaping = escaping
    return <u32>queued >> 2
  }

  @inline private static any(first: v128, second: v128, third: v128, fourth: v128, wanted: v128): u64 {
    const early = v128.or(i8x16.eq(first, wanted), i8x16.eq(second, wanted))
    const late = v128.or(i8x16.eq(third, wanted), i8x16.eq(fourth, wanted))
    return <u64>(<u32>i8x16.bitmask(v128.or(early, late)))
  }

  @inline private static equal(first: v128, second: v128, third: v128, fourth: v128, wanted: v128): u64 {
    return Utf8.bits(
      i8x16.eq(first, wanted),
      i8x16.eq(second, wanted),
      i8x16.eq(third, wanted),
      i8x16.eq(fourth, wanted),
    )
  }

  @inline private static brackets(
    first: v128,
    second: v128,
    third: v128,
    fourth: v128,
    folds: v128,
    folded: v128,
  ): u64 {
    return Batch.equal(
      v128.or(first, folds),
      v128.or(second, folds),
      v128.or(third, folds),
      v128.or(fourth, folds),
      folded,
    )
  }
}
