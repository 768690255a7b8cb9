import { KIND_ARRAY, KIND_FALSE, KIND_NULL, KIND_NUMBER, KIND_STRING, KIND_TRUE } from "../check/schema-abi"
import { HardNumbers } from "./hard-numbers"
import { Indices } from "./indices"
import { Members } from "./members"
import { Numbers } from "./numbers"
import { Scratch } from "./scratch"
import { Tape } from "./tape"

const HEX: usize = memory.data<u8>([
  0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66,
])
/** Bytes of the longest number: a sign, 21 digits, or 17 digits with point and exponent, or `0.00000` and 17 digits. */
const NUMBER_ROOM: usize = 32

/**
 * Values as `JSON.stringify` writes them, in scratch memory. A value has to be hashed first, so that its strings are decoded,
 * its objects settled and its numbers known.
 */
export class Spelling {
  static at: usize = 0
  static end: usize = 0
  private static room: usize = 0

  /** Writes the value from `at` to `end`. */
  static write(index: u32): void {
    Spelling.at = Scratch.take(256)
    Spelling.end = Spelling.at
    Spelling.room = Spelling.at + 256
    Spelling.value(index)
  }

  /** Makes sure that `bytes` more can be written. */
  @inline private static reserve(bytes: usize): void {
    if (Spelling.end + bytes > Spelling.room) Spelling.grow(bytes)
  }

  private static grow(bytes: usize): void {
    const used = Spelling.end - Spelling.at
    const size = (used + bytes) << 1
    const at = Scratch.take(size)
    memory.copy(at, Spelling.at, used)
    Spelling.at = at
    Spelling.end = at + used
    Spelling.room = at + size
  }

  @inline private static put(unit: u32): void {
    store<u8>(Spelling.end++, <u8>unit)
  }

  /** Four letters at once, of which the first `bytes` count. */
  @inline private static word(letters: u32, bytes: usize): void {
    store<u32>(Spelling.end, letters, 0, 1)
    Spelling.end += bytes
  }

  private static value(index: u32): void {
    const kind = Tape.kind(index)
    Spelling.reserve(NUMBER_ROOM)
    if (kind === KIND_STRING) Spelling.string(index)
    else if (kind === KIND_NUMBER) Spelling.number(index)
    else if (kind === KIND_NULL) Spelling.word(0x6c6c756e, 4)
    else if (kind === KIND_TRUE) Spelling.word(0x65757274, 4)
    else if (kind === KIND_FALSE) {
      Spelling.word(0x736c6166, 4)
      Spelling.put(0x65)
    } else if (kind === KIND_ARRAY) Spelling.items(index)
    else Spelling.members(index)
  }

  private static items(index: u32): void {
    const end = Tape.after(index)
    Spelling.put(0x5b)
    for (let item = index + 1; item < end; item = Tape.after(item)) {
      if (item !== index + 1) Spelling.put(0x2c)
      Spelling.value(item)
    }
    Spelling.reserve(NUMBER_ROOM)
    Spelling.put(0x5d)
  }

  /** Keys that read as indices come first and in rising order, as they do in objects of JavaScript. */
  private static members(index: u32): void {
    const end = Tape.after(index)
    const start = Spelling.end - Spelling.at
    Spelling.put(0x7b)
    const indices = Indices.collect(index)
    const list = Indices.at
    for (let i: u32 = 0; i < indices; i++) Spelling.member(load<u32>(list + ((<usize>i) << 3)), start)
    for (let key = Members.living(index + 1, end); key < end; key = Members.next(key, end)) {
      if (indices === 0 || !Indices.isIndex(key)) Spelling.member(key, start)
    }
    Spelling.reserve(NUMBER_ROOM)
    Spelling.put(0x7d)
  }

  private static member(key: u32, start: usize): void {
    Spelling.reserve(NUMBER_ROOM)
    if (Spelling.end - Spelling.at !== start + 1) Spelling.put(0x2c)
    Spelling.string(key)
    Spelling.reserve(NUMBER_ROOM)
    Spelling.put(0x3a)
    Spelling.value(Members.value(key))
  }

  private static string(index: u32): void {
    const entry = Tape.entry(index)
    let p = <usize>load<u32>(entry, 4)
    const end = p + load<u32>(entry, 8)
    Spelling.reserve(((end - p) << 1) + NUMBER_ROOM)
    Spelling.put(0x22)
    for (; p < end; p++) {
      const unit = <u32>load<u8>(p)
      if (unit < 0x20) Spelling.control(unit, end - p)
      else {
        if (unit === 0x22 || unit === 0x5c) Spelling.put(0x5c)
        Spelling.put(unit)
      }
    }
    Spelling.put(0x22)
  }

  /** A control character: its letter, or its number in hexadecimal; `left` bytes of the string are to come. */
  private static control(unit: u32, left: usize): void {
    let letter: u32 = 0
    if (unit === 0x08) letter = 0x62
    else if (unit === 0x09) letter = 0x74
    else if (unit === 0x0a) letter = 0x6e
    else if (unit === 0x0c) letter = 0x66
    else if (unit === 0x0d) letter = 0x72
    if (letter !== 0) {
      Spelling.word(0x5c | (letter << 8), 2)
      return
    }
    Spelling.reserve((left << 1) + NUMBER_ROOM)
    Spelling.word(0x3030755c, 4)
    Spelling.put(<u32>load<u8>(HEX + (unit >>> 4)))
    Spelling.put(<u32>load<u8>(HEX + (unit & 15)))
  }

  /** As `Number.prototype.toString` writes it. */
  private static number(index: u32): void {
    HardNumbers.spell(index)
    const exponent = Numbers.exponent
    if (Numbers.negative) Spelling.put(0x2d)
    const at = Spelling.end
    const count = Spelling.digits(at)
    const point = <i32>count + exponent
    if (point > 21 || point <= -6) Spelling.scientific(at, count, point - 1)
    else if (exponent >= 0) {
      for (let i = 0; i < exponent; i++) Spelling.put(0x30)
    } else if (point > 0) {
      memory.copy(at + point + 1, at + point, <usize>(<i32>count - point))
      store<u8>(at + point, 0x2e)
      Spelling.end++
    } else {
      const zeros = <usize>(2 - point)
      memory.copy(at + zeros, at, <usize>count)
      memory.fill(at, 0x30, zeros)
      store<u8>(at, 0x2e, 1)
      Spelling.end += zeros
    }
  }

  private static scientific(at: usize, count: u32, power: i32): void {
    if (count > 1) {
      memory.copy(at + 2, at + 1, <usize>(count - 1))
      store<u8>(at, 0x2e, 1)
      Spelling.end++
    }
    Spelling.put(0x65)
    Spelling.put(power < 0 ? 0x2d : 0x2b)
    Numbers.digits = <u64>abs(power)
    Spelling.digits(Spelling.end)
  }

  /** Writes `Numbers.digits` at `at`, and returns how many they are. */
  private static digits(at: usize): u32 {
    let rest = Numbers.digits
    let count: u32 = 1
    for (let least: u64 = 10; rest >= least && count < 19; least *= 10) count++
    for (let p = at + count; p > at; rest /= 10) store<u8>(--p, <u8>(0x30 + <u32>(rest % 10)))
    Spelling.end = at + count
    return count
  }
}
