import { Arena } from "../arena"
import { Fuel } from "../fuel"
import { Members } from "../json/members"
import { HARD, Tape } from "../json/tape"
import {
  CHECK_COSTLY,
  CHECK_NO,
  CHECK_NUMBERS,
  CHECK_YES,
  KIND_ARRAY,
  KIND_OBJECT,
  MEMBERS_ELSE,
  MEMBERS_HEADER,
  MEMBERS_KEYS,
  MEMBERS_NAMED,
  MEMBERS_OTHERS,
  MEMBERS_PATTERNS,
  MEMBERS_REQUIRED,
  MEMBERS_TABLE,
  NAMED_WORDS,
  NO_MOST,
  NODE_ALL,
  NODE_ANY,
  NODE_CONTAINS,
  NODE_EACH,
  NODE_IF,
  NODE_ITEMS,
  NODE_MEMBERS,
  NODE_NOT,
  NODE_ONE,
  NODE_REF,
} from "./schema-abi"
import { Leaves } from "./schema-leaves"
import { Memo } from "./schema-memo"
import { Section } from "./schema-section"

/** Another node has to be judged first: `node`, of `value`. */
const PENDING: u32 = 4
/** Nothing has been judged for this frame yet. */
const BEGIN: u32 = 5

/** A frame: the node, the value, and what the node remembers. */
const FRAME_SHIFT: usize = 5
const FIRST_FRAMES: u32 = 64
const MOST_FRAMES: u32 = 1 << 16
/**
 * Judges nodes that are made of nodes, with frames of its own instead of recursion: neither a schema nor a value can
 * exhaust the stack. A reference remembers what it said of a value, so that schemas that lead to the same place on many ways
 * cost no more than one way.
 */
export class SchemaMachine {
  private static node: usize = 0
  private static value: u32 = 0
  private static frames: usize = 0
  private static size: u32 = 0
  private static capacity: u32 = 0

  static load(): void {
    SchemaMachine.capacity = FIRST_FRAMES
    SchemaMachine.frames = Arena.alloc((<usize>FIRST_FRAMES) << FRAME_SHIFT)
    Memo.load()
  }

  static holds(check: u32, value: u32): u32 {
    Memo.begin()
    SchemaMachine.size = 0
    let found = SchemaMachine.ask(check, value)
    while (true) {
      if (found === PENDING) found = SchemaMachine.begin()
      else if (found > CHECK_YES || SchemaMachine.size === 0) return found
      else found = SchemaMachine.resume(found)
    }
  }

  /** What a node says of a value, or `PENDING`. */
  @inline private static ask(node: u32, value: u32): u32 {
    const at = Section.node(node)
    if (Section.what(at) <= NODE_EACH) return Leaves.judge(at, value)
    SchemaMachine.node = at
    SchemaMachine.value = value
    return PENDING
  }

  /** Makes a frame for the node that is to be judged. */
  private static begin(): u32 {
    const node = SchemaMachine.node
    const value = SchemaMachine.value
    const what = Section.what(node)
    const head = Tape.head(value)
    if ((head & HARD) !== 0) return CHECK_NUMBERS
    if (!Fuel.spend(2)) return CHECK_COSTLY
    const kind = head & 0xff
    if ((what === NODE_ITEMS || what === NODE_CONTAINS) && kind !== KIND_ARRAY) return CHECK_YES
    if (what >= NODE_MEMBERS && kind !== KIND_OBJECT) {
      return what === NODE_MEMBERS ? SchemaMachine.word(node, MEMBERS_ELSE) : CHECK_YES
    }
    if (what === NODE_REF) {
      const known = Memo.recall(node, value)
      if (known <= CHECK_YES) return known
    }
    if (SchemaMachine.size === SchemaMachine.capacity && !SchemaMachine.grow()) return CHECK_COSTLY
    const frame = SchemaMachine.frames + ((<usize>SchemaMachine.size) << FRAME_SHIFT)
    SchemaMachine.size++
    store<u32>(frame, <u32>node)
    store<u32>(frame, value, 4)
    store<u64>(frame, 0, 8)
    store<u64>(frame, 0, 16)
    return SchemaMachine.resume(BEGIN)
  }

  private static grow(): bool {
    if (SchemaMachine.capacity === MOST_FRAMES) return false
    const bytes = (<usize>SchemaMachine.capacity) << FRAME_SHIFT
    const frames = Arena.alloc(bytes << 1)
    memory.copy(frames, SchemaMachine.frames, bytes)
    SchemaMachine.frames = frames
    SchemaMachine.capacity <<= 1
    return true
  }

