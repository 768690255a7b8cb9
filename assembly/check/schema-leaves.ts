import { Fuel } from "../fuel"
import { HardNumbers } from "../json/hard-numbers"
import { Members } from "../json/members"
import { Numbers } from "../json/numbers"
import { Scratch } from "../json/scratch"
import { Spelling } from "../json/spelling"
import { Strings } from "../json/strings"
import { HARD, KIND_MASK, Tape } from "../json/tape"
import { Values } from "../json/values"
import { Regex } from "./regex"
import {
  CHECK_COSTLY,
  CHECK_NO,
  CHECK_NUMBERS,
  CHECK_YES,
  DIGITS_SPLIT,
  KIND_ARRAY,
  KIND_NUMBER,
  KIND_OBJECT,
  KIND_STRING,
  NODE_AMONG,
  NODE_EACH,
  NODE_ITEM_COUNT,
  NODE_LENGTH,
  NODE_MATCH,
  NODE_MEMBER_COUNT,
  NODE_MULTIPLE,
  NODE_PATTERN,
  NODE_RANGE,
  NODE_TYPE,
  NODE_UNIQUE,
  RANGE_ABOVE,
  RANGE_BELOW,
  TYPE_INTEGER,
} from "./schema-abi"
import { Section } from "./schema-section"

/** The nodes that are judged without any other node. */
export class Leaves {
  /** What a node up to `NODE_EACH` says of a value. */
  static judge(node: usize, value: u32): u32 {
    const head = Tape.head(value)
    if ((head & HARD) !== 0) return CHECK_NUMBERS
    if (!Fuel.spend(1)) return CHECK_COSTLY
    if (Section.what(node) !== NODE_EACH) return Leaves.one(node, value, head & KIND_MASK)
    const end = node + ((<usize>Section.wordsOf(node)) << 2)
    for (let at = node + 4; at < end; at += 4) {
      const found = Leaves.one(Section.node(load<u32>(at)), value, head & KIND_MASK)
      if (found !== CHECK_YES) return found
    }
    return CHECK_YES
  }

  @inline static verdict(holds: bool): u32 {
    return holds ? CHECK_YES : CHECK_NO
  }

  private static one(node: usize, value: u32, kind: u32): u32 {
    switch (Section.what(node)) {
      case NODE_TYPE:
        return Leaves.verdict(Leaves.isOfType(load<u32>(node, 4), value, kind))
      case NODE_RANGE:
        return kind === KIND_NUMBER ? Leaves.verdict(Leaves.isInRange(node, Numbers.value(value))) : CHECK_YES
      case NODE_MULTIPLE:
        return kind === KIND_NUMBER ? Leaves.isMultiple(node, value) : CHECK_YES
      case NODE_LENGTH:
        return kind === KIND_STRING ? Leaves.hasLength(node, value) : CHECK_YES
      case NODE_ITEM_COUNT:
        return kind === KIND_ARRAY ? Leaves.verdict(Leaves.isWithin(node, Tape.count(value))) : CHECK_YES
      case NODE_MEMBER_COUNT:
        if (kind !== KIND_OBJECT) return CHECK_YES
        return Members.settle(value) ? Leaves.verdict(Leaves.isWithin(node, Tape.count(value))) : CHECK_COSTLY
      case NODE_PATTERN:
        return kind === KIND_STRING ? Leaves.search(load<u32>(node, 4), value) : CHECK_YES
      case NODE_UNIQUE:
        return kind === KIND_ARRAY ? Leaves.isUnique(value) : CHECK_YES
      case NODE_AMONG: {
        const fault = Values.hash(value)
        return fault === CHECK_YES ? Section.holds(load<u32>(node, 4), value, Values.hashed) : fault
      }
      case NODE_MATCH:
        return Leaves.matches(node, value)
      default:
        return Section.what(node)
    }
  }

  @inline private static isOfType(types: u32, value: u32, kind: u32): bool {
    if (((types >> kind) & 1) !== 0) return true
    return kind === KIND_NUMBER && (types & TYPE_INTEGER) !== 0 && Numbers.isInteger(value)
  }

  @inline private static isInRange(node: usize, value: f64): bool {
    const flags = load<u32>(node, 4)
    const low = load<f64>(node, 8, 4)
    const high = load<f64>(node, 16, 4)
    if ((flags & RANGE_ABOVE) !== 0 ? value <= low : value < low) return false
    return (flags & RANGE_BELOW) !== 0 ? value < high : value <= high
  }

  @inline private static isWithin(node: usize, count: u32): bool {
    return count >= load<u32>(node, 4) && count <= load<u32>(node, 8)
  }

