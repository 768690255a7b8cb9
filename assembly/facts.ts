import {
  CALL_BROKEN,
  CALL_NUMBERS,
  FIELD_RESULT,
  FIELD_STATUS,
  OK,
  STATUS_ERROR,
  STATUS_PENDING,
  STATUS_UNKNOWN,
} from "./abi"
import { Arena } from "./arena"
import { Checks } from "./check/checks"
import { CHECK_COSTLY, CHECK_NUMBERS, CHECK_YES, TAPE_OK, TAPE_TOO_DEEP } from "./check/schema-abi"
import { Fuel } from "./fuel"
import { Tape } from "./json/tape"
import { Program } from "./program"

export const NO: u8 = 0
export const YES: u8 = 1
/** Not captured, not due, or too costly to find out. */
export const UNKNOWN: u8 = 2

/** Fields that are JSON texts: args, agent, result. */
const TEXTS: u32 = 3

/**
 * What is known of the present call beyond its name, and what the predicates make of it. A predicate is judged once a
 * call, when some rule asks for it.
 */
export class Facts {
  static status: u32 = STATUS_UNKNOWN
  /** Judgings that were given up since `begin`. */
  static costly: u32 = 0
  private static fields: usize = 0
  private static values: usize = 0
  private static stamps: usize = 0
  private static now: u32 = 0

  static load(): void {
    Facts.fields = Arena.alloc(TEXTS * 16)
    Facts.values = Arena.alloc(<usize>Program.predicates)
    Facts.stamps = Arena.alloc((<usize>Program.predicates) << 2)
    memory.fill(Facts.stamps, 0, (<usize>Program.predicates) << 2)
    Facts.now = 0
    Facts.clear()
  }

  /** Another call, of which nothing is captured. */
  static clear(): void {
    Facts.status = STATUS_UNKNOWN
    for (let field: u32 = 0; field < TEXTS; field++) store<u32>(Facts.field(field), 0)
    Tape.reset()
    if (++Facts.now !== 0) return
    memory.fill(Facts.stamps, 0, (<usize>Program.predicates) << 2)
    Facts.now = 1
  }

  @inline private static field(field: u32): usize {
    return Facts.fields + ((<usize>field) << 4)
  }

  /** The JSON text of a field. An empty one: not captured. */
  static set(field: u32, at: usize, bytes: u32): void {
    if (field >= TEXTS) return
    const entry = Facts.field(field)
    store<u32>(entry, bytes === 0 ? 0 : <u32>at)
    store<u32>(entry, bytes, 4)
    store<u32>(entry, 0, 8)
  }

  /** What a predicate was found to be; `judge` comes first. */
  @inline static truth(predicate: u32): u8 {
    return load<u8>(Facts.values + predicate)
  }

  /** Says what a predicate is, as it was found out before. */
  static know(predicate: u32, truth: u8): void {
    store<u8>(Facts.values + predicate, truth)
    store<u32>(Facts.stamps + ((<usize>predicate) << 2), Facts.now)
  }

  /** Finds out what a predicate is: `OK`, or what has to happen first. */
  static judge(predicate: u32): u32 {
    if (load<u32>(Facts.stamps + ((<usize>predicate) << 2)) === Facts.now) return OK
    const field = Program.field(predicate)
    let truth = UNKNOWN
    if (field === FIELD_STATUS) {
      const status = Facts.status & ~STATUS_PENDING
      if (status !== STATUS_UNKNOWN) truth = (Program.check(predicate) & status) !== 0 ? YES : NO
    } else if (load<u32>(Facts.field(field)) !== 0) {
      const found = Facts.check(Facts.field(field), Program.check(predicate))
      if (found > UNKNOWN) return found === CALL_NUMBERS ? CALL_NUMBERS : CALL_BROKEN
      truth = <u8>found
    } else if (field === FIELD_RESULT && Facts.status === STATUS_ERROR) truth = NO
    Facts.know(predicate, truth)
    return OK
  }

  /** Judges a text: a truth, or a `CALL_` code beyond them. */
  private static check(entry: usize, check: u32): u32 {
    const bytes = load<u32>(entry, 4)
    if (load<u32>(entry, 8) === 0) {
      const code = Tape.parse(<usize>load<u32>(entry), bytes)
      if (code === TAPE_TOO_DEEP) {
        Facts.costly++
        return UNKNOWN
      }
      if (code !== TAPE_OK) return CALL_BROKEN
      store<u32>(entry, 1, 8)
      store<u32>(entry, Tape.root, 12)
    }
    Fuel.refill(bytes)
    const found = Checks.holds(check, load<u32>(entry, 12))
    if (found === CHECK_NUMBERS) return CALL_NUMBERS
    if (found === CHECK_COSTLY) {
      Facts.costly++
      return UNKNOWN
    }
    return found === CHECK_YES ? YES : NO
  }
}
