import { Members } from "./members"
import { Scratch } from "./scratch"
import { Tape } from "./tape"

/** No index: those of JavaScript's arrays end one below. */
const NONE: u32 = 0xffffffff

/** The keys of an object that read as indices of an array, sorted. */
export class Indices {
  /** Pairs of key and index. */
  static at: usize = 0

  @inline static isIndex(key: u32): bool {
    return Indices.read(key) !== NONE
  }

  /** A decoded key as an index: as `String` writes it, and below 2^32 - 1. */
  private static read(key: u32): u32 {
    const entry = Tape.entry(key)
    const at = <usize>load<u32>(entry, 4)
    const bytes = load<u32>(entry, 8)
    if (bytes === 0 || bytes > 10) return NONE
    let value: u64 = 0
    for (let i: u32 = 0; i < bytes; i++) {
      const digit = <u32>load<u8>(at + i) - 0x30
      if (digit > 9 || (i === 1 && value === 0)) return NONE
      value = value * 10 + digit
    }
    return value < <u64>NONE ? <u32>value : NONE
  }

  /** Writes those of a settled object to `at`, in rising order, and returns how many they are. */
  static collect(object: u32): u32 {
    const end = Tape.after(object)
    let count: u32 = 0
    for (let key = Members.living(object + 1, end); key < end; key = Members.next(key, end)) {
      count += <u32>Indices.isIndex(key)
    }
    if (count === 0) return 0
    Indices.at = Scratch.take((<usize>count) << 3)
    let pair = Indices.at
    for (let key = Members.living(object + 1, end); key < end; key = Members.next(key, end)) {
      const index = Indices.read(key)
      if (index === NONE) continue
      store<u32>(pair, key)
      store<u32>(pair, index, 4)
      pair += 8
    }
    Indices.sort(count)
    return count
  }

  /** A heap sort: in place, and never worse than n log n. */
  private static sort(count: u32): void {
    for (let root = count >>> 1; root > 0; root--) Indices.sink(root - 1, count)
    for (let last = count - 1; last > 0; last--) {
      Indices.swap(0, last)
      Indices.sink(0, last)
    }
  }

  private static sink(from: u32, count: u32): void {
    let root = from
    for (;;) {
      let child: u32 = 2 * root + 1
      if (child >= count) return
      if (child + 1 < count && Indices.index(child + 1) > Indices.index(child)) child++
      if (Indices.index(child) <= Indices.index(root)) return
      Indices.swap(root, child)
      root = child
    }
  }

  @inline private static index(i: u32): u32 {
    return load<u32>(Indices.at + ((<usize>i) << 3), 4)
  }

  @inline private static swap(i: u32, j: u32): void {
    const a = Indices.at + ((<usize>i) << 3)
    const b = Indices.at + ((<usize>j) << 3)
    const pair = load<u64>(a)
    store<u64>(a, load<u64>(b))
    store<u64>(b, pair)
  }
}
