import {
  BAD_PROGRAM,
  CELL_ARM,
  CELL_COUNT,
  CELL_STATE_MASK,
  ENTRY_LETTER_MASK,
  ENTRY_RULE_SHIFT,
  HEADER_DEADLINES_AT,
  HEADER_ENTRIES_AT,
  HEADER_ROWS_AT,
  HEADER_RULES,
  HEADER_RULES_AT,
  HEADER_SIZE,
  HEADER_SYMBOLS,
  HEADER_TABLES,
  HEADER_TABLES_AT,
  HEADER_WORDS,
  MAX_BOUND,
  OK,
  PROGRAM_MAGIC,
  ROWS_AT_ONCE,
  RULE_WORDS,
  STATE_ARMED,
  STATE_COUNTS,
  STATE_WATCHES,
  TABLE_ARMED_AT_START,
} from "./abi"
import { Arena } from "./arena"

/**
 * The loaded program. Every index in it is checked once, here, so that stepping needs no bounds
 * checks: after `load` answered `OK` no symbol, table or state can lead outside.
 */
export class Program {
  static rules: u32 = 0
  static ruleWords: usize = 0
  /** Address of each rule's table: one load less on the hot path than by index. */
  static tables: usize = 0
  static deadlines: usize = 0
  static deadlineCount: u32 = 0
  static base: usize = 0
  static symbols: u32 = 0

  @inline static table(rule: u32): usize {
    return <usize>load<u32>(Program.tables + ((<usize>rule) << 2))
  }

  @inline static bound(rule: u32): u32 {
    return load<u32>(Program.ruleWords + ((<usize>rule * RULE_WORDS + 1) << 2))
  }

  @inline static states(table: usize): u32 {
    return <u32>load<u8>(table) + 1
  }

  @inline static columns(table: usize): u32 {
    return <u32>load<u8>(table, 1) + 1
  }

  @inline static flags(table: usize): u32 {
    return <u32>load<u8>(table, 2)
  }

  @inline static attributes(table: usize, state: u32): u32 {
    return load<u32>(table + ((<usize>(state + 1)) << 2))
  }

  @inline static cell(table: usize, state: u32, column: u32): u32 {
    const states = Program.states(table)
    return load<u32>(table + ((<usize>(1 + states + state * Program.columns(table) + column)) << 2))
  }

  @inline static limit(table: usize, state: u32): u32 {
    return Program.cell(table, state, Program.columns(table) - 1)
  }

  @inline private static word(index: u32): u32 {
    return load<u32>(Program.base + ((<usize>index) << 2))
  }

  /** Whether `count` words from word `at` lie inside the program, after the header. */
  private static inside(at: u32, count: u32, size: u32): bool {
    return at >= HEADER_WORDS && at <= size && count <= size - at
  }

  static load(at: usize, bytes: u32): u32 {
    Program.base = at
    if (bytes < HEADER_WORDS << 2 || (bytes & 3) !== 0) return BAD_PROGRAM
    const size = bytes >> 2
    if (Program.word(0) !== PROGRAM_MAGIC || Program.word(HEADER_SIZE) !== size) return BAD_PROGRAM
    Program.rules = Program.word(HEADER_RULES)
    Program.symbols = Program.word(HEADER_SYMBOLS)
    if (Program.rules >= 1 << 24 || Program.symbols === 0 || Program.symbols + ROWS_AT_ONCE >= 1 << 24)
      return BAD_PROGRAM
    if (!Program.tablesFit(size) || !Program.rulesFit(size)) return BAD_PROGRAM
    if (!Program.rowsFit(size) || !Program.deadlinesFit(size)) return BAD_PROGRAM
    return OK
  }

  private static tablesFit(size: u32): bool {
    const count = Program.word(HEADER_TABLES)
    const directory = Program.word(HEADER_TABLES_AT)
    if (!Program.inside(directory, count, size)) return false
    let end: u32 = 0
    for (let i: u32 = 0; i < count; i++) {
      const at = Program.word(directory + i)
      // In rising order, none inside another: each table is checked once, however often it is named.
      if (at < end || !Program.inside(at, 1, size)) return false
      const table = Program.base + ((<usize>at) << 2)
      const states = Program.states(table)
      const columns = Program.columns(table)
      if (columns < 2 || !Program.inside(at, 1 + states + states * columns, size)) return false
      if (!Program.cellsFit(table, states, columns)) return false
      end = at + 1 + states + states * columns
    }
    return true
  }

