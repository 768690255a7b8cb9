import { Fuel } from "../fuel"
import { Scratch } from "../json/scratch"
import {
  CELL_YES,
  FIRST_WIDE,
  isMet,
  KIND_EDGE,
  RANGE_CLASS_BITS,
  REGEX_ASCII_WORDS,
  REGEX_CLASSES,
  REGEX_FORM,
  REGEX_HEADER,
  REGEX_IS_ANCHORED,
  REGEX_IS_STEPS,
  REGEX_NO,
  REGEX_RANGES,
  REGEX_SETS,
  REGEX_START,
  REGEX_STEPS,
  REGEX_TOO_COSTLY,
  REGEX_YES,
  STEP_BITS,
  STEP_CLASS,
  STEP_EITHER,
  STEP_FOUND,
  STEP_MASK,
  STEP_SET,
} from "./regex-abi"
import { RegexShape } from "./regex-shape"

/** Bytes that are searched between two looks at the fuel, and how many of them cost one step in a table. */
const STRIDE: usize = 4096
const BYTES_A_STEP: u32 = 4

/**
 * Searches a text for a regular expression, in time linear in the text: by a table, one cell a character; or, where the table
 * would be too large, by all instructions that are alive at once.
 */
export class Regex {
  private static ascii: usize = 0
  private static ranges: usize = 0
  private static rangeCount: u32 = 0
  /** The range that was found last, as most characters beyond ASCII stand among their like. */
  private static low: u32 = 0
  private static high: u32 = 0
  private static found: u32 = 0

  /** The instructions that are alive, by the character: a sparse set. Then where they lead. */
  private static places: usize = 0
  private static alive: usize = 0
  private static led: usize = 0
  private static aliveCount: u32 = 0
  private static ledCount: u32 = 0

  /** Checks every index once; how many words it takes, or 0 where it is malformed or longer than `words`. */
  static fits(at: usize, words: u32): u32 {
    return RegexShape.fits(at, words)
  }

  /** Whether it is found anywhere in the text, which is well-formed UTF-8: a `REGEX_`. */
  static search(regex: usize, text: usize, bytes: u32): u32 {
    Regex.ascii = regex + ((<usize>REGEX_HEADER) << 2)
    Regex.ranges = Regex.ascii + ((<usize>REGEX_ASCII_WORDS) << 2)
    Regex.rangeCount = Regex.word(regex, REGEX_RANGES)
    Regex.low = 0
    Regex.high = 0
    const body = Regex.ranges + ((<usize>Regex.rangeCount) << 2)
    if ((Regex.word(regex, REGEX_FORM) & REGEX_IS_STEPS) === 0) return Regex.look(regex, body, text, bytes)
    const mark = Scratch.mark()
    const found = Regex.carryOut(regex, body, text, bytes)
    Scratch.release(mark)
    return found
  }

  @inline private static word(regex: usize, index: u32): u32 {
    return load<u32>(regex + ((<usize>index) << 2))
  }

  private static look(regex: usize, table: usize, text: usize, bytes: u32): u32 {
    const end = text + bytes
    const ascii = Regex.ascii
    let at = text
    let cell = Regex.word(regex, REGEX_START)
    while (cell > CELL_YES && at < end) {
      const from = at
      const stop = min(at + STRIDE, end)
      while (at < stop) {
        const byte = <u32>load<u8>(at)
        let one: u32
        if (byte < FIRST_WIDE) {
          one = <u32>load<u8>(ascii + byte)
          at++
        } else {
          one = Regex.wide(at, byte)
          at += Regex.width(byte)
        }
        cell = <u32>load<u16>(table + ((<usize>(cell + one)) << 1))
        if (cell <= CELL_YES) break
      }
      if (!Fuel.spend(1 + <u32>(at - from) / BYTES_A_STEP)) return REGEX_TOO_COSTLY
    }
    if (cell > CELL_YES) cell = <u32>load<u16>(table + ((<usize>(cell + Regex.word(regex, REGEX_CLASSES))) << 1))
    return cell === CELL_YES ? REGEX_YES : REGEX_NO
  }

  /** Bytes of a character, by its first, which is not ASCII. */
  @inline private static width(byte: u32): usize {
    return byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
  }

  /** The class of a character beyond ASCII. */
  private static wide(at: usize, byte: u32): u32 {
    let point = <u32>load<u8>(at, 1) & 63
    if (byte < 0xe0) point |= (byte & 31) << 6
    else {
      point = (point << 6) | (<u32>load<u8>(at, 2) & 63)
      if (byte < 0xf0) point |= (byte & 15) << 12
      else point = (point << 6) | (<u32>load<u8>(at, 3) & 63) | ((byte & 7) << 18)
    }
    return point >= Regex.low && point < Regex.high ? Regex.found : Regex.find(point)
  }

