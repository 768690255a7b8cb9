import { HardNumbers } from "../json/hard-numbers"
import { SchemaMachine } from "./schema-machine"
import { Section } from "./schema-section"

/** What policies ask of JSON values. */
export class Checks {
  /** Checks the whole section, once an instance; none of `words` words has no checks. */
  static load(at: usize, words: u32): bool {
    if (words === 0) return true
    if (!Section.load(at, words)) return false
    SchemaMachine.load()
    return true
  }

  static isCheck(check: u32): bool {
    return Section.isNode(check)
  }

  /** What the check at word `check` of the section says of a value on the tape: a `CHECK_`. `Fuel` was refilled. */
  static holds(check: u32, value: u32): u32 {
    HardNumbers.take()
    return SchemaMachine.holds(check, value)
  }
}
