import { Arena } from "./arena"
import { Program } from "./program"

/**
 * A binary heap of open deadlines, one entry a rule at most, that knows where each rule's entry
 * stands. An entry may be earlier than the rule's own counter, never later: who pops it compares, and
 * puts it back if the deadline was renewed.
 */
export class Deadlines {
  private static at: usize = 0
  /** For each rule the place of its entry, from 1; 0 where it has none. */
  private static places: usize = 0
  static size: u32 = 0

  static load(): void {
    Deadlines.at = Arena.alloc((<usize>Program.rules) << 3)
    Deadlines.places = Arena.alloc((<usize>Program.rules) << 2)
    for (let rule: u32 = 0; rule < Program.rules; rule++) Deadlines.setPlace(rule, 0)
  }

  @inline private static entry(index: u32): u64 {
    return load<u64>(Deadlines.at + ((<usize>index) << 3))
  }

  @inline private static put(index: u32, entry: u64): void {
    store<u64>(Deadlines.at + ((<usize>index) << 3), entry)
    Deadlines.setPlace(<u32>entry, index + 1)
  }

  @inline private static place(rule: u32): u32 {
    return load<u32>(Deadlines.places + ((<usize>rule) << 2))
  }

  @inline private static setPlace(rule: u32, place: u32): void {
    store<u32>(Deadlines.places + ((<usize>rule) << 2), place)
  }

  /** The earliest deadline; there must be one. */
  @inline static due(): u32 {
    return <u32>(Deadlines.entry(0) >> 32)
  }

  /** The rule of the earliest deadline; there must be one. */
  @inline static rule(): u32 {
    return <u32>Deadlines.entry(0)
  }

  @inline static has(rule: u32): bool {
    return Deadlines.place(rule) !== 0
  }

  /** Entries are ordered by deadline, then rule, so that the order does not depend on history. */
  static add(rule: u32, due: u32): void {
    Deadlines.rise(Deadlines.size++, ((<u64>due) << 32) | rule)
  }

  /** Makes sure that the rule has an entry no later than `due`. */
  static advance(rule: u32, due: u32): void {
    const place = Deadlines.place(rule)
    const entry = ((<u64>due) << 32) | rule
    if (place === 0) Deadlines.rise(Deadlines.size++, entry)
    else if (entry < Deadlines.entry(place - 1)) Deadlines.rise(place - 1, entry)
  }

  private static rise(from: u32, entry: u64): void {
    let index = from
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = Deadlines.entry(parent)
      if (above <= entry) break
      Deadlines.put(index, above)
      index = parent
    }
    Deadlines.put(index, entry)
  }

  static pop(): void {
    Deadlines.setPlace(Deadlines.rule(), 0)
    const last = Deadlines.entry(--Deadlines.size)
    if (Deadlines.size === 0) return
    let index: u32 = 0
    while (true) {
      let child: u32 = 2 * index + 1
      if (child >= Deadlines.size) break
      if (child + 1 < Deadlines.size && Deadlines.entry(child + 1) < Deadlines.entry(child)) child++
      if (Deadlines.entry(child) >= last) break
      Deadlines.put(index, Deadlines.entry(child))
      index = child
    }
    Deadlines.put(index, last)
  }

  /** Forgets all deadlines. */
  static clear(): void {
    for (let i: u32 = 0; i < Deadlines.size; i++) Deadlines.setPlace(<u32>Deadlines.entry(i), 0)
    Deadlines.size = 0
  }
}
