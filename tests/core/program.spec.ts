import {
  ABI_VERSION,
  BAD_PROGRAM,
  CELL_ARM,
  CELL_COUNT,
  CELL_OFFENDS,
  HEADER_DEADLINES_AT,
  HEADER_ENTRIES_AT,
  HEADER_NAME,
  HEADER_ROWS_AT,
  HEADER_RULES,
  HEADER_RULES_AT,
  HEADER_SIZE,
  HEADER_SYMBOLS,
  HEADER_TABLES,
  HEADER_TABLES_AT,
  HEADER_WORDS,
  LOG_EVERYTHING,
  MAX_BOUND,
  OK,
  STATE_ARMED,
  STATE_COUNTS,
  STATE_WATCHES,
  TABLE_ARMED_AT_START,
  TABLE_FLAGS_SHIFT,
} from "../../assembly/abi"
import { Arena } from "../../assembly/arena"
import {
  abiVersion,
  begin,
  calls,
  io,
  ioSize,
  loadProgram,
  logAt,
  programBuffer,
  recordAll,
  restore,
  save,
  take,
} from "../../assembly/index"
import { afterTable, countingTable, Draft, eventuallyTable, mixed, single, strictTable } from "./draft.include"
import { Dice, diverges, feed, freshArena, loadWords, play } from "./machine.include"

/** The tables of the mixed program. */
const COUNTING = 0
const AFTER = 2
const dice = new Dice(2)

function loads(draft: Draft): bool {
  return loadWords(draft.words()) === OK
}

/** Whether the mixed program loads with another word at `at`. */
function loadsWith(at: u32, value: u32): bool {
  const words = mixed().words()
  words[at] = value
  return loadWords(words) === OK
}

/** The same at word `offset` of the section whose place the header tells. */
function loadsWithin(section: u32, offset: u32, value: u32): bool {
  return loadsWith(mixed().words()[section] + offset, value)
}

/** The same with another cell in a table. */
function loadsWithCell(table: i32, state: u32, column: u32, cell: u32): bool {
  const draft = mixed()
  const head = draft.tables[table][0]
  const at = 2 + (head & 0xff) + state * (((head >> 8) & 0xff) + 1) + column
  draft.tables[table][at] = cell
  return loads(draft)
}

/** The same with attributes of a state changed. */
function loadsWithAttributes(table: i32, state: i32, changed: u32): bool {
  const draft = mixed()
  draft.tables[table][1 + state] ^= changed
  return loads(draft)
}

/** The same with another first word of a table. */
function loadsWithHead(table: i32, changed: u32): bool {
  const draft = mixed()
  draft.tables[table][0] ^= changed
  return loads(draft)
}

/** The same with another row of the last symbol: pairs of rule and letter. */
function loadsWithRow(pairs: Array<u32>): bool {
  const draft = mixed()
  draft.rows.pop()
  return loads(draft.row(pairs))
}

function loadsWithDeadlines(rules: Array<u32>): bool {
  const draft = mixed()
  draft.deadlines = rules
  return loads(draft)
}

describe("a program", () => {
  it("of every kind of rule loads", () => {
    expect(loads(mixed())).toBe(true)
  })

  it("loads where programBuffer says, which is aligned", () => {
    freshArena()
    const words = mixed().words()
    const at = programBuffer(words.length << 2)
    memory.copy(at, words.dataStart, (<usize>words.length) << 2)
    expect((at & 15) === 0 && loadProgram(at, words.length << 2) === OK).toBe(true)
  })

  it("without rules loads and takes calls", () => {
    loads(new Draft().row([]))
    play("...")
    expect(calls()).toBe(3)
  })

  it("may have tables that no rule uses and rules that no row names", () => {
    const draft = single(countingTable(), 1)
    draft.tables.push(afterTable())
    draft.tables.push(afterTable())
    expect(loads(draft.rule(1, 5))).toBe(true)
  })

  it("may have the largest bound in every rule", () => {
    const draft = mixed()
    for (let i = 1; i < draft.rules.length; i += 3) draft.rules[i] = MAX_BOUND
    draft.deadlines.sort((a, b) => a - b)
    expect(loads(draft)).toBe(true)
  })

  it("may have 256 states and columns", () => {
    const words: Array<u32> = [0xffff]
    for (let i = 0; i < 256; i++) words.push(0)
    for (let i: u32 = 0; i < 65536; i++) words.push(i & 0xff)
    expect(loads(single(words, 0))).toBe(true)
  })

  it("has a version, room for a buffer of symbols, and a log that lies elsewhere", () => {
    loads(mixed())
    expect(abiVersion() === ABI_VERSION && io() !== 0 && ioSize() >= 16384 && logAt() !== io()).toBe(true)
  })

  it("takes no more memory when it begins anew, records, saves and restores", () => {
    loads(mixed())
    const top = Arena.top
    for (let i = 0; i < 10; i++) {
      begin(LOG_EVERYTHING)
      feed(dice.symbols(50, 5))
      recordAll(true)
      restore(save(0))
    }
    expect(Arena.top).toBe(top)
  })
})