  /**
   * Exactly, on the shortest spellings: `a × 10^m` is a multiple of `b × 10^n` if `a × 10^(m-n)` is one of `b`. Where m < n it is
   * none, for `a` does not end in 0.
   */
  private static isMultiple(node: usize, value: u32): u32 {
    HardNumbers.spell(value)
    if (Numbers.digits === 0) return CHECK_YES
    const power = Numbers.exponent - load<i32>(node, 12)
    if (power < 0) return CHECK_NO
    const divisor = <u64>load<u32>(node, 4) * DIGITS_SPLIT + load<u32>(node, 8)
    let rest = Numbers.digits % divisor
    for (let i = 0; i < power && rest !== 0; i++) rest = (rest * 10) % divisor
    return Fuel.spend(<u32>power) ? Leaves.verdict(rest === 0) : CHECK_COSTLY
  }

  /** A code point takes one to four bytes: they are counted only where that does not decide. */
  private static hasLength(node: usize, value: u32): u32 {
    const entry = Tape.plain(value)
    const bytes = load<u32>(entry, 8)
    const least = load<u32>(node, 4)
    if (bytes < least) return CHECK_NO
    const fewest = (bytes + 3) >> 2
    if (fewest > load<u32>(node, 8)) return CHECK_NO
    if (fewest >= least && bytes <= load<u32>(node, 8)) return CHECK_YES
    if (!Fuel.spend(bytes >> 4)) return CHECK_COSTLY
    return Leaves.verdict(Leaves.isWithin(node, Strings.points(<usize>load<u32>(entry, 4), bytes)))
  }

  /** Whether a regular expression is found in a string. */
  static search(regex: u32, value: u32): u32 {
    const entry = Tape.plain(value)
    return Regex.search(Section.regex(regex), <usize>load<u32>(entry, 4), load<u32>(entry, 8))
  }

  private static isUnique(value: u32): u32 {
    const end = Tape.after(value)
    const count = Tape.count(value)
    if (count < 2) return CHECK_YES
    for (let item = value + 1; item < end; item = Tape.after(item)) {
      const fault = Values.hash(item)
      if (fault !== CHECK_YES) return fault
    }
    const mark = Scratch.mark()
    const mask = Members.slots(count)
    const table = Scratch.take((<usize>mask + 1) << 3)
    memory.fill(table, 0, (<usize>mask + 1) << 3)
    let found = CHECK_NO
    for (let item = value + 1; item < end && found === CHECK_NO; item = Tape.after(item)) {
      found = Values.hash(item) === CHECK_YES ? Leaves.enter(table, mask, item) : CHECK_COSTLY
    }
    Scratch.release(mark)
    return found === CHECK_COSTLY ? CHECK_COSTLY : Leaves.verdict(found === CHECK_NO)
  }

  /** Whether an equal item was in the table; else it is put there. */
  private static enter(table: usize, mask: u32, item: u32): u32 {
    const hash = Values.hashed
    let slot = hash
    while (true) {
      const entry = table + ((<usize>(slot++ & mask)) << 3)
      const other = load<u32>(entry)
      if (other === 0) {
        store<u32>(entry, item)
        store<u32>(entry, hash, 4)
        return CHECK_NO
      }
      if (!Fuel.spend(1)) return CHECK_COSTLY
      const found = load<u32>(entry, 4) === hash ? Values.equal(item, other) : CHECK_NO
      if (found !== CHECK_NO) return found
    }
  }

  private static matches(node: usize, value: u32): u32 {
    const steps = Section.wordsOf(node) / 3 - 1
    let found = value
    for (let i: u32 = 0; i < steps && found !== 0; i++) {
      const name = Section.table(load<u32>(node, 4)) + ((<usize>i) << 4)
      const kind = Tape.kind(found)
      if (kind === KIND_OBJECT) {
        if (!Members.settle(found)) return CHECK_COSTLY
        const key = Members.find(found, name)
        found = key === 0 ? 0 : Members.value(key)
      } else if (kind === KIND_ARRAY) found = Leaves.item(found, load<u32>(node + ((<usize>(5 + 3 * i)) << 2)))
      else return CHECK_NO
      if (Fuel.left < 0) return CHECK_COSTLY
    }
    if (found === 0) return CHECK_NO
    if (Tape.kind(found) === KIND_STRING) return Leaves.search(load<u32>(node, 8), found)
    const fault = Values.hash(found)
    return fault === CHECK_YES ? Leaves.searchSpelling(load<u32>(node, 8), found) : fault
  }

  private static searchSpelling(regex: u32, value: u32): u32 {
    const mark = Scratch.mark()
    Spelling.write(value)
    const bytes = <u32>(Spelling.end - Spelling.at)
    const isAfforded = Fuel.spend(bytes >> 1)
    const found = isAfforded ? Regex.search(Section.regex(regex), Spelling.at, bytes) : CHECK_COSTLY
    Scratch.release(mark)
    return found
  }

  /** An item of an array, or 0. */
  private static item(array: u32, index: u32): u32 {
    if (index >= Tape.count(array)) return 0
    let item = array + 1
    for (let i: u32 = 0; i < index && Fuel.spend(1); i++) item = Tape.after(item)
    return item
  }
}
