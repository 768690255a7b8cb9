import { Arena } from "../arena"
import { Tape } from "../json/tape"
import { CHECK_COSTLY } from "./schema-abi"

/** Bytes and number of places; later findings take the places of earlier ones. */
const SHIFT: usize = 4
const MASK: u32 = (1 << 11) - 1

/** What references were found to say of values, for as long as these stand on the tape. */
export class Memo {
  private static at: usize = 0
  private static age: u32 = 0

  static load(): void {
    Memo.at = Arena.alloc((<usize>MASK + 1) << SHIFT)
  }

  /** An age of the tape that came round again must not find what it left behind the last time. */
  static begin(): void {
    if (Tape.age < Memo.age) memory.fill(Memo.at, 0, (<usize>MASK + 1) << SHIFT)
    Memo.age = Tape.age
  }

  @inline private static slot(node: usize, value: u32): usize {
    const mixed = (<u32>node ^ (value * 0x9e3779b1)) * 0x85ebca6b
    return Memo.at + ((<usize>((mixed >>> 15) & MASK)) << SHIFT)
  }

  /** `CHECK_NO`, `CHECK_YES`, or anything else: it is not known. */
  static recall(node: usize, value: u32): u32 {
    const slot = Memo.slot(node, value)
    const isKnown = load<u32>(slot) === <u32>node && load<u32>(slot, 4) === value && load<u32>(slot, 8) === Tape.age
    return isKnown ? load<u32>(slot, 12) : CHECK_COSTLY
  }

  static remember(node: usize, value: u32, result: u32): void {
    const slot = Memo.slot(node, value)
    store<u32>(slot, <u32>node)
    store<u32>(slot, value, 4)
    store<u32>(slot, Tape.age, 8)
    store<u32>(slot, result, 12)
  }
}
