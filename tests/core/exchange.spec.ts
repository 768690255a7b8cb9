import {
  CELL_CLEARS,
  CELL_COUNT,
  CELL_MARKS,
  CELL_OFFENDS,
  LOG_EVERYTHING,
  LOG_EVIDENCE,
  LOG_NOTHING,
  LOG_WORDS,
  ROWS_AT_ONCE,
  TABLE_EVERY_OFFENCE,
  TABLE_FLAGS_SHIFT,
} from "../../assembly/abi"
import { Arena } from "../../assembly/arena"
import { addRow, begin, drainLog, dropRows, io, logAt, prepareRow, restore, run, take } from "../../assembly/index"
import { Log } from "../../assembly/log"
import { afterTable, countingTable, Draft, eventuallyTable, mixed, single } from "./draft.include"
import { Dice, feed, loadWords, play, same, snapshot, violation } from "./machine.include"

/** Adds a row of entries and returns its symbol. */
function added(entries: Array<u32>): u32 {
  const row: Array<u32> = [entries.length, 0, 0]
  for (let i = 0; i < entries.length; i++) row.push(entries[i])
  return addedWords(row)
}

function addedWords(row: Array<u32>): u32 {
  const at = prepareRow(row.length)
  for (let i = 0; i < row.length; i++) store<u32>(at + ((<usize>i) << 2), row[i])
  return addRow()
}

describe("an added row", () => {
  it("gets the next symbol", () => {
    loadWords(single(countingTable(), 1).words())
    expect(added([1]) === 2 && added([]) === 3).toBe(true)
  })

  it("is read by the rules it names", () => {
    loadWords(single(countingTable(), 1).words())
    const symbol = added([1])
    feed([symbol, 0, 1])
    expect(violation()).toBe(2)
  })

  it("moves the session as an equal row of the program does", () => {
    const draft = mixed()
    loadWords(draft.words())
    const sequence = new Dice(1).symbols(100, 5)
    feed(sequence)
    const before = snapshot()
    for (let i = 1; i < 5; i++) addedWords(draft.rows[i])
    for (let i = 0; i < 100; i++) if (sequence[i] > 0) sequence[i] += 4
    begin(LOG_NOTHING)
    feed(sequence)
    expect(same(snapshot(), before)).toBe(true)
  })

  it("leaves the session alone", () => {
    loadWords(mixed().words())
    play("AABC.A")
    const before = snapshot()
    added([1, 257])
    expect(same(snapshot(), before)).toBe(true)
  })

  it("stays when a session begins", () => {
    loadWords(single(countingTable(), 0).words())
    const symbol = added([1])
    begin(LOG_NOTHING)
    expect(take(symbol)).toBe(1)
  })

  it("is refused when it names an unknown rule", () => {
    loadWords(single(countingTable(), 1).words())
    expect(added([256])).toBe(0)
  })

  it("is refused when it names an unknown letter", () => {
    loadWords(single(countingTable(), 1).words())
    expect(added([2])).toBe(0)
  })

  it("is refused when its rules do not rise", () => {
    loadWords(mixed().words())
    expect(added([257, 1]) + added([1, 1])).toBe(0)
  })

  it("is refused when it was not prepared, or is added twice", () => {
    loadWords(mixed().words())
    const first = addRow()
    added([1])
    expect(first + addRow()).toBe(0)
  })

  it("may come after a refused one", () => {
    loadWords(mixed().words())
    added([0xffffffff])
    expect(added([1])).toBe(5)
  })

  it("has no more words than its rules can need", () => {
    loadWords(mixed().words())
    expect(prepareRow(15) !== 0 && prepareRow(0xffffffff) === 0).toBe(true)
  })

  it("is refused when its counts do not fit its words", () => {
    loadWords(mixed().words())
    const short = addedWords([2, 0, 0, 1])
    const answers = addedWords([0, 0, 1, 0])
    expect(short + answers + addedWords([0xffffffff, 0, 0, 1])).toBe(0)
  })

  it("is refused when it reads predicates that there are none of, or answers that its rule does not read", () => {
    loadWords(mixed().words())
    const predicate = addedWords([0, 1, 0, 0, 5, 1, 0, 0])
    const answer = addedWords([0, 0, 1, 0, 5, 0, 1])
    expect(predicate + answer).toBe(0)
  })

  it("may decide without predicates", () => {
    loadWords(single(countingTable(), 0).words())
    const symbol = addedWords([0, 1, 0, 0, 5, 0, 1])
    expect(symbol === 2 && take(symbol) === 1).toBe(true)
  })
})

