import {
  LOG_NOTHING,
  OK,
  RECORD_EXERCISED,
  RECORD_OUTCOME_MASK,
  RECORD_SETTLED,
  STATE_VERSION,
} from "../../assembly/abi"
import { Arena } from "../../assembly/arena"
import { Bits } from "../../assembly/bits"
import { Deadlines } from "../../assembly/deadlines"
import { begin, loadProgram, recordAll, restore, run, save, stateBuffer, take } from "../../assembly/index"
import { Io } from "../../assembly/io"
import { Scratch } from "../../assembly/json/scratch"
import { Program } from "../../assembly/program"
import { Session } from "../../assembly/session"

const ROOM: usize = 1 << 22
const POISONED: usize = 1 << 18
const OWN_PAGES: i32 = 8
let block: usize = 0
let scratchEnd: usize = 0
let lastPages: i32 = 0

/** Numbers that look random and are the same in every run. */
export class Dice {
  private seed: u32

  constructor(seed: u32) {
    this.seed = seed * 747796405 + 2891336453
  }

  below(limit: u32): u32 {
    this.seed = this.seed * 1664525 + 1013904223
    return <u32>((<u64>this.seed * <u64>limit) >> 32)
  }

  symbols(count: i32, limit: u32): Array<u32> {
    const symbols: u32[] = []
    for (let i = 0; i < count; i++) symbols.push(this.below(limit))
    return symbols
  }
}

/**
 * Has the arena hand out from a block of the runner's own heap, which must not grow, and fills it
 * with rubbish, so that whoever counts on fresh memory is found out.
 */
export function freshArena(): void {
  if (block === 0) block = (heap.alloc(ROOM + 16) + 15) & ~15
  memory.fill(block, 0xa5, POISONED)
  Arena.top = block
  // What is taken of the tape's scratch stays where it is, whatever program is loaded next.
  if (scratchEnd === 0) {
    Scratch.take(1 << 14)
    scratchEnd = Arena.top
  }
  Scratch.reset()
  Arena.top = scratchEnd
  Session.touched = 0
  Deadlines.size = 0
}

/** Room for `bytes` bytes that ends where the memory ends: reading on traps. */
export function lastBytes(bytes: usize): usize {
  if (memory.size() !== lastPages) {
    memory.grow(OWN_PAGES)
    lastPages = memory.size()
  }
  return ((<usize>lastPages) << 16) - bytes
}

/** Loads the first `count` words as a program that nothing readable follows. */
export function loadWords(words: Array<u32>, count: i32 = words.length): u32 {
  freshArena()
  const at = lastBytes((<usize>count) << 2)
  for (let i = 0; i < count; i++) store<u32>(at + ((<usize>i) << 2), words[i])
  return loadProgram(at, (<u32>count) << 2)
}

/** Hands symbols over in one piece and returns how many were taken. */
export function feed(symbols: Array<u32>, from: i32 = 0): u32 {
  for (let i = from; i < symbols.length; i++) store<u32>(Io.at + ((<usize>i) << 2), symbols[i])
  return run(from, symbols.length)
}

/** `.` is a name that no rule mentions, letters are the symbols from 1 on, X is A and B at once. */
export function play(calls: string): void {
  const symbols: u32[] = []
  for (let i = 0; i < calls.length; i++) {
    const code = calls.charCodeAt(i)
    symbols.push(code === 0x2e ? 0 : code === 0x58 ? Program.symbols - 1 : <u32>code - 0x40)
  }
  feed(symbols)
}

export function savedBytes(): Uint8Array {
  const length = save(0)
  return copied(stateBuffer(0), length)
}

/** Everything that can be seen of the session: its bytes, and the records of both extents. */
export function snapshot(): Uint8Array {
  const state = savedBytes()
  const partial = copied(Io.at, recordAll(false) << 3)
  return joined(joined(state, partial), copied(Io.at, recordAll(true) << 3))
}

function copied(at: usize, bytes: u32): Uint8Array {
  const copy = new Uint8Array(<i32>bytes)
  memory.copy(copy.dataStart, at, <usize>bytes)
  return copy
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}

export function same(first: Uint8Array, second: Uint8Array): bool {
  return first.length === second.length && memory.compare(first.dataStart, second.dataStart, first.length) === 0
}

function recordWord(rule: u32, complete: bool, index: u32): u32 {
  recordAll(complete)
  return load<u32>(Io.at + ((<usize>(2 * rule + index)) << 2))
}

/** The outcome of a rule while more calls may come, with the bits for exercised and settled. */
export function partial(rule: u32 = 0): u32 {
  return recordWord(rule, false, 0) & (RECORD_OUTCOME_MASK | RECORD_EXERCISED | RECORD_SETTLED)
}

/** The same if the trace ended here. */
export function complete(rule: u32 = 0): u32 {
  return recordWord(rule, true, 0) & (RECORD_OUTCOME_MASK | RECORD_EXERCISED | RECORD_SETTLED)
}

/** The call at which a rule was violated while more calls may come. */
export function violation(rule: u32 = 0): u32 {
  return recordWord(rule, false, 1)
}

/** The same if the trace ended here. */
export function completeViolation(rule: u32 = 0): u32 {
  return recordWord(rule, true, 1)
}

/** Whether a session ends otherwise when it is saved and restored on its way. */
export function diverges(sequence: Array<u32>): bool {
  begin(LOG_NOTHING)
  feed(sequence)
  const end = snapshot()
  for (let cut = 1; cut < sequence.length; cut++) {
    begin(LOG_NOTHING)
    feed(sequence.slice(0, cut))
    if (restore(save(0)) !== OK) return true
    feed(sequence.slice(cut))
    if (!same(end, snapshot())) return true
  }
  return false
}

/** The checksum as the layout of states has it: FNV-1a with a final mix. */
export function seal(bytes: Uint8Array): void {
  let hash: u32 = 0x811c9dc5
  for (let i = 0; i < bytes.length - 4; i++) hash = (hash ^ <u32>bytes[i]) * 0x01000193
  hash = (hash ^ (hash >> 16)) * 0x85ebca6b
  hash ^= hash >> 13
  store<u32>(bytes.dataStart + <usize>bytes.length - 4, hash)
}

/** A state of a policy of the usual name, which no session may have written: `fields` are pairs of value and width, `numbers` what follows them. */
export function forged(now: u32, fields: Array<u32>, numbers: Array<u32>): Uint8Array {
  const bytes = new Uint8Array(64)
  Bits.open(bytes.dataStart, bytes.length)
  Bits.write(STATE_VERSION, 8)
  Bits.write(0x600d, 32)
  Bits.write(~0x600d, 32)
  Bits.writeNumber(now)
  Bits.writeNumber(0)
  for (let i = 0; i < fields.length; i += 2) Bits.write(fields[i], fields[i + 1])
  Bits.align()
  Bits.writeNumber(numbers.length >> 1)
  for (let i = 0; i < numbers.length; i++) Bits.writeNumber(numbers[i])
  Bits.writeNumber(0)
  const whole = bytes.slice(0, Bits.bytes() + 4)
  seal(whole)
  return whole
}

/** What is seen of a session after each call of a sequence, beginning with none. */
export function snapshots(sequence: Array<u32>): Array<Uint8Array> {
  begin(LOG_NOTHING)
  const seen = [snapshot()]
  for (let i = 0; i < sequence.length; i++) {
    take(sequence[i])
    seen.push(snapshot())
  }
  return seen
}
