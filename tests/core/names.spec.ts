import { NO_SYMBOL } from "../../assembly/abi"
import { Names } from "../../assembly/names"
import { countingTable, single } from "./draft.include"
import { Dice, loadWords } from "./machine.include"

/** What stands behind a name is read, and must not matter. */
const buffer: usize = memory.data(1024)

/** Puts a name somewhere, with rubbish around it. */
function written(name: string, at: usize = buffer, rubbish: u8 = 0x61): u32 {
  memory.fill(buffer, rubbish, 1024)
  return <u32>String.UTF8.encodeUnsafe(changetype<usize>(name), name.length, at)
}

function found(name: string, at: usize = buffer, rubbish: u8 = 0x22): u32 {
  const bytes = written(name, at, rubbish)
  return Names.find(at, bytes)
}

function learn(name: string, symbol: u32): void {
  const bytes = written(name)
  if (Names.find(buffer, bytes) === NO_SYMBOL) Names.learn(buffer, bytes, symbol)
}

function fresh(): void {
  loadWords(single(countingTable(), 1).words())
  Names.load()
}

/** A name of a length that is like the others of this length up to the last letter but one. */
function longName(length: i32, which: i32): string {
  return "n".repeat(length - 2) + String.fromCharCode(97 + (which % 26)) + "z"
}

describe("names", () => {
  it("are known once they are learnt, wherever they stand and whatever stands behind them", () => {
    fresh()
    const lengths: i32[] = [2, 7, 8, 9, 15, 16, 17, 23, 24, 25, 200, 255, 256]
    for (let i = 0; i < lengths.length; i++) learn(longName(lengths[i], 0), i)
    let wrong = 0
    for (let i = 0; i < lengths.length; i++) {
      for (let shift = 0; shift < 9; shift++) {
        if (found(longName(lengths[i], 0), buffer + shift, <u8>(shift * 31)) !== i) wrong++
      }
      if (found(longName(lengths[i], 1)) !== NO_SYMBOL) wrong++
    }
    expect(wrong).toBe(0)
  })

  it("are nothing until then", () => {
    fresh()
    expect(found("") === NO_SYMBOL && found("a") === NO_SYMBOL && found(longName(40, 0)) === NO_SYMBOL).toBe(true)
  })

  it("may be empty, or end in bytes of zero", () => {
    fresh()
    learn("", 1)
    learn("a", 2)
    learn("a\0", 3)
    learn("a\0\0\0\0\0\0\0\0", 4)
    learn(longName(17, 0) + "\0", 5)
    const short = found("") === 1 && found("a") === 2 && found("a\0") === 3 && found("a\0\0") === NO_SYMBOL
    expect(short && found("a\0\0\0\0\0\0\0\0") === 4 && found(longName(17, 0)) === NO_SYMBOL).toBe(true)
  })

  it("may have the symbols 0 and the largest there is", () => {
    fresh()
    learn("none", 0)
    learn("most", 0xfffffffe)
    expect(found("none") === 0 && found("most") === 0xfffffffe).toBe(true)
  })

  it("longer than 256 bytes are not remembered", () => {
    fresh()
    learn(longName(257, 0), 1)
    expect(found(longName(257, 0))).toBe(NO_SYMBOL)
  })

  it("are forgotten together, and can be learnt anew", () => {
    fresh()
    learn("a", 1)
    learn(longName(100, 0), 2)
    Names.clear()
    const gone = found("a") === NO_SYMBOL && found(longName(100, 0)) === NO_SYMBOL
    learn("a", 7)
    expect(gone && found("a") === 7 && found(longName(100, 0)) === NO_SYMBOL).toBe(true)
  })

  it("can be forgotten before any was learnt", () => {
    Names.clear()
    fresh()
    Names.clear()
    expect(found("a")).toBe(NO_SYMBOL)
  })
})

/** How many of the names up to `count`, each of about `length` bytes, are known as another, and how many are not known. */
function mistaken(count: i32, length: i32): Array<i32> {
  let wrong = 0
  let unknown = 0
  for (let i = 0; i < count; i++) {
    const symbol = found(`${"x".repeat(length)}${i}`)
    if (symbol === NO_SYMBOL) unknown++
    else if (symbol !== i) wrong++
  }
  return [wrong, unknown]
}

describe("a table of names that grows", () => {
  it("loses none of the short ones", () => {
    fresh()
    for (let i = 0; i < 4000; i++) learn(`${i}`, i)
    expect(mistaken(4000, 0).join()).toBe("0,0")
  })

  it("loses none of the long ones", () => {
    fresh()
    for (let i = 0; i < 4000; i++) learn(`${"x".repeat(240)}${i}`, i)
    expect(mistaken(4000, 240).join()).toBe("0,0")
  })

  it("begins anew when there are too many, and says of none what another is", () => {
    fresh()
    const dice = new Dice(41)
    let wrong = 0
    for (let i = 0; i < 30000; i++) {
      const which = <i32>dice.below(9000)
      const name = `${"x".repeat(which % 3 === 0 ? 20 : 0)}${which}`
      const symbol = found(name)
      if (symbol === NO_SYMBOL) learn(name, which)
      else if (symbol !== which) wrong++
    }
    expect(wrong).toBe(0)
  })
})