  private static find(point: u32): u32 {
    let low: u32 = 0
    let high = Regex.rangeCount
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (Regex.word(Regex.ranges, middle) >>> RANGE_CLASS_BITS <= point) low = middle
      else high = middle
    }
    const range = Regex.word(Regex.ranges, low)
    Regex.low = range >>> RANGE_CLASS_BITS
    Regex.high = high < Regex.rangeCount ? Regex.word(Regex.ranges, high) >>> RANGE_CLASS_BITS : <u32>0x110000
    Regex.found = range & ((1 << RANGE_CLASS_BITS) - 1)
    return Regex.found
  }

  private static carryOut(regex: usize, steps: usize, text: usize, bytes: u32): u32 {
    const count = Regex.word(regex, REGEX_STEPS)
    const start = Regex.word(regex, REGEX_START)
    const classes = Regex.word(regex, REGEX_CLASSES)
    const sets = steps + ((<usize>count) << 3)
    const kinds = sets + ((<usize>Regex.word(regex, REGEX_SETS) * RegexShape.setWords(classes)) << 2)
    const isAnchored = (Regex.word(regex, REGEX_FORM) & REGEX_IS_ANCHORED) !== 0
    Regex.places = Scratch.take((<usize>count) << 2)
    Regex.alive = Scratch.take((<usize>count) << 2)
    Regex.led = Scratch.take((<usize>count) << 2)
    Regex.ledCount = 0
    const end = text + bytes
    let before = KIND_EDGE
    let at = text
    while (true) {
      let one = classes
      let after = KIND_EDGE
      if (at < end) {
        const byte = <u32>load<u8>(at)
        one = byte < FIRST_WIDE ? <u32>load<u8>(Regex.ascii + byte) : Regex.wide(at, byte)
        after = <u32>load<u8>(kinds + one)
        at += byte < FIRST_WIDE ? 1 : Regex.width(byte)
      }
      Regex.aliveCount = 0
      if (!isAnchored || before === KIND_EDGE) Regex.add(start)
      for (let i: u32 = 0; i < Regex.ledCount; i++) Regex.add(load<u32>(Regex.led + ((<usize>i) << 2)))
      const isFound = Regex.step(steps, sets, one, classes, before, after)
      if (!Fuel.spend(1 + Regex.aliveCount)) return REGEX_TOO_COSTLY
      if (isFound) return REGEX_YES
      if (one === classes || (isAnchored && Regex.ledCount === 0)) return REGEX_NO
      before = after
    }
  }

  /** One of the instructions that are alive, once; what stands in fresh memory does no harm. */
  @inline private static add(step: u32): void {
    const place = load<u32>(Regex.places + ((<usize>step) << 2))
    if (place < Regex.aliveCount && load<u32>(Regex.alive + ((<usize>place) << 2)) === step) return
    store<u32>(Regex.places + ((<usize>step) << 2), Regex.aliveCount)
    store<u32>(Regex.alive + ((<usize>Regex.aliveCount) << 2), step)
    Regex.aliveCount++
  }

  /** Carries out all that is alive on a character of class `one` (`classes`: the end); true when something is found. */
  private static step(steps: usize, sets: usize, one: u32, classes: u32, before: u32, after: u32): bool {
    const setBytes = (<usize>RegexShape.setWords(classes)) << 2
    Regex.ledCount = 0
    for (let i: u32 = 0; i < Regex.aliveCount; i++) {
      const at = steps + ((<usize>load<u32>(Regex.alive + ((<usize>i) << 2))) << 3)
      const operand = load<u32>(at) >>> STEP_BITS
      const next = load<u32>(at, 4)
      switch (load<u32>(at) & STEP_MASK) {
        case STEP_FOUND:
          return true
        case STEP_CLASS:
          if (operand === one) Regex.lead(next)
          break
        case STEP_SET:
          if (one !== classes && Regex.has(sets + <usize>operand * setBytes, one)) Regex.lead(next)
          break
        case STEP_EITHER:
          Regex.add(operand)
          Regex.add(next)
          break
        default:
          if (isMet(operand, before, after)) Regex.add(next)
      }
    }
    return false
  }

  @inline private static lead(next: u32): void {
    store<u32>(Regex.led + ((<usize>Regex.ledCount) << 2), next)
    Regex.ledCount++
  }

  @inline private static has(set: usize, one: u32): bool {
    return ((load<u8>(set + (one >> 3)) >> (one & 7)) & 1) !== 0
  }
}
