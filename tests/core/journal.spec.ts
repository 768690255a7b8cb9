import { ENTRY_RULE_SHIFT, LOG_NOTHING } from "../../assembly/abi"
import { begin, calls, io, rollback, take } from "../../assembly/index"
import { afterTable, bounded, countingTable, Draft, eventuallyTable, mixed, single, strictTable } from "./draft.include"
import { Dice, feed, loadWords, play, same, savedBytes, snapshot, snapshots } from "./machine.include"

/** The first call at which a session in which other calls are taken back looks different, or -1. */
function firstTrace(sequence: Array<u32>, dice: Dice): i32 {
  const seen = snapshots(sequence)
  begin(LOG_NOTHING)
  for (let i = 0; i < sequence.length; i++) {
    for (let tries = dice.below(3); tries > 0; tries--) {
      take(dice.below(6))
      rollback()
    }
    if (!same(snapshot(), seen[i])) return i
    take(sequence[i])
  }
  return same(snapshot(), seen[sequence.length]) ? -1 : sequence.length
}

/** How many random sessions show a trace of calls that were taken back. */
function traced(draft: Draft, rounds: i32): i32 {
  loadWords(draft.words())
  const dice = new Dice(4)
  let count = 0
  for (let i = 0; i < rounds; i++) if (firstTrace(dice.symbols(30, 6), dice) !== -1) count++
  return count
}

/** Begins a session of one rule and plays the calls. */
function played(table: Array<u32>, bound: u32, sequence: string): void {
  loadWords(single(table, bound).words())
  begin(LOG_NOTHING)
  play(sequence)
}

describe("a call that is taken back", () => {
  it("leaves no trace in what follows", () => expect(traced(mixed(), 100)).toBe(0))
  it("leaves no trace in rules of small bounds", () => expect(traced(bounded(), 100)).toBe(0))
  it("leaves no trace in a rule that watches", () => expect(traced(single(strictTable(), 0), 100)).toBe(0))

  it("does not put off a deadline that it would have broken", () => {
    played(afterTable(), 1, "A")
    take(1)
    rollback()
    expect(take(0)).toBe(1)
  })

  it("does not put off a deadline by answering and arming anew", () => {
    played(afterTable(), 1, "A")
    take(3)
    rollback()
    expect(take(0)).toBe(1)
  })

  it("leaves a starting deadline to the next call", () => {
    played(eventuallyTable(), 1, "")
    take(0)
    rollback()
    expect(take(0)).toBe(1)
  })

  it("is not counted", () => {
    played(countingTable(), 1, "..")
    take(1)
    rollback()
    expect(calls()).toBe(2)
  })

  it("can be taken back once", () => {
    played(countingTable(), 1, "..")
    take(1)
    rollback()
    rollback()
    expect(calls()).toBe(2)
  })

  it("must have been taken", () => {
    played(countingTable(), 1, "")
    rollback()
    expect(calls()).toBe(0)
  })
})

describe("a call that was taken for good", () => {
  it("moves the session as a call of a run does", () => {
    loadWords(mixed().words())
    const sequence = new Dice(5).symbols(200, 6)
    const taken = snapshots(sequence)[200]
    begin(LOG_NOTHING)
    feed(sequence)
    expect(same(snapshot(), taken)).toBe(true)
  })

  it("leaves a run that follows its symbols", () => {
    const draft = single(countingTable(), 0).rule(0, 40)
    draft.rows[1].push((1 << ENTRY_RULE_SHIFT) | 1)
    loadWords(draft.words())
    play("AAAAAAAA")
    const bytes = savedBytes()
    begin(LOG_NOTHING)
    take(1)
    play("AAAAAAA")
    expect(same(savedBytes(), bytes)).toBe(true)
  })
})

describe("offences of a call", () => {
  it("name each rule that offends, those whose deadline passes last", () => {
    loadWords(mixed().words())
    play("A")
    const offences = take(3)
    const rules: u32[] = []
    for (let i: u32 = 0; i < offences; i++) rules.push(load<u32>(io() + ((<usize>i) << 2)))
    expect(rules.join()).toBe("4,5,2")
  })

  it("are none where nothing offends", () => {
    loadWords(mixed().words())
    play("C")
    expect(take(2)).toBe(0)
  })
})
