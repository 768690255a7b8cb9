import { HEADER_SIZE, HEADER_WORDS, LOG_EVERYTHING, LOG_NOTHING, OK, STATE_FIXED_BYTES } from "../../assembly/abi"
import {
  addRow,
  answer,
  begin,
  call,
  clearFacts,
  drainLog,
  dropRows,
  hold,
  note,
  prepare,
  prepareAnswer,
  prepareRow,
  recall,
  recordAll,
  restore,
  rollback,
  save,
  setStatus,
  settle,
  stateBuffer,
  take,
} from "../../assembly/index"
import { Session } from "../../assembly/session"
import { ALONE, answering, asking, know, RESULT, say } from "./conditions.include"
import { Draft, mixed } from "./draft.include"
import { Dice, feed, loadWords, savedBytes, seal } from "./machine.include"

const dice = new Dice(2)

/** Uses a loaded program in every way; a trap is the failure. */
function exercise(): void {
  begin(LOG_EVERYTHING)
  for (let i = 0; i < 4; i++) {
    feed(dice.symbols(16, 7))
    take(dice.below(7))
    if (i & 1) rollback()
    recordAll((i & 1) === 0)
    restore(save(0))
    begin(LOG_EVERYTHING)
  }
  for (let i = 0; i < 64; i++) {
    take(dice.below(7))
    if (dice.below(3) === 0) rollback()
  }
  drainLog()
  const bytes = save(0)
  store<u8>(stateBuffer(0) + <usize>dice.below(bytes), <u8>dice.below(256))
  restore(bytes)
}

/** How many programs load that differ from the mixed one in one word. Each that loads is used. */
function corrupted(value: u32): i32 {
  const words = mixed().words()
  let loaded = 0
  for (let i = 0; i < words.length; i++) {
    const kept = words[i]
    words[i] = value
    if (loadWords(words) === OK) {
      loaded++
      exercise()
    }
    words[i] = kept
  }
  return loaded
}

describe("a damaged program", () => {
  it("is refused at every length that is too short, and nothing behind it is read", () => {
    const words = mixed().words()
    let accepted = 0
    for (let count = 0; count < words.length; count++) if (loadWords(words, count) === OK) accepted++
    expect(accepted).toBe(0)
  })

  it("is refused at every length that is too short, even if the header agrees", () => {
    const words = mixed().words()
    let accepted = 0
    for (let count = HEADER_WORDS; count < <u32>words.length; count++) {
      words[HEADER_SIZE] = count
      if (loadWords(words, count) === OK) accepted++
    }
    expect(accepted).toBe(0)
  })

  // Some words may hold any number, such as the policy's name: those programs load, and must not trap.
  it("is refused, or runs without a trap, with a word made 0", () => expect(corrupted(0)).toBeGreaterThan(0))
  it("is refused, or runs without a trap, with a word made 1", () => expect(corrupted(1)).toBeGreaterThan(0))
  it("is refused, or runs without a trap, with a word made 255", () => expect(corrupted(255)).toBeGreaterThan(0))
  it("is refused, or runs without a trap, with a word of ones", () => {
    expect(corrupted(0xffffffff)).toBeGreaterThan(0)
  })

  it("is refused, or runs without a trap, with one bit damaged", () => {
    const words = mixed().words()
    let loaded = 0
    for (let bit = 0; bit < words.length << 5; bit++) {
      words[bit >> 5] ^= 1 << (bit & 31)
      if (loadWords(words) === OK) {
        loaded++
        exercise()
      }
      words[bit >> 5] ^= 1 << (bit & 31)
    }
    expect(loaded).toBeLessThan(words.length << 5)
  })
})

const texts: Array<string> = ["", "", "{}", "[]", '"a"', "1", "[1"]

function knowSomething(): void {
  know(texts[dice.below(7)], texts[dice.below(5)], texts[dice.below(7)], dice.below(8))
}

/** A call as a guard takes it, and as often as not its answer. */
function guarded(symbol: u32): void {
  knowSomething()
  prepare(symbol)
  take(symbol)
  if (dice.below(3) === 0) {
    rollback()
    return
  }
  const memo = note(symbol)
  if (dice.below(2) === 0) return
  if (dice.below(2) === 0) {
    const length = save(dice.below(4))
    if (restore(length) === OK && Session.now > 0) hold(symbol, dice.below(Session.now))
  }
  clearFacts()
  recall(symbol, dice.below(2) === 0 ? memo : dice.below(16))
  say(RESULT, texts[dice.below(7)])
  setStatus(dice.below(4))
  prepareAnswer(symbol)
  answer(symbol, dice.below(Session.now + 1), memo)
}

/** Uses a loaded program that asks for more than names in every way; a trap is the failure. */
function exerciseConditions(): void {
  for (let round = 0; round < 3; round++) {
    begin(LOG_EVERYTHING)
    for (let i = 0; i < 12; i++) {
      knowSomething()
      call(dice.below(6), dice.below(2) === 0 ? ALONE : <f64>dice.below(2))
      if (dice.below(8) === 0) drainLog()
    }
    settle()
    recordAll(true)
    for (let i = 0; i < 12; i++) guarded(dice.below(6))
    recordAll(false)
    restore(save(0))
    feed(dice.symbols(8, 7))
  }
}

