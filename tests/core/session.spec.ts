import {
  LOG_NOTHING,
  MAX_CALLS,
  NO_CALL,
  OUTCOME_HELD,
  OUTCOME_NOT_EXERCISED,
  OUTCOME_PENDING,
  OUTCOME_VIOLATED,
  RECORD_EXERCISED,
  RECORD_SETTLED,
} from "../../assembly/abi"
import { begin, calls, io, record, run, take } from "../../assembly/index"
import { Session } from "../../assembly/session"
import { afterTable, bounded, countingTable, Draft, eventuallyTable, mixed, single, strictTable } from "./draft.include"
import {
  complete,
  completeViolation,
  Dice,
  feed,
  loadWords,
  partial,
  play,
  same,
  snapshots,
  violation,
} from "./machine.include"

const UNTESTED: u32 = OUTCOME_HELD
const IDLE: u32 = OUTCOME_NOT_EXERCISED
const HELD: u32 = OUTCOME_HELD | RECORD_EXERCISED
const PENDING: u32 = OUTCOME_PENDING
const BEGUN: u32 = OUTCOME_PENDING | RECORD_EXERCISED
const VIOLATED: u32 = OUTCOME_VIOLATED | RECORD_EXERCISED | RECORD_SETTLED

/** Begins a session of one rule, plays the calls and returns the rule's partial record. */
function stands(table: Array<u32>, bound: u32, sequence: string): u32 {
  loadWords(single(table, bound).words())
  begin(LOG_NOTHING)
  play(sequence)
  return partial()
}

/** The same; the complete record. */
function ends(table: Array<u32>, bound: u32, sequence: string): u32 {
  stands(table, bound, sequence)
  return complete() & ~RECORD_SETTLED
}

/** The same; the call of the violation. */
function breaks(table: Array<u32>, bound: u32, sequence: string): u32 {
  stands(table, bound, sequence)
  return violation()
}

/** The same; the call of the violation if the trace ended here. */
function breaksAtEnd(table: Array<u32>, bound: u32, sequence: string): u32 {
  stands(table, bound, sequence)
  return completeViolation()
}

const VIOLATED_AT_END: u32 = OUTCOME_VIOLATED | RECORD_EXERCISED

describe("a rule that counts", () => {
  it("is vacuous at first", () => expect(stands(countingTable(), 2, "..")).toBe(UNTESTED))
  it("holds up to its bound", () => expect(stands(countingTable(), 2, "A.A")).toBe(HELD))
  it("is violated by the call beyond its bound", () => expect(breaks(countingTable(), 2, "A.A.AA")).toBe(4))
  it("of bound 0 is violated by the first", () => expect(breaks(countingTable(), 0, ".A")).toBe(1))
  it("is settled by a violation", () => expect(stands(countingTable(), 0, "A")).toBe(VIOLATED))
  it("holds at the end as before it", () => expect(ends(countingTable(), 2, "AA")).toBe(HELD))
  it("offends again at each further call", () => {
    stands(countingTable(), 1, "AA")
    expect(take(1) === 1 && take(0) === 0 && take(1) === 1 && load<u32>(io()) === 0).toBe(true)
  })
  it("stays violated at its first call", () => expect(breaks(countingTable(), 1, "AAAA")).toBe(1))
})

describe("a rule armed at the start", () => {
  it("waits as long as there is time", () => expect(stands(eventuallyTable(), 3, "..")).toBe(PENDING))
  it("is met on the last day", () => expect(stands(eventuallyTable(), 3, "..A") & ~RECORD_SETTLED).toBe(HELD))
  it("is settled once met", () => expect(stands(eventuallyTable(), 3, "A") & RECORD_SETTLED).not.toBe(0))
  it("is violated by another call on the last day", () => expect(breaks(eventuallyTable(), 3, "...")).toBe(2))
  it("is not healed by a late call", () => expect(breaks(eventuallyTable(), 3, "...A")).toBe(2))
  it("is silent after its violation", () => {
    stands(eventuallyTable(), 1, ".")
    expect(take(0) + take(1)).toBe(0)
  })
  it("of bound 1 is met by the first call", () => expect(breaks(eventuallyTable(), 1, "A.")).toBe(NO_CALL))
  it("of bound 1 is violated by the first call", () => expect(breaks(eventuallyTable(), 1, ".A")).toBe(0))
  it("of bound 0 is violated before any call", () => expect(stands(eventuallyTable(), 0, "")).toBe(VIOLATED))
  it("of bound 0 is violated at call 0", () => expect(breaks(eventuallyTable(), 0, "A.A")).toBe(0))
  it("of bound 0 is among the touched", () => {
    stands(eventuallyTable(), 0, "")
    expect(record(false)).toBe(1)
  })
  it("is violated by the end", () => expect(ends(eventuallyTable(), 9, "..")).toBe(VIOLATED_AT_END))
  it("is violated by the end, behind the last call", () => expect(breaksAtEnd(eventuallyTable(), 9, "..")).toBe(2))
})