describe("a header is refused", () => {
  it("with another magic", () => expect(loadsWith(0, 0x43595342)).toBe(false))
  it("that says fewer words", () => expect(loadsWith(HEADER_SIZE, mixed().words().length - 1)).toBe(false))
  it("that says more words", () => expect(loadsWith(HEADER_SIZE, mixed().words().length + 1)).toBe(false))
  it("without symbol 0", () => expect(loadsWith(HEADER_SYMBOLS, 0)).toBe(false))
  it("with more symbols than fit", () => expect(loadsWith(HEADER_SYMBOLS, 0xffffff)).toBe(false))
  it("with symbols beyond 24 bits", () => expect(loadsWith(HEADER_SYMBOLS, 1 << 24)).toBe(false))
  it("with as many symbols as wrap around", () => expect(loadsWith(HEADER_SYMBOLS, 0xffffffff)).toBe(false))
  it("with more rules than fit", () => expect(loadsWith(HEADER_RULES, 0xffffff)).toBe(false))
  it("with rules beyond 24 bits", () => expect(loadsWith(HEADER_RULES, 1 << 24)).toBe(false))
  it("with as many rules as wrap around", () => expect(loadsWith(HEADER_RULES, 0x80000000)).toBe(false))
  it("with more tables than fit", () => expect(loadsWith(HEADER_TABLES, 0xffffffff)).toBe(false))
  it("with too few tables", () => expect(loadsWith(HEADER_TABLES, 3)).toBe(false))
  it("without tables", () => expect(loadsWith(HEADER_TABLES, 0)).toBe(false))

  it("with a section outside", () => {
    const sections: Array<u32> = [HEADER_RULES_AT, HEADER_TABLES_AT, HEADER_ROWS_AT, HEADER_ENTRIES_AT]
    sections.push(HEADER_DEADLINES_AT)
    const size: u32 = mixed().words().length
    const places: Array<u32> = [0, HEADER_WORDS - 1, size + 1, 0x3fffffff, 0x40000000, 0x80000000, 0xffffffff]
    let accepted = ""
    for (let i = 0; i < sections.length; i++) {
      for (let k = 0; k < places.length; k++) {
        if (loadsWith(sections[i], places[k])) accepted += `word ${sections[i]} as ${places[k]} `
      }
    }
    expect(accepted).toBe("")
  })

  it("with a section inside it", () => {
    const words = single(countingTable(), 1).words()
    words[HEADER_DEADLINES_AT] = HEADER_NAME
    words[HEADER_NAME] = 0
    expect(loadWords(words)).toBe(BAD_PROGRAM)
  })

  it("of fewer bytes than a header has", () => {
    let accepted = 0
    const at = programBuffer(64)
    for (let bytes: u32 = 0; bytes < HEADER_WORDS << 2; bytes++) if (loadProgram(at, bytes) === OK) accepted++
    expect(accepted).toBe(0)
  })

  it("of bytes that are no whole words", () => {
    freshArena()
    const words = mixed().words()
    const bytes: u32 = words.length << 2
    const at = programBuffer(bytes + 4)
    memory.copy(at, words.dataStart, bytes)
    expect(loadProgram(at, bytes + 1) === OK || loadProgram(at, bytes - 1) === OK).toBe(false)
  })
})

describe("a table is refused", () => {
  it("outside the program", () => expect(loadsWithin(HEADER_TABLES_AT, 0, 0x10000)).toBe(false))
  it("inside the header", () => expect(loadsWithin(HEADER_TABLES_AT, 0, 1)).toBe(false))
  it("where only its first word fits", () => {
    expect(loadsWithin(HEADER_TABLES_AT, 0, mixed().words().length - 1)).toBe(false)
  })
  it("with one column", () => {
    const draft = single(countingTable(), 1)
    draft.tables.push([0, 0, 0])
    expect(loads(draft.rule(1, 0))).toBe(false)
  })
  it("with a state beyond its states", () => expect(loadsWithCell(COUNTING, 0, 0, 2)).toBe(false))
  it("with fewer states than its cells name", () => expect(loadsWithHead(COUNTING, 1)).toBe(false))
  it("with a limit that counts", () => expect(loadsWithCell(COUNTING, 1, 2, 1 | CELL_COUNT)).toBe(false))
  it("with a limit that arms", () => expect(loadsWithCell(AFTER, 1, 4, 1 | CELL_ARM)).toBe(false))
  it("with a limit that stays armed", () => expect(loadsWithCell(AFTER, 1, 4, 1)).toBe(false))
  it("that counts into a state that does not", () => {
    expect(loadsWithCell(COUNTING, 0, 1, CELL_COUNT)).toBe(false)
  })
  it("whose counting state does not count", () => {
    expect(loadsWithAttributes(COUNTING, 1, STATE_COUNTS)).toBe(false)
  })
  it("that enters an armed state without arming", () => expect(loadsWithCell(AFTER, 0, 1, 1)).toBe(false))
  it("that arms a state without deadline", () => expect(loadsWithCell(AFTER, 0, 1, 2 | CELL_ARM)).toBe(false))
  it("whose armed state has no deadline", () => {
    expect(loadsWithAttributes(AFTER, 1, STATE_ARMED)).toBe(false)
  })
  it("that counts and arms at once", () => {
    const draft = mixed()
    draft.tables[AFTER][2] |= STATE_COUNTS
    draft.tables[AFTER][5] |= CELL_COUNT
    expect(loads(draft)).toBe(false)
  })
  it("armed at the start whose first state is not", () => {
    const draft = single(afterTable(), 1)
    draft.tables[0][0] |= TABLE_ARMED_AT_START << TABLE_FLAGS_SHIFT
    draft.deadlines.push(0)
    expect(loads(draft)).toBe(false)
  })
  it("whose first state is armed, but not at the start", () => {
    const draft = single(eventuallyTable(), 1)
    draft.tables[0][0] ^= TABLE_ARMED_AT_START << TABLE_FLAGS_SHIFT
    draft.deadlines.pop()
    expect(loads(draft)).toBe(false)
  })
})

