import { Arena } from "./arena"
import { Program } from "./program"

/**
 * A binary heap of open deadlines, at most one entry a rule. Entries are not removed when a rule is
 * answered: a popped entry is compared with the rule's own counter and put back if that is later.
 */
export class Deadlines {
  private static at: usize = 0
  static size: u32 = 0

  static load(): void {
    Deadlines.at = Arena.alloc((<usize>Program.rules) << 3)
  }

  @inline private static entry(index: u32): u64 {
    return load<u64>(Deadlines.at + ((<usize>index) << 3))
  }

  @inline private static put(index: u32, entry: u64): void {
    store<u64>(Deadlines.at + ((<usize>index) << 3), entry)
  }

  @inline static due(): u32 {
    return <u32>(Deadlines.entry(0) >> 32)
  }

  @inline static rule(): u32 {
    return <u32>Deadlines.entry(0)
  }

  /** Entries are ordered by deadline, then rule, so that the order does not depend on history. */
  static push(due: u32, rule: u32): void {
    const entry = ((<u64>due) << 32) | rule
    let index = Deadlines.size++
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
    const last = Deadlines.entry(--Deadlines.size)
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
}