describe("a rule that arms", () => {
  it("is idle before a trigger", () => expect(stands(afterTable(), 1, ".B.")).toBe(IDLE))
  it("waits after a trigger", () => expect(stands(afterTable(), 1, ".A")).toBe(BEGUN))
  it("is answered on the last day", () => expect(stands(afterTable(), 1, "AB")).toBe(HELD))
  it("is answered early", () => expect(breaks(afterTable(), 3, "A.B....")).toBe(NO_CALL))
  it("is violated by another call on the last day", () => expect(breaks(afterTable(), 1, ".A.")).toBe(2))
  it("is violated after three calls", () => expect(breaks(afterTable(), 3, "A....")).toBe(3))
  it("is not healed by a late answer", () => expect(breaks(afterTable(), 3, "A...B")).toBe(3))
  it("drops the obligation it was violated by", () => expect(ends(afterTable(), 1, "A..")).toBe(VIOLATED_AT_END))
  it("of bound 0 is violated by the trigger", () => expect(breaks(afterTable(), 0, "..A")).toBe(2))
  it("of bound 0 is not answered by the trigger itself", () => expect(breaks(afterTable(), 0, "X")).toBe(0))
  it("of bound 0 offends at each trigger", () => {
    stands(afterTable(), 0, "A")
    expect(take(1) === 1 && take(2) === 0 && take(3) === 1).toBe(true)
  })
  it("keeps the earlier deadline at a second trigger", () => expect(breaks(afterTable(), 3, "A.A..B")).toBe(3))
  it("answers all triggers at once", () => expect(stands(afterTable(), 3, "A.AB....")).toBe(HELD))
  it("is armed anew by a call that answers and triggers", () => {
    expect(breaks(afterTable(), 3, "A.X....")).toBe(5)
  })
  it("armed anew waits beyond its first deadline", () => expect(stands(afterTable(), 3, "A.X..")).toBe(BEGUN))
  it("armed anew is answered", () => expect(stands(afterTable(), 3, "A.X..B.")).toBe(HELD))
  it("armed anew at every call never breaks", () => expect(stands(afterTable(), 1, "AXXXXXXB...")).toBe(HELD))
  it("is armed again after an answer", () => expect(breaks(afterTable(), 2, "AB..A..")).toBe(6))
  it("is armed again by the call that breaks it", () => {
    stands(afterTable(), 1, "AA")
    expect(take(0)).toBe(1)
  })
  it("is violated by the end", () => expect(ends(afterTable(), 3, "A.")).toBe(VIOLATED_AT_END))
  it("is violated by the end, behind the last call", () => expect(breaksAtEnd(afterTable(), 3, "A.")).toBe(2))
})

describe("a rule that watches", () => {
  it("is idle before its first member", () => expect(stands(strictTable(), 0, ".BC.")).toBe(IDLE))
  it("waits for the next member", () => expect(stands(strictTable(), 0, ".AB")).toBe(BEGUN))
  it("holds after the last member", () => expect(breaks(strictTable(), 0, "ABC")).toBe(NO_CALL))
  it("checks nothing after the last member", () => expect(breaks(strictTable(), 0, "ABC.AABC")).toBe(NO_CALL))
  it("is violated by a call that it does not name", () => expect(breaks(strictTable(), 0, ".AB.C")).toBe(3))
  it("is violated by a member out of turn", () => expect(breaks(strictTable(), 0, "AC")).toBe(1))
  it("is violated by its first member again", () => expect(breaks(strictTable(), 0, "AA")).toBe(1))
  it("is silent after its violation", () => {
    stands(strictTable(), 0, "A.")
    expect(take(0) + take(1) + take(0)).toBe(0)
  })
  it("is violated by the end", () => expect(ends(strictTable(), 0, "AB")).toBe(VIOLATED_AT_END))
  it("is violated by the end, behind the last call", () => expect(breaksAtEnd(strictTable(), 0, "AB")).toBe(2))

  it("watches beside others, whichever of them ends first", () => {
    const draft = new Draft()
    draft.tables.push(strictTable())
    draft.rule(0, 0).rule(0, 0).rule(0, 0).row([])
    draft.row([0, 1, 1, 1, 2, 1]).row([0, 2, 1, 2]).row([1, 3])
    loadWords(draft.words())
    play("AB..")
    expect(violation(0) === 2 && violation(1) === 2 && violation(2) === 1).toBe(true)
  })
})

