import {
  DIGITS_SPLIT,
  KIND_NULL,
  KIND_NUMBER,
  NUMBER_AT,
  NUMBER_BYTES,
  NUMBER_DIGITS_HIGH,
  NUMBER_DIGITS_LOW,
  NUMBER_ENTRY,
  NUMBER_EXPONENT,
  NUMBER_LENGTH,
  NUMBER_VALUE,
} from "../check/schema-abi"
import { Numbers } from "./numbers"
import { Scratch } from "./scratch"
import { HARD, KIND_MASK, LENGTH_SHIFT, RESOLVED, Tape } from "./tape"

/** The numbers that the host spells out, all of the tape at once. */
export class HardNumbers {
  /** The records that the host fills in. */
  static at: usize = 0
  private static count: u32 = 0
  /** Up to where the tape has been looked through. */
  private static seen: u32 = 0

  @inline static reset(): void {
    HardNumbers.count = 0
    HardNumbers.seen = Tape.floor
  }

  /** Makes a record of each hard number that has none, and returns how many these are. */
  static collect(): u32 {
    if (HardNumbers.count !== 0) return HardNumbers.count
    let count: u32 = 0
    const first = max(HardNumbers.seen, Tape.floor)
    for (let i = first; i < Tape.size; i++) count += <u32>HardNumbers.isHard(i)
    HardNumbers.at = Scratch.take(<usize>count * NUMBER_BYTES)
    let record = HardNumbers.at
    for (let i = first; i < Tape.size; i++) {
      if (!HardNumbers.isHard(i)) continue
      memory.fill(record, 0, NUMBER_BYTES)
      store<u32>(record, load<u32>(Tape.entry(i), 4), NUMBER_AT)
      store<u32>(record, load<u32>(Tape.entry(i), 8), NUMBER_LENGTH)
      store<u32>(record, i, NUMBER_ENTRY)
      record += NUMBER_BYTES
    }
    HardNumbers.seen = Tape.size
    HardNumbers.count = count
    return count
  }

  @inline private static isHard(index: u32): bool {
    return (Tape.head(index) & (KIND_MASK | HARD)) === (KIND_NUMBER | HARD)
  }

  /** Takes over what the host has written. What no double holds is `null`, as `JSON.stringify` writes it. */
  static take(): void {
    if (HardNumbers.count === 0) return
    let record = HardNumbers.at
    for (let i: u32 = 0; i < HardNumbers.count; i++) {
      const entry = Tape.entry(load<u32>(record, NUMBER_ENTRY))
      const value = load<f64>(record, NUMBER_VALUE)
      // The difference of two infinities is no number, and neither is that of two others.
      const isDouble = value - value === 0
      store<u32>(entry, isDouble ? KIND_NUMBER | RESOLVED : KIND_NULL)
      store<u32>(entry, <u32>record, 4)
      store<f64>(entry, value + 0, 8)
      record += NUMBER_BYTES
    }
    HardNumbers.count = 0
  }

  /** The shortest spelling of a number that is known, into `Numbers.digits`, `exponent` and `negative`. */
  static spell(index: u32): void {
    const entry = Tape.entry(index)
    const at = <usize>load<u32>(entry, 4)
    if ((load<u32>(entry) & RESOLVED) !== 0) {
      const high = <u64>load<u32>(at, NUMBER_DIGITS_HIGH)
      Numbers.digits = high * DIGITS_SPLIT + load<u32>(at, NUMBER_DIGITS_LOW)
      Numbers.exponent = load<i32>(at, NUMBER_EXPONENT)
      Numbers.negative = load<f64>(entry, 8) < 0
      return
    }
    Numbers.scan(at, at + (load<u32>(entry) >>> LENGTH_SHIFT))
    if (Numbers.digits === 0) {
      Numbers.negative = false
      Numbers.exponent = 0
      return
    }
    while (Numbers.digits % 10 === 0) {
      Numbers.digits /= 10
      Numbers.exponent++
    }
  }
}
