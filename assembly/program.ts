import {
  BAD_PROGRAM,
  CELL_ARM,
  CELL_COUNT,
  CELL_STATE_MASK,
  CONDITION_WORDS,
  ENTRY_LETTER_MASK,
  ENTRY_RULE_SHIFT,
  FIELD_RESULT,
  FIELD_STATUS,
  HEADER_CHECKS,
  HEADER_CHECKS_AT,
  HEADER_DEADLINES_AT,
  HEADER_ENTRIES_AT,
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
  MAX_BOUND,
  MAX_CONDITIONS,
  OK,
  PREDICATE_WORDS,
  PROGRAM_MAGIC,
  ROW_WORDS,
  ROWS_AT_ONCE,
  RULE_HOLDS,
  RULE_READS_ANSWERS,
  RULE_WORDS,
  STATE_ARMED,
  STATE_COUNTS,
  STATE_WATCHES,
  STATUS_ERROR,
  STATUS_OK,
  TABLE_ARMED_AT_START,
} from "./abi"
import { Arena } from "./arena"
import { Checks } from "./check/checks"

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
  static predicates: u32 = 0
  static predicatesAt: usize = 0

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

  /** Where the cells of a state begin. */
  @inline static cells(table: usize, state: u32): usize {
    const states = Program.states(table)
    return table + ((<usize>(1 + states + state * Program.columns(table))) << 2)
  }

  @inline static cell(table: usize, state: u32, column: u32): u32 {
    return load<u32>(Program.cells(table, state) + ((<usize>column) << 2))
  }

  @inline static limit(table: usize, state: u32): u32 {
    return Program.cell(table, state, Program.columns(table) - 1)
  }

  @inline static readsAnswers(rule: u32): bool {
    return (load<u32>(Program.ruleWords + ((<usize>rule * RULE_WORDS + 2) << 2)) & RULE_READS_ANSWERS) !== 0
  }

  @inline static holds(rule: u32): bool {
    return (load<u32>(Program.ruleWords + ((<usize>rule * RULE_WORDS + 2) << 2)) & RULE_HOLDS) !== 0
  }

  @inline static field(predicate: u32): u32 {
    return load<u32>(Program.predicatesAt + ((<usize>predicate * PREDICATE_WORDS) << 2))
  }

  @inline static check(predicate: u32): u32 {
    return load<u32>(Program.predicatesAt + ((<usize>predicate * PREDICATE_WORDS + 1) << 2))
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
    if (!Program.tablesFit(size) || !Program.rulesFit(size) || !Program.conditionsFit(size)) return BAD_PROGRAM
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

  private static conditionsFit(size: u32): bool {
    Program.predicates = Program.word(HEADER_PREDICATES)
    const predicates = Program.word(HEADER_PREDICATES_AT)
    const checks = Program.word(HEADER_CHECKS_AT)
    const checkWords = Program.word(HEADER_CHECKS)
    if (Program.predicates > 1 << 24) return false
    if (!Program.inside(predicates, Program.predicates * PREDICATE_WORDS, size)) return false
    if (!Program.inside(checks, checkWords, size)) return false
    Program.predicatesAt = Program.base + ((<usize>predicates) << 2)
    if (checkWords !== 0 && !Checks.load(Program.base + ((<usize>checks) << 2), checkWords)) return false
    for (let predicate: u32 = 0; predicate < Program.predicates; predicate++) {
      const field = Program.field(predicate)
      const check = Program.check(predicate)
      if (field > FIELD_STATUS) return false
      if (field === FIELD_STATUS ? check > (STATUS_OK | STATUS_ERROR) : !Checks.isCheck(check)) return false
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
    for (let symbol: u32 = 0; symbol < Program.symbols; symbol++) {
      if (!Program.rowFits(Program.rowStart(symbol), Program.word(rows + symbol + 1) - Program.word(rows + symbol)))
        return false
    }
    return true
  }

  /** Whether a row of `words` words is as long as its counts say, and each of its parts is in order. */
  static rowFits(at: usize, words: u32): bool {
    if (words < ROW_WORDS) return false
    const plain = load<u32>(at)
    const taken = load<u32>(at, 4)
    const answered = load<u32>(at, 8)
    if (plain > Program.rules || taken > Program.rules || answered > Program.rules) return false
    if (ROW_WORDS + plain + CONDITION_WORDS * (taken + answered) > words) return false
    const first = ROW_WORDS + plain
    const second = first + taken * CONDITION_WORDS
    return (
      Program.entriesFit(at + (ROW_WORDS << 2), plain) &&
      Program.conditionsInRow(at, words, first, taken, false) &&
      Program.conditionsInRow(at, words, second, answered, true)
    )
  }

  /** Whether entries name rules in rising order, each once, and letters that their tables have. */
  private static entriesFit(at: usize, count: u32): bool {
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

  private static conditionsInRow(row: usize, words: u32, from: u32, count: u32, answered: bool): bool {
    let before: i32 = -1
    for (let i: u32 = 0; i < count; i++) {
      const entry = row + ((<usize>(from + i * CONDITION_WORDS)) << 2)
      const word = load<u32>(entry)
      const rule = word >> ENTRY_RULE_SHIFT
      if (<i32>rule <= before || rule >= Program.rules || (word & ENTRY_LETTER_MASK) !== 0) return false
      if (answered && !Program.readsAnswers(rule)) return false
      const place = load<u32>(entry, 4)
      if (place >= words) return false
      const decision = row + ((<usize>place) << 2)
      if (!Program.decisionFits(decision, words - place, Program.columns(Program.table(rule)) - 1, answered))
        return false
      before = <i32>rule
    }
    return true
  }

  /** Whether a decision lies inside, reads predicates that are there and at hand, and gives letters that the table has. */
  private static decisionFits(at: usize, words: u32, letters: u32, answered: bool): bool {
    const count = load<u32>(at)
    if (count > MAX_CONDITIONS) return false
    const ways: u32 = 1 << count
    if (1 + count + ((ways + 3) >> 2) > words) return false
    for (let i: u32 = 0; i < count; i++) {
      const predicate = load<u32>(at + ((<usize>(1 + i)) << 2))
      if (predicate >= Program.predicates || (!answered && Program.field(predicate) >= FIELD_RESULT)) return false
    }
    const letter = at + ((<usize>(1 + count)) << 2)
    for (let way: u32 = 0; way < ways; way++) if (<u32>load<u8>(letter + way) >= letters) return false
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