describe("added rows", () => {
  it("are forgotten together: their symbols are unknown again", () => {
    loadWords(single(countingTable(), 0).words())
    const symbol = added([1])
    dropRows()
    expect(take(symbol)).toBe(0)
  })

  it("give their symbols to those that come after them", () => {
    loadWords(single(countingTable(), 0).words())
    const symbol = added([1])
    dropRows()
    expect(added([])).toBe(symbol)
  })

  it("use the memory of dropped ones again", () => {
    loadWords(mixed().words())
    for (let i = 0; i < 100; i++) added([1, 257])
    dropRows()
    const top = Arena.top
    for (let i = 0; i < 100; i++) added([1, 257])
    expect(Arena.top).toBe(top)
  })

  it("leave the rows of the program when they are dropped", () => {
    loadWords(single(countingTable(), 0).words())
    added([1])
    dropRows()
    expect(take(1)).toBe(1)
  })

  it("have to be dropped when there are too many", () => {
    loadWords(single(countingTable(), 0).words())
    let count: u32 = 0
    while (count < 100000 && prepareRow(3) !== 0) {
      added([1])
      count++
    }
    const full = prepareRow(0)
    dropRows()
    expect(count === ROWS_AT_ONCE && full === 0 && prepareRow(3) !== 0).toBe(true)
  })

  it("are not added from what was prepared before they were dropped", () => {
    loadWords(single(countingTable(), 0).words())
    prepareRow(0)
    dropRows()
    expect(addRow()).toBe(0)
  })
})

/** The log as text, an entry as `rule@call from>to letter flags counter`, and empties it. */
function drained(): string {
  const size = drainLog()
  const entries: string[] = []
  for (let i: u32 = 0; i < size; i++) {
    const at = logAt() + ((<usize>(i * LOG_WORDS)) << 2)
    const move = load<u32>(at, 8)
    const flags = flagNames(load<u32>(at, 12))
    const states = `${move & 0xff}>${(move >> 8) & 0xff} ${move >> 16}`
    entries.push(`${load<u32>(at)}@${load<u32>(at, 4)} ${states} ${flags} ${load<u32>(at, 16)}`)
  }
  return entries.join("; ")
}

function flagNames(cell: u32): string {
  let names = cell & 0xff ? "?" : "-"
  if (cell & CELL_COUNT) names += "c"
  if (cell & CELL_OFFENDS) names += "o"
  if (cell & CELL_MARKS) names += "m"
  if (cell & CELL_CLEARS) names += "x"
  return names
}

/** What one rule writes to the log. */
function logged(level: u32, table: Array<u32>, bound: u32, sequence: string): string {
  loadWords(single(table, bound).words())
  begin(level)
  play(sequence)
  return drained()
}

/** A table whose every offence is evidence. */
function everyOffence(table: Array<u32>): Array<u32> {
  table[0] |= TABLE_EVERY_OFFENCE << TABLE_FLAGS_SHIFT
  return table
}

