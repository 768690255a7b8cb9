import {
  CELL_ARM,
  CELL_CLEARS,
  CELL_COUNT,
  CELL_MARKS,
  CELL_OFFENDS,
  ENTRY_RULE_SHIFT,
  HEADER_CHECKS,
  HEADER_CHECKS_AT,
  HEADER_DEADLINES_AT,
  HEADER_ENTRIES_AT,
  HEADER_NAME,
  HEADER_PREDICATES,
  HEADER_PREDICATES_AT,
  HEADER_ROWS_AT,
  HEADER_RULES,
  HEADER_RULES_AT,
  HEADER_SIZE,
  HEADER_SYMBOLS,
  HEADER_TABLES,
  HEADER_TABLES_AT,
  HEADER_WORDS,
  OUTCOME_HELD,
  OUTCOME_NOT_EXERCISED,
  OUTCOME_PENDING,
  OUTCOME_VIOLATED,
  PREDICATE_WORDS,
  PROGRAM_MAGIC,
  RULE_WORDS,
  STATE_ARMED,
  STATE_COMPLETE_SHIFT,
  STATE_COUNTS,
  STATE_EXERCISED,
  STATE_SETTLED,
  STATE_WATCHES,
  TABLE_ARMED_AT_START,
  TABLE_COLUMNS_SHIFT,
  TABLE_FLAGS_SHIFT,
} from "../../assembly/abi"

/** A program in the making. `words` lays it out without gaps, so that every word of it means something. */
export class Draft {
  tables: Array<Array<u32>> = []
  /** Table, bound and flags of each. */
  rules: Array<u32> = []
  rows: Array<Array<u32>> = []
  deadlines: Array<u32> = []
  /** Field and check of each. */
  predicates: Array<u32> = []
  checks: Array<u32> = []
  name: u32 = 0x600d

  rule(table: u32, bound: u32, flags: u32 = 0): Draft {
    this.rules.push(table)
    this.rules.push(bound)
    this.rules.push(flags)
    return this
  }

  /** The row of the next symbol: pairs of rule and letter. */
  row(pairs: Array<u32>): Draft {
    const entries: u32[] = [pairs.length >> 1, 0, 0]
    for (let i = 0; i < pairs.length; i += 2) entries.push((pairs[i] << ENTRY_RULE_SHIFT) | pairs[i + 1])
    this.rows.push(entries)
    return this
  }

  words(): Array<u32> {
    const words = new Array<u32>(HEADER_WORDS)
    words[0] = PROGRAM_MAGIC
    words[HEADER_RULES] = this.rules.length / RULE_WORDS
    words[HEADER_TABLES] = this.tables.length
    words[HEADER_SYMBOLS] = this.rows.length
    words[HEADER_NAME] = this.name
    words[HEADER_NAME + 1] = ~this.name
    words[HEADER_RULES_AT] = words.length
    append(words, this.rules)
    words[HEADER_PREDICATES] = this.predicates.length / PREDICATE_WORDS
    words[HEADER_PREDICATES_AT] = words.length
    append(words, this.predicates)
    words[HEADER_CHECKS] = this.checks.length
    words[HEADER_CHECKS_AT] = words.length
    append(words, this.checks)
    this.addTables(words)
    this.addRows(words)
    words[HEADER_DEADLINES_AT] = words.length
    words.push(this.deadlines.length)
    append(words, this.deadlines)
    words[HEADER_SIZE] = words.length
    return words
  }

  private addTables(words: Array<u32>): void {
    const directory = words.length
    words[HEADER_TABLES_AT] = directory
    for (let i = 0; i < this.tables.length; i++) words.push(0)
    for (let i = 0; i < this.tables.length; i++) {
      words[directory + i] = words.length
      append(words, this.tables[i])
    }
  }

  private addRows(words: Array<u32>): void {
    words[HEADER_ROWS_AT] = words.length
    let start: u32 = 0
    for (let i = 0; i < this.rows.length; i++) {
      words.push(start)
      start += this.rows[i].length
    }
    words.push(start)
    words[HEADER_ENTRIES_AT] = words.length
    for (let i = 0; i < this.rows.length; i++) append(words, this.rows[i])
  }
}

function append(words: Array<u32>, more: Array<u32>): void {
  for (let i = 0; i < more.length; i++) words.push(more[i])
}

function table(flags: u32, attributes: Array<u32>, columns: u32, cells: Array<u32>): Array<u32> {
  const head = <u32>(attributes.length - 1) | ((columns - 1) << TABLE_COLUMNS_SHIFT) | (flags << TABLE_FLAGS_SHIFT)
  const words: Array<u32> = [head]
  append(words, attributes)
  append(words, cells)
  return words
}

const HELD: u32 = OUTCOME_HELD | (OUTCOME_HELD << STATE_COMPLETE_SHIFT)
const PENDING: u32 = OUTCOME_PENDING | (OUTCOME_VIOLATED << STATE_COMPLETE_SHIFT)
const IDLE: u32 = OUTCOME_NOT_EXERCISED | (OUTCOME_NOT_EXERCISED << STATE_COMPLETE_SHIFT)
const BROKEN: u32 = OUTCOME_VIOLATED | (OUTCOME_VIOLATED << STATE_COMPLETE_SHIFT) | STATE_EXERCISED
const OFFENDS: u32 = CELL_OFFENDS | CELL_MARKS