  /** Goes on with the topmost frame, for which `found` was found. */
  private static resume(found: u32): u32 {
    const frame = SchemaMachine.frames + ((<usize>(SchemaMachine.size - 1)) << FRAME_SHIFT)
    const node = <usize>load<u32>(frame)
    const value = load<u32>(frame, 4)
    const result = SchemaMachine.step(frame, node, value, found)
    if (result !== PENDING) {
      SchemaMachine.size--
      if (result <= CHECK_YES && Section.what(node) === NODE_REF) Memo.remember(node, value, result)
    }
    return result
  }

  private static step(frame: usize, node: usize, value: u32, found: u32): u32 {
    switch (Section.what(node)) {
      case NODE_ALL:
        return SchemaMachine.all(frame, node, value, found)
      case NODE_ANY:
        return SchemaMachine.any(frame, node, value, found)
      case NODE_ONE:
        return SchemaMachine.one(frame, node, value, found)
      case NODE_NOT:
        return SchemaMachine.not(node, value, found)
      case NODE_IF:
        return SchemaMachine.choose(frame, node, value, found)
      case NODE_REF:
        return found === BEGIN ? SchemaMachine.ask(load<u32>(node, 4), value) : found
      case NODE_ITEMS:
        return SchemaMachine.items(frame, node, value, found)
      case NODE_CONTAINS:
        return SchemaMachine.contains(frame, node, value, found)
      case NODE_MEMBERS:
        return SchemaMachine.members(frame, node, value, found)
      default:
        return SchemaMachine.dependent(frame, node, value, found)
    }
  }

  /** The next node of a list, or 0; the frame remembers how many there were. */
  @inline private static next(frame: usize, node: usize): u32 {
    const index = load<u32>(frame, 8) + 1
    if (index === Section.wordsOf(node)) return 0
    store<u32>(frame, index, 8)
    return load<u32>(node + ((<usize>index) << 2))
  }

  private static all(frame: usize, node: usize, value: u32, found: u32): u32 {
    let result = found === BEGIN ? CHECK_YES : found
    while (result === CHECK_YES) {
      const next = SchemaMachine.next(frame, node)
      if (next === 0) break
      result = SchemaMachine.ask(next, value)
    }
    return result
  }

  private static any(frame: usize, node: usize, value: u32, found: u32): u32 {
    let result = found === BEGIN ? CHECK_NO : found
    while (result === CHECK_NO) {
      const next = SchemaMachine.next(frame, node)
      if (next === 0) break
      result = SchemaMachine.ask(next, value)
    }
    return result
  }

  private static one(frame: usize, node: usize, value: u32, found: u32): u32 {
    let result = found === BEGIN ? CHECK_NO : found
    while (result <= CHECK_YES) {
      const hits = load<u32>(frame, 12) + result
      if (hits > 1) return CHECK_NO
      store<u32>(frame, hits, 12)
      const next = SchemaMachine.next(frame, node)
      if (next === 0) return hits
      result = SchemaMachine.ask(next, value)
    }
    return result
  }

  private static not(node: usize, value: u32, found: u32): u32 {
    const result = found === BEGIN ? SchemaMachine.ask(load<u32>(node, 4), value) : found
    return result <= CHECK_YES ? CHECK_YES - result : result
  }

  private static choose(frame: usize, node: usize, value: u32, found: u32): u32 {
    const isChosen = load<u32>(frame, 8) !== 0
    const result = found === BEGIN ? SchemaMachine.ask(load<u32>(node, 4), value) : found
    if (isChosen || result > CHECK_YES) return result
    store<u32>(frame, 1, 8)
    return SchemaMachine.ask(result === CHECK_YES ? load<u32>(node, 8) : load<u32>(node, 12), value)
  }

  /** The frame: the next item, and how many there were. */
  private static items(frame: usize, node: usize, value: u32, found: u32): u32 {
    const end = Tape.after(value)
    const first = Section.wordsOf(node) - 2
    let item = found === BEGIN ? value + 1 : load<u32>(frame, 8)
    let index = load<u32>(frame, 12)
    let result = found === BEGIN ? CHECK_YES : found
    while (result === CHECK_YES && item < end) {
      const child = load<u32>(node + (index < first ? (<usize>(index + 2)) << 2 : 4))
      if (child === 0) break
      const present = item
      item = Tape.after(item)
      store<u32>(frame, item, 8)
      store<u32>(frame, ++index, 12)
      result = SchemaMachine.ask(child, present)
    }
    return result
  }

