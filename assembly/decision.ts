import { NO_LETTER, OK } from "./abi"
import { Arena } from "./arena"
import { Facts, UNKNOWN, YES } from "./facts"

/**
 * Which letters a call may be to a rule, given what is known of it. More than one where predicates are unknown: each of
 * these may turn out true or false on its own (semantics, section 3).
 */
export class Decision {
  /** The letters found, a byte each. */
  static at: usize = 0
  static count: u32 = 0
  private static seen: usize = 0

  static load(): void {
    Decision.at = Arena.alloc(256)
    Decision.seen = Arena.alloc(256)
  }

  @inline static first(): u32 {
    return <u32>load<u8>(Decision.at)
  }

  @inline static letter(index: u32): u32 {
    return <u32>load<u8>(Decision.at + index)
  }

  /** Judges what the decision reads: `OK`, or what has to happen first. */
  static prepare(at: usize): u32 {
    const count = load<u32>(at)
    for (let i: u32 = 0; i < count; i++) {
      const code = Facts.judge(load<u32>(at + ((<usize>(1 + i)) << 2)))
      if (code !== OK) return code
    }
    return OK
  }

  /** Finds the letters; `prepare` came first. */
  static find(at: usize): void {
    const count = load<u32>(at)
    let known: u32 = 0
    let unknown: u32 = 0
    for (let i: u32 = 0; i < count; i++) {
      const truth = Facts.truth(load<u32>(at + ((<usize>(1 + i)) << 2)))
      if (truth === UNKNOWN) unknown |= 1 << i
      else if (truth === YES) known |= 1 << i
    }
    const letters = at + ((<usize>(1 + count)) << 2)
    Decision.only(<u32>load<u8>(letters + known))
    if (unknown !== 0) Decision.fill(letters, known, unknown)
  }

  static only(letter: u32): void {
    store<u8>(Decision.at, <u8>letter)
    Decision.count = 1
  }

  /** Every way in which the unknown ones may turn out: the subsets of their bits. */
  private static fill(letters: usize, known: u32, unknown: u32): void {
    memory.fill(Decision.seen, 0, 256)
    Decision.count = 0
    let some: u32 = 0
    do {
      const letter = load<u8>(letters + (known | some))
      if (load<u8>(Decision.seen + letter) === 0) {
        store<u8>(Decision.seen + letter, 1)
        store<u8>(Decision.at + Decision.count++, letter)
      }
      some = (some - unknown) & unknown
    } while (some !== 0)
  }

  /** A call that no operand matches does not move the rule in those ways. */
  static othersStay(): void {
    for (let i: u32 = 0; i < Decision.count; i++) {
      if (Decision.letter(i) === 0) store<u8>(Decision.at + i, <u8>NO_LETTER)
    }
  }

  /** Nor need it move in any: whether it does depends on what is not known. */
  static orStay(): void {
    for (let i: u32 = 0; i < Decision.count; i++) if (Decision.letter(i) === NO_LETTER) return
    store<u8>(Decision.at + Decision.count++, <u8>NO_LETTER)
  }

  /** Whether letter 0 is among the letters. */
  static mayBeOther(): bool {
    for (let i: u32 = 0; i < Decision.count; i++) if (Decision.letter(i) === 0) return true
    return false
  }
}