  private static cellsFit(table: usize, states: u32, columns: u32): bool {
    for (let state: u32 = 0; state < states; state++) {
      for (let column: u32 = 0; column < columns; column++) {
        const cell = Program.cell(table, state, column)
        const next = cell & CELL_STATE_MASK
        if (next >= states) return false
        const moves = cell & (CELL_COUNT | CELL_ARM)
        const armed = (Program.attributes(table, next) & STATE_ARMED) !== 0
        const wasArmed = (Program.attributes(table, state) & STATE_ARMED) !== 0
        // A limit is reached once: if it counted or stayed armed, one call could step for ever.
        if (column === columns - 1 && (moves !== 0 || armed)) return false
        // The counter of an armed state is a deadline, so such a state is entered by arming.
        if ((moves & CELL_ARM) !== 0 ? !armed : armed && !wasArmed) return false
        if ((moves & CELL_COUNT) !== 0 && (Program.attributes(table, next) & STATE_COUNTS) === 0) return false
        if (moves === (CELL_COUNT | CELL_ARM)) return false
        if (!Program.counterFits(table, state, next, moves)) return false
      }
    }
    const first = Program.attributes(table, 0)
    // The list of watchers is filled by entering states, and no one enters the first.
    if ((first & STATE_WATCHES) !== 0) return false
    const armed = (Program.flags(table) & TABLE_ARMED_AT_START) !== 0
    return ((first & STATE_ARMED) !== 0) === armed
  }

  /** Whether the one counter means one thing at a time, so that a saved session holds all of it. */
  private static counterFits(table: usize, state: u32, next: u32, moves: u32): bool {
    const before = Program.attributes(table, state)
    const counts = (Program.attributes(table, next) & STATE_COUNTS) !== 0
    const counted = (before & STATE_COUNTS) !== 0
    if ((moves & CELL_ARM) !== 0 && (Program.flags(table) & TABLE_ARMED_AT_START) !== 0) return false
    if (counted && !counts) return false
    if (!counted && counts && (moves & CELL_COUNT) === 0) return false
    return !(counts && (before & STATE_ARMED) !== 0)
  }

  private static rulesFit(size: u32): bool {
    const at = Program.word(HEADER_RULES_AT)
    if (!Program.inside(at, Program.rules * RULE_WORDS, size)) return false
    Program.ruleWords = Program.base + ((<usize>at) << 2)
    Program.tables = Arena.alloc((<usize>Program.rules) << 2)
    const directory = Program.word(HEADER_TABLES_AT)
    for (let rule: u32 = 0; rule < Program.rules; rule++) {
      const index = Program.word(at + rule * RULE_WORDS)
      if (index >= Program.word(HEADER_TABLES) || Program.bound(rule) > MAX_BOUND) return false
      const table = Program.base + ((<usize>Program.word(directory + index)) << 2)
      store<u32>(Program.tables + ((<usize>rule) << 2), <u32>table)
    }
    return true
  }

  private static rowsFit(size: u32): bool {
    const rows = Program.word(HEADER_ROWS_AT)
    const entries = Program.word(HEADER_ENTRIES_AT)
    if (!Program.inside(rows, Program.symbols + 1, size) || !Program.inside(entries, 0, size)) return false
    let before: u32 = 0
    for (let symbol: u32 = 0; symbol <= Program.symbols; symbol++) {
      const start = Program.word(rows + symbol)
      if (start < before || start > size - entries || (symbol === 0 && start !== 0)) return false
      before = start
    }
    const from = Program.base + ((<usize>entries) << 2)
    for (let symbol: u32 = 0; symbol < Program.symbols; symbol++) {
      const start = Program.word(rows + symbol)
      if (!Program.rowFits(from + ((<usize>start) << 2), Program.word(rows + symbol + 1) - start)) return false
    }
    return true
  }

  /** Whether a row names rules in rising order, each once, and letters that their tables have. */
  static rowFits(at: usize, count: u32): bool {
    let before: i32 = -1
    for (let i: u32 = 0; i < count; i++) {
      const entry = load<u32>(at + ((<usize>i) << 2))
      const rule = entry >> ENTRY_RULE_SHIFT
      if (<i32>rule <= before || rule >= Program.rules) return false
      if ((entry & ENTRY_LETTER_MASK) >= Program.columns(Program.table(rule)) - 1) return false
      before = <i32>rule
    }
    return true
  }

  @inline static rowStart(symbol: u32): usize {
    const start = Program.word(Program.word(HEADER_ROWS_AT) + symbol)
    return Program.base + ((<usize>(Program.word(HEADER_ENTRIES_AT) + start)) << 2)
  }

  /** The rules that are armed at the start, in the order of their deadlines: a count, then the rules. */
  private static deadlinesFit(size: u32): bool {
    const at = Program.word(HEADER_DEADLINES_AT)
    if (!Program.inside(at, 1, size)) return false
    Program.deadlineCount = Program.word(at)
    if (!Program.inside(at + 1, Program.deadlineCount, size)) return false
    Program.deadlines = Program.base + ((<usize>(at + 1)) << 2)
    let before: u64 = 0
    let armed: u32 = 0
    for (let i: u32 = 0; i < Program.deadlineCount; i++) {
      const rule = Program.word(at + 1 + i)
      if (rule >= Program.rules) return false
      const place = ((<u64>Program.bound(rule)) << 32) | (rule + 1)
      if (place <= before || (Program.flags(Program.table(rule)) & TABLE_ARMED_AT_START) === 0) return false
      before = place
    }
    for (let rule: u32 = 0; rule < Program.rules; rule++) {
      if ((Program.flags(Program.table(rule)) & TABLE_ARMED_AT_START) !== 0) armed++
    }
    return armed === Program.deadlineCount
  }
}
