import { HEADER_SIZE, HEADER_WORDS, LOG_EVERYTHING, OK } from "../../assembly/abi"
import { begin, drainLog, io, recordAll, restore, rollback, save, take } from "../../assembly/index"
import { mixed } from "./draft.include"
import { Dice, feed, loadWords } from "./machine.include"

const dice = new Dice(2)

/** Uses a loaded program in every way; a trap is the failure. */
function exercise(): void {
  const at = io()
  begin(LOG_EVERYTHING)
  for (let i = 0; i < 4; i++) {
    feed(dice.symbols(16, 7))
    take(dice.below(7))
    if (i & 1) rollback()
    recordAll((i & 1) === 0)
    restore(save())
    begin(LOG_EVERYTHING)
  }
  for (let i = 0; i < 64; i++) {
    take(dice.below(7))
    if (dice.below(3) === 0) rollback()
  }
  drainLog()
  const bytes = save()
  store<u8>(at + <usize>dice.below(bytes), <u8>dice.below(256))
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
