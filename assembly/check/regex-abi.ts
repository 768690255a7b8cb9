/**
 * What host and core agree on about regular expressions: how a compiled one is laid out, in little-endian u32 words whose
 * places count from its first. Written in the intersection of AssemblyScript and TypeScript, as `abi.ts` is.
 */

// --- What a search says ----------------------------------------------------------------------------
export const REGEX_NO: u32 = 0
export const REGEX_YES: u32 = 1
/** The fuel is used up. */
export const REGEX_TOO_COSTLY: u32 = 2

// --- Header ----------------------------------------------------------------------------------------
/** Words in all. */
export const REGEX_SIZE: u32 = 0
/** Flags. */
export const REGEX_FORM: u32 = 1
/** Classes of characters: those that the pattern cannot tell apart. */
export const REGEX_CLASSES: u32 = 2
/** Ranges of characters beyond ASCII. */
export const REGEX_RANGES: u32 = 3
/** States of the table, or instructions. */
export const REGEX_STEPS: u32 = 4
/** Sets of classes that the instructions name; none in a table. */
export const REGEX_SETS: u32 = 5
/** What the search begins with: a cell of the table, or an instruction. */
export const REGEX_START: u32 = 6
/** Then come: a class for each of the 128 ASCII characters, a byte each; the ranges; the table, or the instructions. */
export const REGEX_HEADER: u32 = 7
export const REGEX_ASCII_WORDS: u32 = 32

/** There are instructions and no table. */
export const REGEX_IS_STEPS: u32 = 1
/** Nothing is found that does not begin where the text does. */
export const REGEX_IS_ANCHORED: u32 = 2
export const REGEX_FLAGS: u32 = 3

/** A range: its first character above the bits of its class. The first begins where ASCII ends; each ends where the next begins. */
export const RANGE_CLASS_BITS: u32 = 11
export const MAX_CLASSES: u32 = 2047
export const FIRST_WIDE: u32 = 0x80

// --- Table: u16 cells ------------------------------------------------------------------------------
/**
 * A state is the place of its row, which has a cell for each class and one for the end of the text: the next state, or one of
 * these two, which no row stands at.
 */
export const CELL_NO: u32 = 0
export const CELL_YES: u32 = 1
export const CELL_ROWS: u32 = 2
export const MAX_STATES: u32 = 1024
export const MAX_CELLS: u32 = 65_535

// --- Instructions: two words -----------------------------------------------------------------------
/** First an operand above the bits of what is done; then the instruction that comes next. */
export const STEP_BITS: u32 = 3
export const STEP_MASK: u32 = 7
/** Something is found. */
export const STEP_FOUND: u32 = 0
/** A character of one class. */
export const STEP_CLASS: u32 = 1
/** A character of a set of classes. */
export const STEP_SET: u32 = 2
/** Both the operand and what comes next. */
export const STEP_EITHER: u32 = 3
/** One of the conditions below. */
export const STEP_IF: u32 = 4

/** Of the instructions, so many at most take a character. */
export const MAX_STEPS: u32 = 16_384
export const MAX_POSITIONS: u32 = 4096

/** After the instructions: for each set a bit for each class, in whole words; then the kind of each class, a byte each. */
export const KIND_EDGE: u32 = 0
export const KIND_OTHER: u32 = 1
export const KIND_WORD: u32 = 2
export const KIND_NEWLINE: u32 = 3

/** What has to stand before and after a place. */
export const IF_TEXT_BEGINS: u32 = 0
export const IF_LINE_BEGINS: u32 = 1
export const IF_TEXT_ENDS: u32 = 2
export const IF_LINE_ENDS: u32 = 3
export const IF_WORD_EDGE: u32 = 4
export const IF_NO_WORD_EDGE: u32 = 5
/** Conditions from here on look at what comes. */
export const IF_LOOKS_AHEAD: u32 = 2
export const IF_COUNT: u32 = 6

/**
 * Whether a condition holds between two neighbours, by their kinds (`KIND_`); `KIND_EDGE` is where the text ends. The host
 * asks when it makes a table, the core when it takes steps.
 */
export function isMet(condition: u32, before: u32, after: u32): bool {
  switch (condition) {
    case IF_TEXT_BEGINS:
      return before === KIND_EDGE
    case IF_LINE_BEGINS:
      return before === KIND_EDGE || before === KIND_NEWLINE
    case IF_TEXT_ENDS:
      return after === KIND_EDGE
    case IF_LINE_ENDS:
      return after === KIND_EDGE || after === KIND_NEWLINE
    default:
      return (condition === IF_WORD_EDGE) === ((before === KIND_WORD) !== (after === KIND_WORD))
  }
}
