import { Fuel } from "../fuel"
import { ROOT, SETTLED, Tape } from "../json/tape"
import { CONSTANT_WORDS, KIND_ARRAY, KIND_NUMBER, KIND_OBJECT, KIND_STRING, MAX_JSON_DEPTH } from "./schema-abi"
import { Section } from "./schema-section"

/** The constants of the checks, at the bottom of the tape. */
export class Constants {
  private static from: u32 = 0
  private static count: u32 = 0
  private static at: usize = 0

  /** Copies them to the tape, with addresses for places. */
  static load(at: usize, count: u32): bool {
    Constants.at = at
    Constants.count = count
    Tape.make()
    Constants.from = Tape.size
    // Hashing them spends fuel, of which there is enough for all that a program may hold.
    Fuel.refill(0xffffffff)
    let next: u32 = 0
    while (next < count) {
      next = Constants.take(next, count, ROOT, 0)
      if (next === 0) return false
    }
    Tape.floor = Tape.size
    Tape.reset()
    return true
  }

  @inline static place(index: u32): u32 {
    return Constants.from + index
  }

  static isRoot(index: u32): bool {
    return index < Constants.count && (Tape.head(Constants.place(index)) & ROOT) !== 0
  }

  /** Takes the constant at `index` and all inside of it: the place behind it, at most `limit`, or 0. */
  private static take(index: u32, limit: u32, flag: u32, depth: u32): u32 {
    const words = Constants.at + ((<usize>(index * CONSTANT_WORDS)) << 2)
    const kind = load<u32>(words)
    const first = load<u32>(words, 4)
    const second = load<u32>(words, 8)
    const third = load<u32>(words, 12)
    if (index >= limit || kind > KIND_OBJECT || depth > MAX_JSON_DEPTH) return 0
    if (kind < KIND_ARRAY) {
      if (kind === KIND_STRING && !Section.isText(first, second)) return 0
      if (kind === KIND_NUMBER) Tape.push(kind | flag, 0, second, third)
      else if (kind === KIND_STRING) Tape.push(kind | flag, Section.text(first), second, 0)
      else Tape.push(kind | flag, 0, 0, 0)
      return index + 1
    }
    if (third <= index || third > limit) return 0
    Tape.push(kind | flag | (kind === KIND_OBJECT ? SETTLED : 0), 0, second, Constants.from + third)
    let next = index + 1
    let count: u32 = 0
    for (; next < third; count++) {
      if (kind === KIND_OBJECT) {
        const key = Constants.at + ((<usize>(next * CONSTANT_WORDS)) << 2)
        if (load<u32>(key) !== KIND_STRING || next + 1 >= third) return 0
        next = Constants.take(next, third, 0, depth + 1)
        if (next !== 0) Tape.settle(Tape.size - 1)
      }
      next = next === 0 ? 0 : Constants.take(next, third, 0, depth + 1)
      if (next === 0) return 0
    }
    return count === second ? third : 0
  }
}
