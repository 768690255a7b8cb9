import {
  CHECK_COSTLY,
  CHECK_NO,
  CHECK_NUMBERS,
  CHECK_YES,
  KIND_ARRAY,
  KIND_NUMBER,
  KIND_OBJECT,
  KIND_STRING,
} from "../check/schema-abi"
import { Fuel } from "../fuel"
import { Members } from "./members"
import { Scratch } from "./scratch"
import { Strings } from "./strings"
import { HARD, HASHED, KIND_MASK, Tape } from "./tape"

/** Objects of at most so many members are compared key by key without a table. */
const FEW: u32 = 16

/** JSON equality, and hashes to go with it. Recursion goes no deeper than a JSON text may. */
export class Values {
  /** `CHECK_YES`, or why the last hash is none: `CHECK_COSTLY`, `CHECK_NUMBERS`. */
  static fault: u32 = CHECK_YES
  static hashed: u32 = 0

  /** Finds the hash of a value: equal values have equal ones, in whatever order their members are. */
  static hash(index: u32): u32 {
    const entry = Tape.entry(index)
    const head = load<u32>(entry)
    const kind = head & KIND_MASK
    if (kind === KIND_STRING) Values.hashed = load<u32>(Tape.settle(index), 12)
    else if (kind === KIND_NUMBER) {
      if ((head & HARD) !== 0) return CHECK_NUMBERS
      Values.hashed = Strings.seal(Strings.mix(load<u32>(entry, 8) + KIND_NUMBER, load<u32>(entry, 12)))
    } else if (kind < KIND_NUMBER) Values.hashed = Strings.seal(kind + 1)
    else if ((head & HASHED) !== 0) Values.hashed = load<u32>(entry, 4)
    else return Values.hashInside(index)
    return Fuel.spend(1 + (kind === KIND_STRING ? load<u32>(entry, 8) >> 4 : 0)) ? CHECK_YES : CHECK_COSTLY
  }

  private static hashInside(index: u32): u32 {
    const end = Tape.after(index)
    const isArray = Tape.kind(index) === KIND_ARRAY
    if (!isArray && !Members.settle(index)) return CHECK_COSTLY
    let sum = Tape.kind(index) * 0x9e3779b1
    if (isArray) {
      for (let item = index + 1; item < end; item = Tape.after(item)) {
        const fault = Values.hash(item)
        if (fault !== CHECK_YES) return fault
        sum = Strings.mix(sum, Values.hashed)
      }
    } else {
      for (let key = Members.living(index + 1, end); key < end; key = Members.next(key, end)) {
        const fault = Values.hash(Members.value(key))
        if (fault !== CHECK_YES) return fault
        sum += Strings.seal(Strings.mix(load<u32>(Tape.entry(key), 12), Values.hashed))
      }
    }
    Values.hashed = Strings.seal(sum)
    const entry = Tape.entry(index)
    store<u32>(entry, load<u32>(entry) | HASHED)
    store<u32>(entry, Values.hashed, 4)
    return Fuel.spend(1) ? CHECK_YES : CHECK_COSTLY
  }

  /** Whether two values are equal, both of which have been hashed: `CHECK_NO`, `CHECK_YES` or `CHECK_COSTLY`. */
  static equal(a: u32, b: u32): u32 {
    if (a === b) return CHECK_YES
    if (!Fuel.spend(1)) return CHECK_COSTLY
    const left = Tape.entry(a)
    const right = Tape.entry(b)
    const kind = load<u32>(left) & KIND_MASK
    if (kind !== (load<u32>(right) & KIND_MASK)) return CHECK_NO
    if (kind < KIND_NUMBER) return CHECK_YES
    if (kind === KIND_NUMBER) return load<f64>(left, 8) === load<f64>(right, 8) ? CHECK_YES : CHECK_NO
    if (kind === KIND_STRING) {
      if (!Fuel.spend(load<u32>(left, 8) >> 4)) return CHECK_COSTLY
      return Members.same(left, right) ? CHECK_YES : CHECK_NO
    }
    if (load<u32>(left, 8) !== load<u32>(right, 8) || load<u32>(left, 4) !== load<u32>(right, 4)) return CHECK_NO
    return kind === KIND_OBJECT ? Values.sameMembers(a, b) : Values.sameItems(a, b)
  }

  private static sameItems(a: u32, b: u32): u32 {
    const end = Tape.after(a)
    for (let left = a + 1, right = b + 1; left < end; left = Tape.after(left), right = Tape.after(right)) {
      const found = Values.equal(left, right)
      if (found !== CHECK_YES) return found
    }
    return CHECK_YES
  }

  private static sameMembers(a: u32, b: u32): u32 {
    const mark = Scratch.mark()
    const count = Tape.count(b)
    const table = count > FEW ? Members.table(b) : 0
    const end = Tape.after(a)
    let found = CHECK_YES
    for (let key = Members.living(a + 1, end); key < end && found === CHECK_YES; key = Members.next(key, end)) {
      const name = Tape.entry(key)
      const other = table === 0 ? Members.find(b, name) : Members.look(table, Members.slots(count), name)
      if (Fuel.left < 0) found = CHECK_COSTLY
      else found = other === 0 ? CHECK_NO : Values.equal(Members.value(key), Members.value(other))
    }
    Scratch.release(mark)
    return found
  }
}