describe("the log", () => {
  it("is empty unless asked for", () => expect(logged(LOG_NOTHING, countingTable(), 0, "AAA")).toBe(""))

  it("has every step", () => {
    const entries = logged(LOG_EVERYTHING, countingTable(), 1, "A.AA")
    expect(entries).toBe("0@0 0>1 1 -cm 1; 0@2 1>1 2 -om 1; 0@3 1>1 2 -o 1")
  })

  it("has the evidence up to the first violation", () => {
    expect(logged(LOG_EVIDENCE, countingTable(), 1, "A.AA")).toBe("0@0 0>1 1 -cm 1; 0@2 1>1 2 -om 1")
  })

  it("has the evidence of every offence where the table says so", () => {
    const entries = logged(LOG_EVIDENCE, everyOffence(countingTable()), 0, "A.AA")
    expect(entries).toBe("0@0 0>0 2 -om 0; 0@2 0>0 2 -om 0; 0@3 0>0 2 -om 0")
  })

  it("has no steps that are no evidence", () => {
    expect(logged(LOG_EVIDENCE, eventuallyTable(), 2, ".A.")).toBe("")
  })

  it("has a deadline that passes, as the limit and at the call that passes it", () => {
    expect(logged(LOG_EVERYTHING, eventuallyTable(), 2, "...")).toBe("0@1 0>2 2 -o 1")
  })

  it("has a deadline that passes before any call", () => {
    expect(logged(LOG_EVERYTHING, eventuallyTable(), 0, "").slice(0, 9)).toBe("0@0 0>2 2")
  })

  it("says where evidence is void", () => {
    const entries = logged(LOG_EVIDENCE, afterTable(), 2, "A.X.B")
    expect(entries).toBe("0@0 0>1 1 -mx 2; 0@2 1>1 3 -mx 4; 0@4 1>2 2 -x 4")
  })

  it("has the limit and the step of a call that breaks an obligation and begins another", () => {
    expect(logged(LOG_EVERYTHING, afterTable(), 1, "AA")).toBe("0@0 0>1 1 -mx 1; 0@1 1>2 4 -o 1; 0@1 2>1 1 - 2")
  })

  it("is empty once it is drained", () => {
    logged(LOG_EVERYTHING, countingTable(), 1, "AAA")
    expect(drainLog()).toBe(0)
  })

  it("is empty at the beginning of a session", () => {
    loadWords(single(countingTable(), 0).words())
    begin(LOG_EVERYTHING)
    play("AAA")
    begin(LOG_EVERYTHING)
    expect(drainLog()).toBe(0)
  })
})

/** Sixty rules that each write an entry at each call, and one that two entries come of. */
function talkative(): Draft {
  const draft = new Draft()
  draft.tables = [everyOffence(countingTable()), afterTable()]
  const pairs: u32[] = []
  for (let rule: u32 = 0; rule < 60; rule++) {
    draft.rule(0, 0)
    pairs.push(rule)
    pairs.push(1)
  }
  draft.rule(1, 1)
  pairs.push(60)
  pairs.push(1)
  return draft.row([]).row(pairs)
}

/** Runs `count` calls, draining the log when it is full, and counts what comes out of order. */
function misloggedIn(count: u32, drainings: Array<u32>): i32 {
  let wrong = 0
  let call: u32 = 0
  let rule: u32 = 0
  for (let taken: u32 = 0; taken < count; ) {
    taken += run(taken, count)
    const size = drainLog()
    drainings.push(size)
    for (let i: u32 = 0; i < size; i++) {
      const at = logAt() + ((<usize>(i * LOG_WORDS)) << 2)
      const seen = load<u32>(at)
      // The arming rule writes one entry at its first trigger, then two a call.
      const again = seen === 60 && rule === 61 && load<u32>(at, 4) === call
      if (!again && rule === 61) {
        rule = 0
        call++
      }
      if (load<u32>(at, 4) !== call || seen !== min<u32>(rule, 60)) wrong++
      if (!again) rule++
    }
  }
  return wrong + i32(call !== count - 1)
}

describe("a full log", () => {
  it("stops a run, and loses nothing when it is drained in pieces", () => {
    loadWords(talkative().words())
    begin(LOG_EVERYTHING)
    for (let i: usize = 0; i < 1000; i++) store<u32>(io() + (i << 2), 1)
    const drainings: u32[] = []
    const wrong = misloggedIn(1000, drainings)
    expect(wrong === 0 && drainings.length > 10).toBe(true)
  })

  it("always has room for a call once it is drained, however many rules there are", () => {
    const draft = new Draft()
    draft.tables.push(countingTable())
    const pairs: u32[] = []
    for (let rule: u32 = 0; rule < 5000; rule++) {
      draft.rule(0, 0)
      pairs.push(rule)
      pairs.push(1)
    }
    loadWords(draft.row([]).row(pairs).words())
    begin(LOG_EVERYTHING)
    store<u32>(io(), 1)
    expect(run(0, 1) === 1 && drainLog() === 5000).toBe(true)
  })

  it("does not grow beyond its room by calls taken one at a time", () => {
    loadWords(single(countingTable(), 0).words())
    begin(LOG_EVERYTHING)
    for (let i: u32 = 0; i < Log.capacity + 100; i++) take(1)
    expect(drainLog() <= Log.capacity).toBe(true)
  })

  it("does not grow beyond its room by states that are refused", () => {
    loadWords(single(eventuallyTable(), 0).words())
    begin(LOG_EVERYTHING)
    for (let i: u32 = 0; i < Log.capacity + 100; i++) restore(0)
    expect(drainLog() <= Log.capacity).toBe(true)
  })
})
