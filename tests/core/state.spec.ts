import {
  BAD_STATE,
  FOREIGN_STATE,
  LOG_NOTHING,
  MAX_CALLS,
  NO_CALL,
  OK,
  OTHER_VERSION,
  STATE_FIXED_BYTES,
  STATE_VERSION,
} from "../../assembly/abi"
import { begin, calls, flightBytes, io, restore, run, save, stateBuffer, take } from "../../assembly/index"
import { afterTable, countingTable, Draft, eventuallyTable, mixed, single, strictTable } from "./draft.include"
import { Dice, feed, forged, loadWords, play, same, savedBytes, seal, snapshot, violation } from "./machine.include"

/** Puts bytes into the state buffer and restores them. */
function restored(bytes: Uint8Array): u32 {
  memory.copy(stateBuffer(bytes.length), bytes.dataStart, bytes.length)
  return restore(bytes.length)
}

/** Puts the session of the mixed program after a random sequence into bytes. */
function someSession(seed: u32, length: i32): Uint8Array {
  loadWords(mixed().words())
  begin(LOG_NOTHING)
  feed(new Dice(seed).symbols(length, 6))
  return savedBytes()
}

/** Plays calls, and returns what is seen after each. */
function seenAfter(sequence: Array<u32>, from: i32): Array<Uint8Array> {
  const seen: Uint8Array[] = []
  for (let i = from; i < sequence.length; i++) {
    take(sequence[i])
    seen.push(snapshot())
  }
  return seen
}

function differences(first: Array<Uint8Array>, second: Array<Uint8Array>): i32 {
  let count = 0
  for (let i = 0; i < second.length; i++) if (!same(first[first.length - second.length + i], second[i])) count++
  return count
}

/** How often a session that is saved and restored after a part of the sequence looks different later on. */
function diverging(draft: Draft, seed: u32, length: i32): i32 {
  loadWords(draft.words())
  begin(LOG_NOTHING)
  const dice = new Dice(seed)
  const sequence = dice.symbols(length, 6)
  const seen = seenAfter(sequence, 0)
  let count = 0
  for (let cut = 0; cut <= length; cut++) {
    begin(LOG_NOTHING)
    feed(sequence.slice(0, cut))
    const bytes = savedBytes()
    const before = snapshot()
    begin(LOG_NOTHING)
    feed(dice.symbols(20, 6))
    if (restored(bytes) !== OK || !same(snapshot(), before)) count++
    count += differences(seen, seenAfter(sequence, cut))
  }
  return count
}

describe("a session that is saved and restored", () => {
  it("goes on as if nothing had been", () => {
    let count = 0
    for (let seed: u32 = 0; seed < 6; seed++) count += diverging(mixed(), seed, 40)
    expect(count).toBe(0)
  })

  it("goes on with a rule that arms", () => {
    let count = 0
    for (let bound: u32 = 0; bound < 6; bound++) count += diverging(single(afterTable(), bound), bound, 24)
    expect(count).toBe(0)
  })

  it("goes on with a rule armed at the start", () => {
    let count = 0
    for (let bound: u32 = 0; bound < 6; bound++) count += diverging(single(eventuallyTable(), bound), bound, 12)
    expect(count).toBe(0)
  })

  it("goes on with a rule that counts", () => {
    let count = 0
    for (let bound: u32 = 0; bound < 6; bound++) count += diverging(single(countingTable(), bound), bound, 24)
    expect(count).toBe(0)
  })

  it("goes on with a rule that watches", () => {
    let count = 0
    for (let seed: u32 = 0; seed < 6; seed++) count += diverging(single(strictTable(), 0), seed, 24)
    expect(count).toBe(0)
  })

  it("is a fresh one again when it begins anew", () => {
    const bytes = someSession(1, 50)
    const fresh = someSession(1, 0)
    restored(bytes)
    begin(LOG_NOTHING)
    expect(same(savedBytes(), fresh)).toBe(true)
  })

  it("gives equal bytes on two ways to the same place", () => {
    loadWords(single(afterTable(), 3).words())
    play("A..B")
    const first = savedBytes()
    begin(LOG_NOTHING)
    play(".A.B")
    expect(same(savedBytes(), first)).toBe(true)
  })

  it("can be almost full", () => {
    loadWords(single(afterTable(), MAX_CALLS).words())
    play("A")
    const bytes = forged(MAX_CALLS - 1, [1, 2, MAX_CALLS - 1, 30], [])
    restored(bytes)
    expect(take(0) === 0 && take(0) === NO_CALL && calls() === MAX_CALLS && run(0, 1) === 0).toBe(true)
  })
})

