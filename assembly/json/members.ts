import { Fuel } from "../fuel"
import { Scratch } from "./scratch"
import { Strings } from "./strings"
import { DEAD, KIND_LINK, KIND_MASK, SETTLED, Tape } from "./tape"

/** So many members are compared pair by pair. */
const FEW: u32 = 8

/** What stands in objects, where of several members with the same key the last one counts, in the place of the first. */
export class Members {
  /** Whether its value is another one's place, which is found there. */
  @inline static value(key: u32): u32 {
    const entry = Tape.entry(key + 1)
    return (load<u32>(entry) & KIND_MASK) === KIND_LINK ? load<u32>(entry, 4) : key + 1
  }

  /** The first living key from `key` on; `end` when there is none. */
  @inline static living(key: u32, end: u32): u32 {
    let next = key
    while (next < end && (Tape.head(next) & DEAD) !== 0) next = Tape.after(next + 1)
    return next
  }

  @inline static next(key: u32, end: u32): u32 {
    return Members.living(Tape.after(key + 1), end)
  }

  /** Hashes the keys and finds the same ones, once; false when the fuel is used up. */
  static settle(object: u32): bool {
    const entry = Tape.entry(object)
    const head = load<u32>(entry)
    if ((head & SETTLED) !== 0) return true
    const count = load<u32>(entry, 8)
    const end = load<u32>(entry, 12)
    if (!Fuel.spend(count)) return false
    let bytes: u32 = 0
    // Keys of which no two share a bit are different, and few objects have many.
    let seen: u64 = 0
    let shared: u64 = 0
    for (let key = object + 1; key < end; key = Tape.after(key + 1)) {
      const name = Tape.settle(key)
      const bit = (<u64>1) << (<u64>load<u32>(name, 12) & 63)
      bytes += load<u32>(name, 8)
      shared |= seen & bit
      seen |= bit
    }
    if (!Fuel.spend(bytes >> 3)) return false
    if (shared === 0) {
      store<u32>(entry, head | SETTLED)
      return true
    }
    const found = count <= FEW ? Members.comparePairs(object, end) : Members.compareByTable(object, count, end)
    if (found) store<u32>(entry, load<u32>(entry) | SETTLED)
    return found
  }

  @inline static same(a: usize, b: usize): bool {
    return (
      load<u32>(a, 12) === load<u32>(b, 12) &&
      load<u32>(a, 8) === load<u32>(b, 8) &&
      Strings.equal(<usize>load<u32>(a, 4), <usize>load<u32>(b, 4), load<u32>(a, 8))
    )
  }

  private static comparePairs(object: u32, end: u32): bool {
    for (let later = object + 1; later < end; later = Tape.after(later + 1)) {
      if ((Tape.head(later) & DEAD) !== 0) continue
      for (let key = object + 1; key < later; key = Tape.after(key + 1)) {
        if ((Tape.head(key) & DEAD) === 0 && Members.same(Tape.entry(key), Tape.entry(later))) {
          Members.replace(object, key, later)
          break
        }
      }
    }
    return true
  }

  private static compareByTable(object: u32, count: u32, end: u32): bool {
    const mark = Scratch.mark()
    const mask = Members.slots(count)
    const table = Members.blank(mask)
    for (let later = object + 1; later < end && Fuel.left >= 0; later = Tape.after(later + 1)) {
      if ((Tape.head(later) & DEAD) !== 0) continue
      const key = Members.look(table, mask, Tape.entry(later))
      if (key !== 0) Members.replace(object, key, later)
      else store<u32>(Members.free, later)
    }
    Scratch.release(mark)
    return Fuel.left >= 0
  }

  @inline private static blank(mask: u32): usize {
    const bytes = (<usize>mask + 1) << 2
    const table = Scratch.take(bytes)
    memory.fill(table, 0, bytes)
    return table
  }

  /** A table of the keys of a settled object, in scratch; `look` finds them, with `slots` of its count as mask. */
  static table(object: u32): usize {
    const mask = Members.slots(Tape.count(object))
    const table = Members.blank(mask)
    const end = Tape.after(object)
    for (let key = Members.living(object + 1, end); key < end; key = Members.next(key, end)) {
      Members.look(table, mask, Tape.entry(key))
      store<u32>(Members.free, key)
      if (Fuel.left < 0) break
    }
    return table
  }

  /** Where `look` stopped when it found nothing. */
  private static free: usize = 0

  /** One less than a power of two of at least twice as many. */
  @inline static slots(count: u32): u32 {
    return ((<u32>1) << (33 - clz<u32>(count))) - 1
  }

  /** The key in the table that is the same, or 0; also when the fuel is used up. */
  static look(table: usize, mask: u32, entry: usize): u32 {
    let slot = load<u32>(entry, 12)
    while (true) {
      Members.free = table + ((<usize>(slot++ & mask)) << 2)
      const key = load<u32>(Members.free)
      if (key === 0 || !Fuel.spend(1)) return 0
      if (Members.same(Tape.entry(key), entry)) return key
    }
  }

  /** `later` takes the place of `key`. */
  private static replace(object: u32, key: u32, later: u32): void {
    const value = Tape.entry(key + 1)
    const end = Tape.after(key + 1)
    store<u32>(value, KIND_LINK)
    store<u32>(value, later + 1, 4)
    store<u32>(value, end, 12)
    const dead = Tape.entry(later)
    store<u32>(dead, load<u32>(dead) | DEAD)
    const count = Tape.entry(object) + 8
    store<u32>(count, load<u32>(count) - 1)
  }

  /** The living key of a settled object that is this hashed string, or 0; the tape's entry of a string will do. */
  static find(object: u32, name: usize): u32 {
    const end = Tape.after(object)
    for (let key = Members.living(object + 1, end); key < end; key = Members.next(key, end)) {
      if (Members.same(Tape.entry(key), name)) return key
      if (!Fuel.spend(1)) return 0
    }
    return 0
  }
}