  /** The frame: the next item, and how many were hits. */
  private static contains(frame: usize, node: usize, value: u32, found: u32): u32 {
    const end = Tape.after(value)
    const least = load<u32>(node, 8)
    const most = load<u32>(node, 12)
    let item = found === BEGIN ? value + 1 : load<u32>(frame, 8)
    let result = found === BEGIN ? CHECK_NO : found
    while (result <= CHECK_YES) {
      const hits = load<u32>(frame, 12) + result
      store<u32>(frame, hits, 12)
      if (hits > most) return CHECK_NO
      if (item >= end || (most === NO_MOST && hits >= least)) return Leaves.verdict(hits >= least)
      const present = item
      item = Tape.after(item)
      store<u32>(frame, item, 8)
      result = SchemaMachine.ask(load<u32>(node, 4), present)
    }
    return result
  }

  /** The frame: the present key, what was asked about it, how many had to be there, and whether it is named. */
  private static members(frame: usize, node: usize, value: u32, found: u32): u32 {
    if (found !== BEGIN) return found === CHECK_YES ? SchemaMachine.goOn(frame, node, value) : found
    if (!Members.settle(value)) return CHECK_COSTLY
    if (Tape.count(value) < SchemaMachine.word(node, MEMBERS_REQUIRED)) return CHECK_NO
    store<u32>(frame, Members.living(value + 1, Tape.after(value)), 8)
    return SchemaMachine.goOn(frame, node, value)
  }

  @inline private static word(node: usize, index: u32): u32 {
    return load<u32>(node + ((<usize>index) << 2))
  }

  /** The frame is written where it has to wait, for what stands in locals costs nothing. */
  private static goOn(frame: usize, node: usize, value: u32): u32 {
    const end = Tape.after(value)
    const last = SchemaMachine.word(node, MEMBERS_PATTERNS) + 2
    const keys = SchemaMachine.word(node, MEMBERS_KEYS)
    let key = load<u32>(frame, 8)
    let stage = load<u32>(frame, 12)
    while (key < end) {
      let result = CHECK_YES
      if (stage === 0) {
        stage = 1
        store<u32>(frame, 0, 20)
        if (keys !== 0) result = SchemaMachine.ask(keys, key)
      }
      if (stage === 1 && result === CHECK_YES) {
        stage = 2
        result = SchemaMachine.named(frame, node, key)
      }
      while (stage < last && result === CHECK_YES) result = SchemaMachine.pattern(frame, node, key, stage++ - 2)
      if (result === CHECK_YES) {
        const others = SchemaMachine.word(node, MEMBERS_OTHERS)
        const present = key
        key = Members.next(key, end)
        stage = 0
        if (others !== 0 && load<u32>(frame, 20) === 0) result = SchemaMachine.ask(others, Members.value(present))
      }
      if (result !== CHECK_YES) {
        store<u32>(frame, key, 8)
        store<u32>(frame, stage, 12)
        return result
      }
    }
    return Leaves.verdict(load<u32>(frame, 16) >= SchemaMachine.word(node, MEMBERS_REQUIRED))
  }

  /** Asks what the key's own node says of its value. */
  private static named(frame: usize, node: usize, key: u32): u32 {
    const name = Section.named(SchemaMachine.word(node, MEMBERS_TABLE), Tape.entry(key))
    if (name === 0) return CHECK_YES
    store<u32>(frame, 1, 20)
    store<u32>(frame, load<u32>(frame, 16) + load<u32>(name, 12), 16)
    const child = load<u32>(name, 8)
    return child === 0 ? CHECK_YES : SchemaMachine.ask(child, Members.value(key))
  }

  /** Asks what the node of a pattern says of the value, if the key matches. */
  private static pattern(frame: usize, node: usize, key: u32, index: u32): u32 {
    const named = SchemaMachine.word(node, MEMBERS_NAMED)
    const words = node + ((<usize>(MEMBERS_HEADER + named * NAMED_WORDS + 2 * index)) << 2)
    const found = Leaves.search(load<u32>(words), key)
    if (found !== CHECK_YES) return found === CHECK_NO ? CHECK_YES : found
    store<u32>(frame, 1, 20)
    return SchemaMachine.ask(load<u32>(words, 4), Members.value(key))
  }

  /** The frame: which pair comes next. */
  private static dependent(frame: usize, node: usize, value: u32, found: u32): u32 {
    let result = found === BEGIN ? CHECK_YES : found
    if (found === BEGIN && !Members.settle(value)) return CHECK_COSTLY
    const pairs = (Section.wordsOf(node) - 2) / 3
    while (result === CHECK_YES) {
      const index = load<u32>(frame, 8)
      if (index === pairs) break
      store<u32>(frame, index + 1, 8)
      const key = Members.find(value, Section.table(load<u32>(node, 4)) + ((<usize>index) << 4))
      if (Fuel.left < 0) return CHECK_COSTLY
      if (key !== 0) result = SchemaMachine.ask(load<u32>(node + ((<usize>(4 + 3 * index)) << 2)), value)
    }
    return result
  }
}