/** The first violation as section 4 of the semantics says it, by looking at all of the calls: symbols A, B, X. */
function naiveAfter(sequence: Array<u32>, within: i32): u32 {
  for (let t = 0; t + within < sequence.length; t++) {
    if ((sequence[t] & 1) === 0) continue
    let answered = false
    for (let i = t + 1; i <= t + within; i++) if ((sequence[i] & 2) !== 0) answered = true
    if (!answered) return t + within
  }
  return NO_CALL
}

function naiveEventually(sequence: Array<u32>, within: i32): u32 {
  if (within === 0) return 0
  if (sequence.length < within) return NO_CALL
  for (let i = 0; i < within; i++) if ((sequence[i] & 1) !== 0) return NO_CALL
  return within - 1
}

function naiveCounting(sequence: Array<u32>, most: i32): u32 {
  let count = 0
  for (let i = 0; i < sequence.length; i++) if ((sequence[i] & 1) !== 0 && ++count > most) return i
  return NO_CALL
}

/** How many rules of `bounded` are not violated where looking at all of the calls says. */
function misjudged(sequence: Array<u32>): i32 {
  begin(LOG_NOTHING)
  feed(sequence)
  let count = 0
  for (let bound = 0; bound < 5; bound++) {
    if (violation(3 * bound) !== naiveAfter(sequence, bound)) count++
    if (violation(3 * bound + 1) !== naiveEventually(sequence, bound)) count++
    if (violation(3 * bound + 2) !== naiveCounting(sequence, bound)) count++
  }
  return count
}

describe("violations", () => {
  it("are where all calls together put them, in every sequence of up to six calls", () => {
    loadWords(bounded().words())
    let count = 0
    for (let length: u32 = 0; length <= 6; length++) {
      for (let code: u32 = 0; code < 1 << (2 * length); code++) {
        const sequence: u32[] = []
        for (let i: u32 = 0; i < length; i++) sequence.push((code >> (2 * i)) & 3)
        count += misjudged(sequence)
      }
    }
    expect(count).toBe(0)
  })

  it("are where all calls together put them, in long random sequences", () => {
    loadWords(bounded().words())
    const dice = new Dice(3)
    let count = 0
    for (let i = 0; i < 300; i++) count += misjudged(dice.symbols(40, 4))
    expect(count).toBe(0)
  })
})

/** Whether a sequence looks after a beginning as it does in a fresh instance. */
function beginsAnew(seed: u32): bool {
  const dice = new Dice(seed)
  const sequence = dice.symbols(60, 6)
  loadWords(mixed().words())
  const fresh = snapshots(sequence)
  begin(LOG_NOTHING)
  feed(dice.symbols(3000, 6))
  const again = snapshots(sequence)
  let equal = true
  for (let i = 0; i < fresh.length; i++) if (!same(fresh[i], again[i])) equal = false
  return equal
}

describe("a session", () => {
  it("begun after a long one is a fresh one", () => {
    let count = 0
    for (let seed: u32 = 0; seed < 10; seed++) if (!beginsAnew(seed)) count++
    expect(count).toBe(0)
  })

  it("has touched nothing but what calls have moved", () => {
    loadWords(mixed().words())
    begin(LOG_NOTHING)
    feed(new Dice(6).symbols(100, 6))
    begin(LOG_NOTHING)
    const before = record(false)
    play("..B")
    // Bound 0 and bound 1 of the starting deadlines, the missed one of bound 3, and the one rule that B moves.
    expect(before === 1 && record(false) === 4).toBe(true)
  })

  it("reads symbols that it does not know as names that nothing mentions", () => {
    loadWords(mixed().words())
    const sequence = new Dice(7).symbols(50, 5)
    const known = snapshots(sequence)[50]
    for (let i = 0; i < 50; i++) if (sequence[i] === 0) sequence[i] = i & 1 ? 0xffffffff : 5
    expect(same(snapshots(sequence)[50], known)).toBe(true)
  })

  it("takes what stands between two places", () => {
    stands(countingTable(), 2, "....")
    for (let i = 0; i < 6; i++) store<u32>(io() + ((<usize>i) << 2), i32(i >= 2))
    expect(run(1, 5) === 4 && calls() === 8 && violation() === 7).toBe(true)
  })

  it("that is full takes no more calls", () => {
    stands(countingTable(), 2, "")
    Session.now = MAX_CALLS - 1
    play("AAA")
    expect(calls() === MAX_CALLS && take(1) === NO_CALL && calls() === MAX_CALLS).toBe(true)
  })
})
