import { LOG_EVERYTHING, LOG_NOTHING, LOG_TRANSITIONS, LOG_WORDS, TABLE_COLUMNS_SHIFT } from "../../assembly/abi"
import { begin, drainLog, forget, io, logAt, restore, rollback, run, save, take } from "../../assembly/index"
import { afterTable, bounded, countingTable, Draft, eventuallyTable, mixed, single, strictTable } from "./draft.include"
import { Dice, feed, loadWords, play } from "./machine.include"

/** An entry of the log as the cell it tells of. */
function cellAt(index: u32): string {
  const at = logAt() + ((<usize>(index * LOG_WORDS)) << 2)
  const move = load<u32>(at, 8)
  return `${load<u32>(at)}:${move & 0xff}/${move >> 16}`
}

/** Whether an entry tells of a call that left its rule as it was. */
function isQuiet(index: u32): bool {
  const at = logAt() + ((<usize>(index * LOG_WORDS)) << 2)
  const move = load<u32>(at, 8)
  return (move & 0xff) === ((move >> 8) & 0xff) && load<u32>(at, 12) === 0
}

/** The cells that the log tells of, as `rule:state/column`, and empties it. */
function drained(): string {
  const cells: string[] = []
  const size = drainLog()
  for (let i: u32 = 0; i < size; i++) cells.push(cellAt(i))
  return cells.join(" ")
}

/** What the log of transitions has of one session. */
function told(calls: string): string {
  begin(LOG_TRANSITIONS)
  play(calls)
  return drained()
}

function fresh(draft: Draft): void {
  loadWords(draft.words())
  forget()
}

/** Takes a session at a level and adds its cells but for quiet ones to those that are known; returns how many of them were. */
function gather(level: u32, symbols: Array<u32>, cells: Set<string>): i32 {
  let again = 0
  begin(level)
  feed(symbols)
  const size = drainLog()
  for (let i: u32 = 0; i < size; i++) {
    if (isQuiet(i)) continue
    if (cells.has(cellAt(i))) again++
    cells.add(cellAt(i))
  }
  return again
}

/** How many cells random sessions show in one log and not in the other, and how many the log of transitions tells of twice. */
function disagreements(draft: Draft, sessions: i32): i32 {
  fresh(draft)
  const dice = new Dice(11)
  const marked = new Set<string>()
  const stepped = new Set<string>()
  let wrong = 0
  for (let i = 0; i < sessions; i++) {
    const symbols = dice.symbols(30, 6)
    wrong += gather(LOG_TRANSITIONS, symbols, marked)
    gather(LOG_EVERYTHING, symbols, stepped)
    if (marked.size !== stepped.size) wrong++
  }
  const cells = stepped.values()
  for (let i = 0; i < cells.length; i++) if (!marked.has(cells[i])) wrong++
  return wrong
}

/** Rules on one table of the largest size, more of them than there are marks for; letter 1 goes to and fro. */
function vast(): Draft {
  const draft = new Draft()
  const words: u32[] = [255 | (255 << TABLE_COLUMNS_SHIFT)]
  for (let state = 0; state < 256; state++) words.push(0)
  for (let state: u32 = 0; state < 256; state++) {
    for (let column = 0; column < 256; column++) words.push(column === 1 && state < 2 ? 1 - state : state)
  }
  draft.tables.push(words)
  for (let rule = 0; rule < 4097; rule++) draft.rule(0, 0)
  return draft.row([]).row([0, 1, 4096, 1])
}

// First: loading does not take back the marks of a program that was loaded before.
describe("without room for marks", () => {
  it("every transition is a new one", () => {
    fresh(vast())
    begin(LOG_TRANSITIONS)
    const cells: string[] = []
    // With so many rules the log takes one call at a time.
    for (let i = 0; i < 3; i++) {
      feed([1])
      cells.push(drained())
    }
    expect(cells.join(" ")).toBe("0:0/1 4096:0/1 0:1/1 4096:1/1 0:0/1 4096:0/1")
  })
})

describe("the log of transitions", () => {
  it("tells of each cell once", () => {
    fresh(single(countingTable(), 2))
    expect(told("AAAAA")).toBe("0:0/1 0:1/1 0:1/2")
  })

  it("goes on in the next session where the last one ended", () => {
    fresh(single(countingTable(), 2))
    expect(told("A")).toBe("0:0/1")
    expect(told("A")).toBe("")
    expect(told("AA")).toBe("0:1/1")
  })

  it("begins anew when it is told to forget", () => {
    fresh(single(countingTable(), 2))
    told("AA")
    forget()
    expect(told("AAA")).toBe("0:0/1 0:1/1 0:1/2")
  })

  it("has no steps that change nothing", () => {
    fresh(single(strictTable(), 0))
    expect(told(".BCB..")).toBe("")
  })

  it("has deadlines as the limit's column", () => {
    fresh(single(afterTable(), 1))
    expect(told("A..")).toBe("0:0/1 0:1/4")
    expect(told("AA")).toBe("0:2/1")
  })

  it("has a deadline that passes before any call", () => {
    fresh(single(eventuallyTable(), 0))
    expect(told("")).toBe("0:0/2")
    expect(told("")).toBe("")
  })

  it("has the calls that a rule watches", () => {
    fresh(single(strictTable(), 0))
    expect(told("A.")).toBe("0:0/1 0:1/0")
    expect(told("AB.")).toBe("0:1/2 0:2/0")
  })

  it("keeps rules of one table apart", () => {
    const draft = new Draft()
    draft.tables.push(countingTable())
    draft.rule(0, 1).rule(0, 1).rule(0, 1)
    draft.row([]).row([0, 1, 2, 1]).row([1, 1, 2, 1])
    fresh(draft)
    expect(told("A")).toBe("0:0/1 2:0/1")
    expect(told("B")).toBe("1:0/1")
    expect(told("AB")).toBe("2:1/2")
  })

  it("marks nothing at another level, nor in calls that are taken back, nor in a restored session", () => {
    fresh(single(countingTable(), 3))
    begin(LOG_EVERYTHING)
    play("AA")
    begin(LOG_NOTHING)
    play("AA")
    take(1)
    rollback()
    restore(save(0))
    play("A")
    expect(told("AA")).toBe("0:0/1 0:1/1")
  })

  it("tells of the cells that all steps together enter", () => expect(disagreements(mixed(), 60)).toBe(0))
  it("does so for rules of small bounds", () => expect(disagreements(bounded(), 60)).toBe(0))

  it("loses none when it is drained on the way", () => {
    const draft = new Draft()
    const pairs: u32[] = []
    draft.tables.push(countingTable())
    for (let rule: u32 = 0; rule < 2000; rule++) {
      draft.rule(0, 1)
      pairs.push(rule)
      pairs.push(1)
    }
    fresh(draft.row([]).row(pairs))
    for (let i: usize = 0; i < 5; i++) store<u32>(io() + (i << 2), 1)
    begin(LOG_TRANSITIONS)
    const drainings: u32[] = []
    for (let taken: u32 = 0; taken < 5; ) {
      taken += run(taken, 5)
      drainings.push(drainLog())
    }
    // Each rule counts once and then is at its limit; after that nothing is new, and the log stays empty.
    expect(drainings.join()).toBe("2000,2000,0")
  })
})
