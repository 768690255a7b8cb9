import { Bits } from "../../assembly/bits"
import { Deadlines } from "../../assembly/deadlines"
import { Program } from "../../assembly/program"
import { Dice, freshArena, lastBytes } from "./machine.include"

const ROOM: u32 = 64
const NUMBERS: Array<u32> = [
  0, 1, 127, 128, 16383, 16384, 2097151, 2097152, 268435455, 268435456, 0x7fffffff, 0xffffffff,
]
const dice = new Dice(1)

function masked(value: u32, width: u32): u32 {
  return width === 32 ? value : value & ((1 << width) - 1)
}

/** How many values do not come back that were written one behind the other in the given widths. */
function lost(widths: Array<u32>): i32 {
  const values: u32[] = []
  const at = lastBytes(ROOM)
  Bits.open(at, ROOM)
  for (let i = 0; i < widths.length; i++) {
    values.push(masked(dice.below(0xffffffff), widths[i]))
    Bits.write(values[i], widths[i])
  }
  let count = 0
  Bits.open(at, ROOM)
  for (let i = 0; i < widths.length; i++) if (Bits.read(widths[i]) !== values[i]) count++
  return count
}

/** The bytes a number takes, or 0 if it is not read back whole. */
function numberBytes(value: u32): u32 {
  const at = lastBytes(ROOM)
  Bits.open(at, ROOM)
  Bits.writeNumber(value)
  const bytes = Bits.bytes()
  Bits.open(at, bytes)
  return Bits.readNumber() === value && Bits.atEnd() ? bytes : 0
}

/** Whether the bytes are one number, and nothing but it. */
function isNumber(bytes: Array<u8>): bool {
  const at = lastBytes(bytes.length)
  for (let i = 0; i < bytes.length; i++) store<u8>(at + <usize>i, bytes[i])
  Bits.open(at, bytes.length)
  Bits.readNumber()
  return Bits.atEnd()
}

describe("bits", () => {
  it("come back in every width at every place in a byte", () => {
    let count = 0
    for (let offset: u32 = 0; offset < 8; offset++) {
      for (let width: u32 = 0; width <= 32; width++) count += lost([offset, width, 3, width, 1])
    }
    expect(count).toBe(0)
  })

  it("come back in random widths", () => {
    let count = 0
    for (let round = 0; round < 200; round++) {
      const widths: u32[] = []
      for (let i = 0; i < 15; i++) widths.push(dice.below(33))
      count += lost(widths)
    }
    expect(count).toBe(0)
  })

  it("beyond the width are not written", () => {
    const at = lastBytes(ROOM)
    Bits.open(at, ROOM)
    Bits.write(0, 3)
    Bits.write(0xffffffff, 2)
    Bits.align()
    expect(load<u8>(at)).toBe(0b00011000)
  })

  it("leave the next byte alone", () => {
    const at = lastBytes(ROOM)
    store<u32>(at, 0xffffffff)
    Bits.open(at, ROOM)
    Bits.write(0, 9)
    Bits.align()
    expect(load<u32>(at)).toBe(0xffff0000)
  })

  it("need as many as tell the values apart", () => {
    const widths: Array<u32> = [
      Bits.width(0),
      Bits.width(1),
      Bits.width(2),
      Bits.width(3),
      Bits.width(4),
      Bits.width(5),
    ]
    widths.push(Bits.width(0x40000000))
    widths.push(Bits.width(0xffffffff))
    expect(widths.join()).toBe("0,0,1,2,2,3,30,32")
  })
})

describe("reading past the end", () => {
  it("gives zeros without a trap", () => {
    const at = lastBytes(2)
    store<u16>(at, 0xffff)
    Bits.open(at, 2)
    Bits.read(15)
    expect(Bits.read(2)).toBe(0)
  })

  it("is remembered even where the rest is read afterwards", () => {
    const at = lastBytes(2)
    Bits.open(at, 2)
    Bits.read(15)
    Bits.read(32)
    Bits.read(1)
    expect(Bits.atEnd()).toBe(false)
  })

  it("is forgotten with the next opening", () => {
    const at = lastBytes(2)
    Bits.open(at, 2)
    Bits.read(17)
    Bits.open(at, 2)
    Bits.read(16)
    expect(Bits.atEnd()).toBe(true)
  })

  it("is no end as long as bits are left", () => {
    Bits.open(lastBytes(2), 2)
    Bits.read(15)
    expect(Bits.atEnd()).toBe(false)
  })

  it("ends a number that promises another group", () => {
    expect(isNumber([0x80])).toBe(false)
  })
})

describe("numbers", () => {
  it("come back, and take a byte for each seven bits", () => {
    const bytes: u32[] = []
    for (let i = 0; i < NUMBERS.length; i++) bytes.push(numberBytes(NUMBERS[i]))
    expect(bytes.join()).toBe("1,1,1,2,2,3,3,4,4,5,5,5")
  })

  it("come back behind bits that do not fill a byte", () => {
    const at = lastBytes(ROOM)
    Bits.open(at, ROOM)
    Bits.write(5, 3)
    Bits.writeNumber(123456789)
    Bits.open(at, ROOM)
    Bits.read(3)
    expect(Bits.readNumber()).toBe(123456789)
  })

  it("have one spelling: no empty last group", () => {
    expect(isNumber([0x80, 0x00]) || isNumber([0xff, 0x80, 0x00])).toBe(false)
  })

  it("have 32 bits: nothing beyond in the fifth group", () => {
    expect(isNumber([0xff, 0xff, 0xff, 0xff, 0x0f])).toBe(true)
    expect(isNumber([0xff, 0xff, 0xff, 0xff, 0x10])).toBe(false)
  })

  it("have five groups", () => {
    expect(isNumber([0x80, 0x80, 0x80, 0x80, 0x80, 0x01])).toBe(false)
    expect(isNumber([0x80, 0x80, 0x80, 0x80, 0x80])).toBe(false)
  })
})