/** How many programs load that differ from this one in one word. Each that loads is used. */
function corruptedConditions(draft: Draft, value: u32): i32 {
  const words = draft.words()
  let loaded = 0
  for (let i = 0; i < words.length; i++) {
    const kept = words[i]
    words[i] = value
    if (loadWords(words) === OK) {
      loaded++
      exerciseConditions()
    }
    words[i] = kept
  }
  return loaded
}

/** How many load that differ in one bit. */
function flippedConditions(draft: Draft): i32 {
  const words = draft.words()
  let loaded = 0
  for (let bit = 0; bit < words.length << 5; bit++) {
    words[bit >> 5] ^= 1 << (bit & 31)
    if (loadWords(words) === OK) {
      loaded++
      exerciseConditions()
    }
    words[bit >> 5] ^= 1 << (bit & 31)
  }
  return loaded
}

/** How many load of which the end is missing. */
function cut(draft: Draft): i32 {
  const words = draft.words()
  let accepted = 0
  for (let count = HEADER_WORDS; count < <u32>words.length; count++) {
    words[HEADER_SIZE] = count
    if (loadWords(words, count) === OK) accepted++
  }
  return accepted
}

describe("a damaged program that asks for more than names", () => {
  it("is refused at every length that is too short, and nothing behind it is read", () => {
    expect(cut(asking()) + cut(answering())).toBe(0)
  })

  it("is refused, or runs without a trap, with a word made another", () => {
    let loaded = 0
    const values: Array<u32> = [0, 1, 3, 255, 1 << 16, 0x7fffffff, 0xffffffff]
    for (let i = 0; i < values.length; i++) {
      loaded += corruptedConditions(asking(), values[i])
      loaded += corruptedConditions(answering(), values[i])
    }
    expect(loaded).toBeGreaterThan(0)
  })

  it("is refused, or runs without a trap, with one bit damaged", () => {
    expect(flippedConditions(asking()) + flippedConditions(answering())).toBeGreaterThan(0)
  })

  it("takes no row that leads outside", () => {
    loadWords(answering().words())
    const row = answering().rows[1]
    let added = 0
    for (let bit = 0; bit < row.length << 5; bit++) {
      row[bit >> 5] ^= 1 << (bit & 31)
      const at = prepareRow(row.length)
      for (let i = 0; i < row.length; i++) store<u32>(at + ((<usize>i) << 2), row[i])
      const symbol = addRow()
      if (symbol !== 0) {
        added++
        begin(LOG_NOTHING)
        for (let i = 0; i < 6; i++) guarded(symbol)
      }
      dropRows()
      row[bit >> 5] ^= 1 << (bit & 31)
    }
    expect(added).toBeGreaterThan(0)
  })
})

/** A session in which rules stand in several ways. */
function forkedState(draft: Draft): Uint8Array {
  loadWords(draft.words())
  begin(LOG_NOTHING)
  for (let i = 0; i < 8; i++) {
    know("")
    call(1 + dice.below(draft.rows.length - 1), ALONE)
  }
  return savedBytes()
}

/** How many damaged states with a good checksum are accepted; each is used. */
function forgedWays(draft: Draft, rounds: i32): i32 {
  let accepted = 0
  for (let i = 0; i < rounds; i++) {
    const bytes = forkedState(draft)
    for (let k = 1 + dice.below(3); k > 0; k--) {
      const at = <i32>dice.below(bytes.length - STATE_FIXED_BYTES) + 9
      bytes[at] = <u8>(dice.below(3) === 0 ? dice.below(256) : <u32>bytes[at] ^ (1 << dice.below(8)))
    }
    seal(bytes)
    memory.copy(stateBuffer(bytes.length), bytes.dataStart, bytes.length)
    if (restore(bytes.length) !== OK) continue
    accepted++
    if (Session.now > 0) hold(1, dice.below(Session.now))
    for (let k = 0; k < 10; k++) guarded(dice.below(6))
    recordAll(true)
    save(0)
  }
  return accepted
}

describe("a damaged state of rules in several ways", () => {
  it("is refused, or goes on without a trap", () => {
    expect(forgedWays(asking(), 2000) + forgedWays(answering(), 2000)).toBeGreaterThan(0)
  })

  it("is refused whichever bit is flipped, and at every other length", () => {
    const bytes = forkedState(asking())
    let accepted = 0
    for (let bit = 0; bit < bytes.length << 3; bit++) {
      const flipped = bytes.slice(0)
      flipped[bit >> 3] ^= <u8>(1 << (<u8>bit & 7))
      memory.copy(stateBuffer(flipped.length), flipped.dataStart, flipped.length)
      if (restore(flipped.length) === OK) accepted++
    }
    for (let length = 0; length < bytes.length; length++) {
      memory.copy(stateBuffer(length), bytes.dataStart, length)
      if (restore(length) === OK) accepted++
    }
    expect(accepted).toBe(0)
  })
})
