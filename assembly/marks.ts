import { Arena } from "./arena"
import { Program } from "./program"

/** Bits at most: 32 MB. No policy within the compiler's bounds comes near. */
const MOST: u64 = 1 << 28

/** Which cells of each rule's table were entered since the marks were last cleared: a bit a cell. */
export class Marks {
  private static at: usize = 0
  private static bytes: usize = 0
  /** Address of each rule's first bit, as a word. */
  private static firsts: usize = 0

  static load(): void {
    Marks.bytes = 0
    Marks.firsts = Arena.alloc((<usize>Program.rules) << 2)
    let bits: u64 = 0
    for (let rule: u32 = 0; rule < Program.rules; rule++) {
      const table = Program.table(rule)
      store<u32>(Marks.firsts + ((<usize>rule) << 2), <u32>bits)
      bits += <u64>(Program.states(table) * Program.columns(table))
      // Without marks every transition is a new one, which is slower and no less true.
      if (bits > MOST) return
    }
    Marks.bytes = <usize>((bits + 7) >> 3)
    Marks.at = Arena.alloc(Marks.bytes)
  }

  static clear(): void {
    if (Marks.bytes !== 0) memory.fill(Marks.at, 0, Marks.bytes)
  }

  /** Whether the cell was not entered before; it is now. */
  static isNew(rule: u32, table: usize, state: u32, column: u32): bool {
    if (Marks.bytes === 0) return true
    const bit = load<u32>(Marks.firsts + ((<usize>rule) << 2)) + state * Program.columns(table) + column
    const at = Marks.at + (bit >> 3)
    const mask: u32 = 1 << (bit & 7)
    const byte = <u32>load<u8>(at)
    if ((byte & mask) !== 0) return false
    store<u8>(at, <u8>(byte | mask))
    return true
  }
}