describe("a saved session", () => {
  it("without rules is as short as can be", () => {
    loadWords(new Draft().row([]).words())
    expect(save(0)).toBe(STATE_FIXED_BYTES + 4)
  })

  it("of twenty rules after ten thousand calls takes at most 40 bytes", () => {
    const draft = new Draft()
    draft.tables = [countingTable(), eventuallyTable(), afterTable(), strictTable()]
    for (let rule: u32 = 0; rule < 20; rule++) draft.rule(rule & 3, 100)
    draft.row([]).row([0, 1, 1, 1, 2, 1, 3, 1, 5, 1, 9, 1, 13, 1, 17, 1])
    draft.deadlines = [1, 5, 9, 13, 17]
    loadWords(draft.words())
    play("A")
    for (let i: usize = 0; i < 4096; i++) store<u32>(io() + (i << 2), 0)
    run(0, 4000)
    run(0, 4000)
    run(0, 1999)
    expect(calls() === 10000 && save(0) <= 40).toBe(true)
  })

  it("of many rules, all of them violated late, comes back", () => {
    const draft = new Draft()
    draft.tables.push(countingTable())
    const pairs: u32[] = []
    for (let rule: u32 = 0; rule < 3000; rule++) {
      draft.rule(0, rule & 1 ? 0 : MAX_CALLS)
      pairs.push(rule)
      pairs.push(1)
    }
    loadWords(draft.row([]).row(pairs).words())
    play("..AA")
    const bytes = savedBytes()
    const before = snapshot()
    begin(LOG_NOTHING)
    expect(restored(bytes) === OK && same(snapshot(), before)).toBe(true)
  })
})

/** How many of the states with one bit flipped are accepted. */
function acceptedFlips(bytes: Uint8Array): i32 {
  let count = 0
  for (let bit = 0; bit < bytes.length << 3; bit++) {
    const flipped = bytes.slice(0)
    flipped[bit >> 3] ^= <u8>(1 << (<u8>bit & 7))
    if (restored(flipped) === OK) count++
  }
  return count
}

/** How many of the states are accepted that are shorter, or longer by up to eight equal bytes. */
function acceptedLengths(bytes: Uint8Array): i32 {
  let count = 0
  for (let length = 0; length < bytes.length; length++) if (restored(bytes.slice(0, length)) === OK) count++
  for (let more = 1; more <= 8; more++) {
    const longer = new Uint8Array(bytes.length + more)
    longer.set(bytes)
    if (restored(longer) === OK) count++
    longer.fill(255, bytes.length)
    if (restored(longer) === OK) count++
  }
  return count
}

describe("a damaged state", () => {
  it("is refused whichever bit is flipped", () => {
    let count = 0
    for (let seed: u32 = 0; seed < 20; seed++) count += acceptedFlips(someSession(seed, seed * 3))
    expect(count).toBe(0)
  })

  it("is refused at every other length", () => {
    let count = 0
    for (let seed: u32 = 0; seed < 20; seed++) count += acceptedLengths(someSession(seed, seed * 3))
    expect(count).toBe(0)
  })

  it("is refused when it is longer than the buffer", () => {
    someSession(1, 20)
    expect(restore(0x7fffffff) === BAD_STATE && restore(0xffffffff) === BAD_STATE).toBe(true)
  })

  it("of random bytes is refused", () => {
    someSession(1, 20)
    const dice = new Dice(9)
    let count = 0
    for (let i = 0; i < 2000; i++) {
      const bytes = new Uint8Array(dice.below(40))
      for (let k = 0; k < bytes.length; k++) bytes[k] = <u8>dice.below(256)
      if (bytes.length > 0) bytes[0] = <u8>STATE_VERSION
      if (restored(bytes) !== BAD_STATE) count++
    }
    expect(count).toBe(0)
  })

  it("leaves a fresh session", () => {
    const fresh = someSession(1, 0)
    const bytes = someSession(1, 30)
    bytes[bytes.length - 1] ^= 1
    restored(bytes)
    expect(same(savedBytes(), fresh)).toBe(true)
  })

  it("that was forged leaves a fresh session", () => {
    const fresh = someSession(1, 0)
    const bytes = someSession(1, 30)
    bytes[bytes.length - 5] ^= 0x40
    seal(bytes)
    restored(bytes)
    expect(same(savedBytes(), fresh)).toBe(true)
  })
})