describe("a table that the core cannot run as it is meant is refused:", () => {
  it("a first state that watches, unless it watches from the first call on", () => {
    const draft = single(strictTable(), 0)
    draft.tables[0][1] |= STATE_WATCHES
    draft.tables[0][6] = 4 | CELL_OFFENDS
    expect(!loads(draft) || take(0) === 1).toBe(true)
  })

  it("a starting deadline that is set anew, unless it is put off", () => {
    const draft = single(eventuallyTable(), 2)
    draft.tables[0][5] = CELL_ARM
    expect(!loads(draft) || take(1) + take(0) === 0).toBe(true)
  })

  it("a count that goes on after it was left, unless a saved state keeps it", () => {
    const draft = single(countingTable(), 2)
    draft.tables[0][8] = CELL_OFFENDS
    expect(!loads(draft) || !diverges(dice.symbols(24, 2))).toBe(true)
  })

  it("a count that begins with a deadline, unless a saved state keeps it", () => {
    const draft = single(afterTable(), 4)
    draft.tables[0][3] |= STATE_COUNTS
    expect(!loads(draft) || !diverges(dice.symbols(24, 4))).toBe(true)
  })
})

describe("a rule is refused", () => {
  it("of an unknown table", () => expect(loadsWithin(HEADER_RULES_AT, 0, 4)).toBe(false))
  it("of a table far outside", () => expect(loadsWithin(HEADER_RULES_AT, 0, 0xffffffff)).toBe(false))
  it("with a bound beyond the calls of a session", () => {
    expect(loadsWithin(HEADER_RULES_AT, 1, MAX_BOUND + 1)).toBe(false)
  })
})

describe("rows are refused", () => {
  it("that do not begin with symbol 0 at the start", () => {
    const draft = single(countingTable(), 1)
    draft.rows[0].push(1)
    const words = draft.words()
    words[words[HEADER_ROWS_AT]] = 1
    expect(loadWords(words)).toBe(BAD_PROGRAM)
  })
  it("that do not rise", () => expect(loadsWithin(HEADER_ROWS_AT, 3, 6)).toBe(false))
  it("that end outside", () => expect(loadsWithin(HEADER_ROWS_AT, 5, 0x10000)).toBe(false))
  it("that end outside after wrapping around", () => {
    expect(loadsWithin(HEADER_ROWS_AT, 5, 0xffffffff)).toBe(false)
  })
  it("with an unknown rule", () => expect(loadsWithRow([12, 1])).toBe(false))
  it("with a rule far outside", () => expect(loadsWithRow([0xffffff, 0])).toBe(false))
  it("with a letter that is the limit", () => expect(loadsWithRow([0, 2])).toBe(false))
  it("with a letter beyond the columns", () => expect(loadsWithRow([0, 255])).toBe(false))
  it("with rules out of order", () => expect(loadsWithRow([1, 1, 0, 1])).toBe(false))
  it("with a rule twice", () => expect(loadsWithRow([1, 1, 1, 0])).toBe(false))
  it("only when they are malformed", () => expect(loadsWithRow([0, 0, 1, 1, 2, 3])).toBe(true))
})

describe("starting deadlines are refused", () => {
  it("out of order", () => expect(loadsWithDeadlines([9, 8, 1, 6])).toBe(false))
  it("twice", () => expect(loadsWithDeadlines([8, 8, 9, 1, 6])).toBe(false))
  it("twice in place of another", () => expect(loadsWithDeadlines([8, 9, 9, 6])).toBe(false))
  it("of a rule that is not armed", () => expect(loadsWithDeadlines([8, 9, 1, 0])).toBe(false))
  it("of an unknown rule", () => expect(loadsWithDeadlines([8, 9, 1, 12])).toBe(false))
  it("where one is missing", () => expect(loadsWithDeadlines([8, 9, 1])).toBe(false))
  it("where all are missing", () => expect(loadsWithDeadlines([])).toBe(false))
  it("of the same bound out of the order of the rules", () => {
    const draft = mixed()
    draft.rules[17] = 1
    draft.deadlines = [9, 8, 1, 6]
    expect(loads(draft)).toBe(false)
  })
})
