import {
  CELL_ROWS,
  CELL_YES,
  FIRST_WIDE,
  IF_COUNT,
  KIND_EDGE,
  KIND_NEWLINE,
  MAX_CELLS,
  MAX_CLASSES,
  MAX_STATES,
  MAX_STEPS,
  RANGE_CLASS_BITS,
  REGEX_ASCII_WORDS,
  REGEX_CLASSES,
  REGEX_FLAGS,
  REGEX_FORM,
  REGEX_HEADER,
  REGEX_IS_ANCHORED,
  REGEX_IS_STEPS,
  REGEX_RANGES,
  REGEX_SETS,
  REGEX_SIZE,
  REGEX_START,
  REGEX_STEPS,
  STEP_BITS,
  STEP_CLASS,
  STEP_EITHER,
  STEP_FOUND,
  STEP_IF,
  STEP_MASK,
  STEP_SET,
} from "./regex-abi"

/** Whether words are a regular expression that can be run without looking at any index again. */
export class RegexShape {
  private static base: usize = 0
  private static classes: u32 = 0
  private static steps: u32 = 0
  private static sets: u32 = 0
  private static start: u32 = 0

  static fits(at: usize, words: u32): u32 {
    if (words < REGEX_HEADER + REGEX_ASCII_WORDS + 1) return 0
    RegexShape.base = at
    RegexShape.classes = RegexShape.word(REGEX_CLASSES)
    RegexShape.steps = RegexShape.word(REGEX_STEPS)
    RegexShape.sets = RegexShape.word(REGEX_SETS)
    RegexShape.start = RegexShape.word(REGEX_START)
    const size = RegexShape.word(REGEX_SIZE)
    const form = RegexShape.word(REGEX_FORM)
    const ranges = RegexShape.word(REGEX_RANGES)
    if (size > words || form > REGEX_FLAGS || form === REGEX_IS_ANCHORED) return 0
    if (RegexShape.classes === 0 || RegexShape.classes > MAX_CLASSES) return 0
    const body = REGEX_HEADER + REGEX_ASCII_WORDS + ranges
    if (ranges === 0 || ranges > size || body > size || !RegexShape.isAlphabet(ranges)) return 0
    const left = size - body
    const isSound = (form & REGEX_IS_STEPS) !== 0 ? RegexShape.areSteps(body, left) : RegexShape.isTable(body, left)
    return isSound ? size : 0
  }

  /** Words of a set: a bit for each class. */
  @inline static setWords(classes: u32): u32 {
    return (classes + 31) >> 5
  }

  @inline private static word(index: u32): u32 {
    return load<u32>(RegexShape.base + ((<usize>index) << 2))
  }

  private static isAlphabet(ranges: u32): bool {
    const ascii = RegexShape.base + ((<usize>REGEX_HEADER) << 2)
    for (let i: usize = 0; i < <usize>FIRST_WIDE; i++) if (<u32>load<u8>(ascii + i) >= RegexShape.classes) return false
    for (let i: u32 = 0; i < ranges; i++) {
      const range = RegexShape.word(REGEX_HEADER + REGEX_ASCII_WORDS + i)
      if ((range & ((1 << RANGE_CLASS_BITS) - 1)) >= RegexShape.classes) return false
      const start = range >>> RANGE_CLASS_BITS
      if (
        i === 0
          ? start !== FIRST_WIDE
          : start <= RegexShape.word(REGEX_HEADER + REGEX_ASCII_WORDS + i - 1) >>> RANGE_CLASS_BITS
      )
        return false
    }
    return true
  }

  private static isTable(body: u32, words: u32): bool {
    if (RegexShape.steps > MAX_STATES || RegexShape.sets !== 0) return false
    const width = RegexShape.classes + 1
    const cells = CELL_ROWS + RegexShape.steps * width
    if (cells > MAX_CELLS || words !== (cells + 1) >> 1 || !RegexShape.isCell(RegexShape.start, cells, width))
      return false
    const table = RegexShape.base + ((<usize>body) << 2)
    for (let i = CELL_ROWS; i < cells; i++) {
      const cell = <u32>load<u16>(table + ((<usize>i) << 1))
      const isEnd = (i - CELL_ROWS) % width === width - 1
      if (isEnd ? cell > CELL_YES : !RegexShape.isCell(cell, cells, width)) return false
    }
    return true
  }

  @inline private static isCell(cell: u32, cells: u32, width: u32): bool {
    return cell <= CELL_YES || (cell < cells && (cell - CELL_ROWS) % width === 0)
  }

  private static areSteps(body: u32, words: u32): bool {
    const count = RegexShape.steps
    const setWords = RegexShape.setWords(RegexShape.classes)
    const kinds = (RegexShape.classes + 3) >> 2
    if (count > MAX_STEPS || RegexShape.sets > MAX_STEPS || RegexShape.start >= count) return false
    if (words !== 2 * count + RegexShape.sets * setWords + kinds) return false
    for (let i: u32 = 0; i < count; i++) {
      const what = RegexShape.word(body + 2 * i)
      if (RegexShape.word(body + 2 * i + 1) >= count) return false
      if (what >>> STEP_BITS >= RegexShape.operands(what & STEP_MASK)) return false
    }
    const from = RegexShape.base + ((<usize>(body + words - kinds)) << 2)
    for (let i: usize = 0; i < <usize>RegexShape.classes; i++) {
      const kind = <u32>load<u8>(from + i)
      if (kind <= KIND_EDGE || kind > KIND_NEWLINE) return false
    }
    return true
  }

  /** How many operands there are to choose from. */
  private static operands(what: u32): u32 {
    switch (what) {
      case STEP_FOUND:
        return 1
      case STEP_CLASS:
        return RegexShape.classes
      case STEP_SET:
        return RegexShape.sets
      case STEP_EITHER:
        return RegexShape.steps
      case STEP_IF:
        return IF_COUNT
      default:
        return 0
    }
  }
}