describe("a state of another", () => {
  it("policy is told apart", () => {
    const bytes = someSession(2, 30)
    const draft = mixed()
    draft.name = 1
    loadWords(draft.words())
    expect(restored(bytes)).toBe(FOREIGN_STATE)
  })

  it("policy is told apart by the second word of its name", () => {
    const bytes = someSession(2, 30)
    bytes[5] ^= 1
    seal(bytes)
    expect(restored(bytes)).toBe(FOREIGN_STATE)
  })

  it("version is told apart, even if all else is different", () => {
    const bytes = someSession(2, 30)
    bytes[0] = <u8>(STATE_VERSION + 1)
    expect(restored(bytes)).toBe(OTHER_VERSION)
  })

  it("policy or version leaves a fresh session", () => {
    const fresh = someSession(2, 0)
    const bytes = someSession(2, 30)
    bytes[0]++
    restored(bytes)
    expect(same(savedBytes(), fresh)).toBe(true)
  })
})

/** What the core says to a forged state of a program of one rule. */
function verdict(table: Array<u32>, bound: u32, bytes: Uint8Array): u32 {
  loadWords(single(table, bound).words())
  return restored(bytes)
}

describe("a forged state with a good checksum", () => {
  it("is the state of a session where one could have written it", () => {
    expect(verdict(countingTable(), 5, forged(9, [1, 1, 5, 3], [0, 7]))).toBe(OK)
  })
  it("is refused with more calls than a session holds", () => {
    expect(verdict(countingTable(), 5, forged(MAX_CALLS + 1, [0, 1], []))).toBe(BAD_STATE)
  })
  it("is refused in a state beyond the table", () => {
    expect(verdict(afterTable(), 5, forged(9, [3, 2], []))).toBe(BAD_STATE)
  })
  it("is refused with a count beyond the bound", () => {
    expect(verdict(countingTable(), 5, forged(9, [1, 1, 6, 3], []))).toBe(BAD_STATE)
  })
  it("is refused with a deadline farther away than the bound", () => {
    expect(verdict(afterTable(), 5, forged(9, [1, 2, 5, 3], []))).toBe(BAD_STATE)
  })
  it("is refused waiting with bound 0", () => {
    expect(verdict(afterTable(), 0, forged(9, [1, 2], []))).toBe(BAD_STATE)
  })
  it("is refused waiting behind a starting deadline", () => {
    expect(verdict(eventuallyTable(), 5, forged(5, [0, 2], []))).toBe(BAD_STATE)
  })
  it("is refused waiting behind a starting deadline of bound 1", () => {
    expect(verdict(eventuallyTable(), 1, forged(1, [0, 2], []))).toBe(BAD_STATE)
  })
  it("is refused waiting with a starting deadline of bound 0", () => {
    expect(verdict(eventuallyTable(), 0, forged(0, [0, 2], []))).toBe(BAD_STATE)
  })
  it("is refused with padding that is not zero", () => {
    expect(verdict(countingTable(), 5, forged(9, [0, 1, 1, 1], []))).toBe(BAD_STATE)
  })
  it("is refused with bytes behind it", () => {
    expect(verdict(countingTable(), 5, forged(9, [0, 1, 0, 15], []))).toBe(BAD_STATE)
  })
  it("is refused with a violation of an unknown rule", () => {
    expect(verdict(countingTable(), 5, forged(9, [0, 1], [1, 0]))).toBe(BAD_STATE)
  })
  it("is refused with two violations of a rule", () => {
    expect(verdict(countingTable(), 5, forged(9, [0, 1], [0, 1, 0, 2]))).toBe(BAD_STATE)
  })
  it("is refused with a violation at a call to come", () => {
    expect(verdict(countingTable(), 5, forged(9, [0, 1], [0, 10]))).toBe(BAD_STATE)
  })
  it("is refused with a violation at the next call", () => {
    expect(verdict(countingTable(), 5, forged(9, [0, 1], [0, 9]))).toBe(BAD_STATE)
  })
  it("may have a violation at call 0 before any call", () => {
    expect(verdict(eventuallyTable(), 0, forged(0, [2, 2], [0, 0])) === OK && violation() === 0).toBe(true)
  })
})

/** Uses whatever a forged state has brought; a trap is the failure. */
function randomForgeries(count: i32): i32 {
  const dice = new Dice(10)
  let accepted = 0
  for (let i = 0; i < count; i++) {
    const bytes = someSession(i & 15, i & 31)
    const at = <i32>dice.below(bytes.length - STATE_FIXED_BYTES) + 9
    bytes[at] = <u8>dice.below(256)
    seal(bytes)
    if (restored(bytes) !== OK) continue
    accepted++
    // The host's own part is the host's to write again.
    if (flightBytes() !== 0) continue
    const again = savedBytes()
    if (!same(again, bytes)) return -1
    feed(dice.symbols(20, 6))
    save(0)
  }
  return accepted
}

describe("forged states", () => {
  it("that are accepted are saved as they were, and run without a trap", () => {
    expect(randomForgeries(1500)).toBeGreaterThan(0)
  })
})