/** At most `bound` calls of letter 1. States: untested, counting. */
export function countingTable(): Array<u32> {
  const count: u32 = 1 | CELL_COUNT | CELL_MARKS
  return table(0, [HELD, HELD | STATE_EXERCISED | STATE_COUNTS], 3, [0, count, OFFENDS, 1, count, 1 | OFFENDS])
}

/** Letter 1 within the first `bound` calls. States: waiting, held, missed. */
export function eventuallyTable(): Array<u32> {
  const held = HELD | STATE_EXERCISED | STATE_SETTLED
  const cells: Array<u32> = [0, 1, 2 | CELL_OFFENDS, 1, 1, 1, 2, 2, 2]
  return table(TABLE_ARMED_AT_START, [PENDING | STATE_ARMED, held, BROKEN], 3, cells)
}

/** After letter 1, letter 2 within `bound` calls; letter 3 is both. States: idle, waiting, answered. */
export function afterTable(): Array<u32> {
  const arm: u32 = 1 | CELL_ARM | CELL_CLEARS | CELL_MARKS
  const waiting = PENDING | STATE_EXERCISED | STATE_ARMED
  const answer: u32 = 2 | CELL_CLEARS
  const cells: Array<u32> = [0, arm, 0, arm, 0, 1, 1, answer, arm, 2 | CELL_OFFENDS, 2, arm, 2, arm, 2]
  return table(0, [IDLE, waiting, HELD | STATE_EXERCISED], 5, cells)
}

/** Letters 1, 2, 3 with nothing in between. States: idle, two waiting ones, held, broken. */
export function strictTable(): Array<u32> {
  const waiting = PENDING | STATE_EXERCISED | STATE_WATCHES
  const broken: u32 = 4 | OFFENDS
  const cells: Array<u32> = [0, 1 | CELL_MARKS, 0, 0, 0]
  append(cells, [broken, broken, 2 | CELL_MARKS, broken, 1])
  append(cells, [broken, broken, broken, 3 | CELL_MARKS, 2])
  append(cells, [3, 3, 3, 3, 3])
  append(cells, [4, 4, 4, 4, 4])
  return table(0, [IDLE, waiting, waiting, HELD | STATE_EXERCISED | STATE_SETTLED, BROKEN], 5, cells)
}

/** One rule. Symbols 1 and up are the letters of its table. */
export function single(words: Array<u32>, bound: u32): Draft {
  const draft = new Draft()
  draft.tables.push(words)
  draft.rule(0, bound).row([])
  const letters = ((words[0] >> TABLE_COLUMNS_SHIFT) & 0xff) - 1
  for (let letter: u32 = 1; letter <= letters; letter++) draft.row([0, letter])
  if (((words[0] >> TABLE_FLAGS_SHIFT) & TABLE_ARMED_AT_START) !== 0) draft.deadlines.push(0)
  return draft
}

/** Rules of every kind with several bounds over A, B, C and X, which is both A and B. */
export function mixed(): Draft {
  const draft = new Draft()
  draft.tables = [countingTable(), eventuallyTable(), afterTable(), strictTable()]
  draft.rule(0, 2).rule(1, 3).rule(2, 1).rule(2, 3).rule(3, 0)
  draft.rule(0, 0).rule(1, 12).rule(2, 0).rule(1, 0).rule(1, 1).rule(0, 40).rule(2, 9)
  draft.row([])
  draft.row([0, 1, 2, 1, 3, 1, 4, 1, 7, 1, 10, 1, 11, 1])
  draft.row([1, 1, 2, 2, 3, 2, 4, 2, 7, 2, 10, 1])
  draft.row([4, 3, 5, 1, 6, 1, 9, 1, 11, 2])
  draft.row([0, 1, 1, 1, 2, 3, 3, 3, 7, 3, 10, 1, 11, 1])
  draft.deadlines = [8, 9, 1, 6]
  return draft
}

/** Three rules of each bound from 0 to 4: after, eventually, counting. Symbols: none, A, B, both. */
export function bounded(): Draft {
  const draft = new Draft()
  draft.tables = [afterTable(), eventuallyTable(), countingTable()]
  const rows: Array<Array<u32>> = [[], [], [], []]
  for (let bound: u32 = 0; bound < 5; bound++) {
    draft.rule(0, bound).rule(1, bound).rule(2, bound)
    draft.deadlines.push(3 * bound + 1)
    for (let symbol: u32 = 1; symbol < 4; symbol++) {
      rows[symbol].push(3 * bound)
      rows[symbol].push(symbol)
      for (let other: u32 = 1; other < 3 && symbol !== 2; other++) {
        rows[symbol].push(3 * bound + other)
        rows[symbol].push(1)
      }
    }
  }
  for (let symbol = 0; symbol < 4; symbol++) draft.row(rows[symbol])
  return draft
}