describe("alignment", () => {
  it("skips zeros to the next byte", () => {
    const at = lastBytes(2)
    store<u16>(at, 0x4107)
    Bits.open(at, 2)
    Bits.read(3)
    expect(Bits.alignRead() && Bits.read(8) === 0x41).toBe(true)
  })

  it("refuses each bit that is not zero", () => {
    let accepted = 0
    const at = lastBytes(1)
    for (let bit: u8 = 3; bit < 8; bit++) {
      store<u8>(at, 1 << bit)
      Bits.open(at, 1)
      Bits.read(3)
      if (Bits.alignRead()) accepted++
    }
    expect(accepted).toBe(0)
  })

  it("skips nothing between bytes", () => {
    store<u8>(lastBytes(1), 0xff)
    Bits.open(lastBytes(1), 1)
    expect(Bits.alignRead() && Bits.read(8) === 0xff).toBe(true)
  })
})

const ascending = (a: u64, b: u64): i32 => i32(a > b) - i32(a < b)

function entryOf(due: u32, rule: u32): u64 {
  return ((<u64>due) << 32) | <u64>rule
}

/** Puts `rules` rules into an empty heap, in random order, and returns their entries sorted. */
function filled(rules: u32, latest: u32): Array<u64> {
  const entries: u64[] = []
  const order: u32[] = []
  for (let rule: u32 = 0; rule < rules; rule++) order.push(rule)
  for (let left = rules; left > 0; left--) {
    const pick = dice.below(left)
    const due = dice.below(latest)
    entries.push(entryOf(due, order[pick]))
    Deadlines.add(order[pick], due)
    order[pick] = order[left - 1]
  }
  return entries.sort(ascending)
}

function openHeap(rules: u32): void {
  freshArena()
  Program.rules = rules
  Deadlines.load()
}

function popped(): u64 {
  const entry = entryOf(Deadlines.due(), Deadlines.rule())
  Deadlines.pop()
  return entry
}

/** How many entries come in another place than their deadline, then their rule, give them. */
function misplaced(rules: u32, latest: u32): i32 {
  openHeap(rules)
  const entries = filled(rules, latest)
  let count = 0
  for (let i = 0; i < entries.length; i++) if (popped() !== entries[i]) count++
  return count
}

/** Lets the entry of a rule in `waiting` be no later than `due`, as the heap should. */
function advanced(waiting: Array<u64>, rule: u32, due: u32): void {
  for (let i = 0; i < waiting.length; i++) {
    if (<u32>waiting[i] !== rule) continue
    waiting[i] = min(waiting[i], entryOf(due, rule))
    return
  }
  waiting.push(entryOf(due, rule))
}

/** The same when deadlines are set, brought forward and passed in random turns: each pop must give the least. */
function misplacedInTurns(rules: u32, turns: i32): i32 {
  openHeap(rules)
  const waiting: u64[] = []
  let count = 0
  for (let i = 0; i < turns; i++) {
    if (waiting.length > 0 && dice.below(5) < 2) {
      if (popped() !== waiting.shift()) count++
    } else {
      const rule = dice.below(rules)
      const due = dice.below(50)
      advanced(waiting, rule, due)
      waiting.sort(ascending)
      Deadlines.advance(rule, due)
    }
  }
  return count + i32(Deadlines.size !== waiting.length)
}

describe("deadlines", () => {
  it("come in their order, whatever the order in which they were set", () => {
    let count = 0
    for (let rules: u32 = 1; rules <= 64; rules++) count += misplaced(rules, 0x7fffffff)
    expect(count).toBe(0)
  })

  it("of the same call come in the order of the rules", () => {
    let count = 0
    for (let rules: u32 = 1; rules <= 64; rules++) count += misplaced(rules, 3)
    expect(count).toBe(0)
  })

  it("of a thousand rules come in order", () => {
    expect(misplaced(1000, 500)).toBe(0)
  })

  it("come in order while others are set and brought forward", () => {
    let count = 0
    for (let rules: u32 = 1; rules <= 24; rules++) count += misplacedInTurns(rules, 300)
    expect(count).toBe(0)
  })

  it("are counted", () => {
    openHeap(10)
    filled(10, 9)
    Deadlines.pop()
    Deadlines.pop()
    expect(Deadlines.size).toBe(8)
  })

  it("are never put off", () => {
    openHeap(3)
    filled(3, 9)
    const first = Deadlines.due()
    Deadlines.advance(Deadlines.rule(), 100)
    expect(Deadlines.due()).toBe(first)
  })

  it("are known by their rules until they pass or are forgotten", () => {
    openHeap(3)
    Deadlines.add(0, 7)
    Deadlines.add(2, 5)
    const before = Deadlines.has(0) && !Deadlines.has(1) && Deadlines.has(2)
    Deadlines.pop()
    const between = Deadlines.has(0) && !Deadlines.has(2)
    Deadlines.clear()
    expect(before && between && !Deadlines.has(0) && Deadlines.size === 0).toBe(true)
  })

  it("may lie as far away as the largest call and its bound", () => {
    openHeap(2)
    Deadlines.add(1, 0x7ffffffe)
    Deadlines.add(0, 0x7ffffffe)
    expect(Deadlines.due() === 0x7ffffffe && Deadlines.rule() === 0).toBe(true)
  })
})
