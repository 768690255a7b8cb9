import { Arena } from "../arena"
import {
  KIND_ARRAY,
  KIND_FALSE,
  KIND_NULL,
  KIND_OBJECT,
  KIND_STRING,
  KIND_TRUE,
  MAX_JSON_BYTES,
  MAX_JSON_DEPTH,
  TAPE_INVALID,
  TAPE_OK,
  TAPE_TOO_DEEP,
} from "../check/schema-abi"
import { HardNumbers } from "./hard-numbers"
import { Numbers } from "./numbers"
import { Scratch } from "./scratch"
import { Strings } from "./strings"

/** A value whose place an object gave away to a later one of the same key: its second word leads there. */
export const KIND_LINK: u32 = 7
export const KIND_MASK: u32 = 0xff
/** Constants: no part of another one. */
export const ROOT: u32 = 1 << 8
/** Strings: there are escapes in it. */
export const ESCAPED: u32 = 1 << 9
/** Strings: the fourth word is the hash; arrays and objects: the second word is. */
export const HASHED: u32 = 1 << 10
/** Numbers: the host has to say what it is; the third word holds the bytes of the spelling. */
export const HARD: u32 = 1 << 11
/** Numbers: the host has said it; the second word is the record. */
export const RESOLVED: u32 = 1 << 12
/** Keys: a later one of the object is the same. */
export const DEAD: u32 = 1 << 13
/** Objects: the same keys were found. */
export const SETTLED: u32 = 1 << 14

/** `true`, `null`, and `alse` behind an `f`, as little-endian words. */
const WORD_TRUE: u32 = 0x65757274
const WORD_NULL: u32 = 0x6c6c756e
const WORD_ALSE: u32 = 0x65736c61
/** Numbers that are not hard: from this bit on the bytes of the spelling. */
export const LENGTH_SHIFT: u32 = 24
const FIRST_CAPACITY: u32 = 1024

/**
 * JSON texts as values in the order in which they are written, 16 bytes each. The first word is the kind and flags. Strings
 * and numbers: where the text is; then its bytes (or the double); strings have their hash in the fourth word. Arrays and
 * objects: in the third word how many items or members there are, in the fourth the place behind the last of them. A
 * member is its key and its value. Below `floor` stand the constants of the checks.
 */
export class Tape {
  static base: usize = 0
  static size: u32 = 0
  /** The value that was read last. */
  static root: u32 = 0
  /** Changes whenever places may come to hold other values. */
  static age: u32 = 1
  static floor: u32 = 0
  private static capacity: u32 = 0
  private static open: usize = 0

  /** Forgets the texts that were read. */
  static reset(): void {
    Tape.size = Tape.floor
    Tape.age++
    Scratch.reset()
    HardNumbers.reset()
  }

  @inline static entry(index: u32): usize {
    return Tape.base + ((<usize>index) << 4)
  }

  @inline static head(index: u32): u32 {
    return load<u32>(Tape.entry(index))
  }

  @inline static kind(index: u32): u32 {
    return Tape.head(index) & KIND_MASK
  }

  /** How many items or members there are; of an object only when it is settled. */
  @inline static count(index: u32): u32 {
    return load<u32>(Tape.entry(index), 8)
  }

  /** The place behind a value. */
  @inline static after(index: u32): u32 {
    const entry = Tape.entry(index)
    return (load<u32>(entry) & KIND_MASK) >= KIND_ARRAY ? load<u32>(entry, 12) : index + 1
  }

  @inline static push(head: u32, at: usize, size: u32, last: u32): void {
    if (Tape.size === Tape.capacity) Tape.grow()
    const entry = Tape.entry(Tape.size++)
    store<u32>(entry, head)
    store<u32>(entry, <u32>at, 4)
    store<u32>(entry, size, 8)
    store<u32>(entry, last, 12)
  }

  /** Makes the tape, once. Its first place stays empty: 0 is no value. */
  static make(): void {
    if (Tape.capacity !== 0) return
    Tape.open = Arena.alloc((<usize>MAX_JSON_DEPTH) << 3)
    Tape.base = Arena.alloc((<usize>FIRST_CAPACITY) << 4)
    Tape.capacity = FIRST_CAPACITY
    Tape.floor = 1
    Tape.size = 1
  }

  /** Doubles the tape, in place where nothing stands behind it. */
  private static grow(): void {
    const bytes = (<usize>Tape.capacity) << 4
    if (Tape.base + bytes === Arena.top) Arena.alloc(bytes)
    else {
      const base = Arena.alloc(bytes << 1)
      memory.copy(base, Tape.base, bytes)
      Tape.base = base
    }
    Tape.capacity <<= 1
  }

  /** Reads one JSON text, white space around it included, onto the tape: `TAPE_OK`, and its value is `root`. */
  static parse(at: usize, bytes: u32): u32 {
    if (bytes > MAX_JSON_BYTES) return TAPE_TOO_DEEP
    Tape.make()
    const root = Tape.size
    const code = Tape.read(at, at + bytes)
    if (code === TAPE_OK) Tape.root = root
    else Tape.size = root
    return code
  }

  /** After each value it goes on with what stands behind it, until another one is due. */
  private static read(at: usize, end: usize): u32 {
    const room = (<usize>memory.size()) << 16
    let p = Tape.space(at, end)
    let depth: u32 = 0
    let container: u32 = 0
    let closer: u32 = 0
    let count: u32 = 0
    while (p !== end) {
      const unit = <u32>load<u8>(p)
      let isDue = false
      count++
      if (unit === 0x22) p = Tape.string(p + 1, end, room)
      else if (unit === 0x7b || unit === 0x5b) {
        if (depth === MAX_JSON_DEPTH) return TAPE_TOO_DEEP
        Tape.enter(depth++, container, count)
        container = Tape.begin(unit, p)
        closer = unit + 2
        count = 0
        p = Tape.space(p + 1, end)
        isDue = p < end && <u32>load<u8>(p) !== closer
        if (isDue && unit === 0x7b) p = Tape.key(p, end, room)
      } else p = unit - 0x30 < 10 || unit === 0x2d ? Numbers.read(p, end) : Tape.word(p, end, unit)
      while (!isDue && p !== 0) {
        p = Tape.space(p, end)
        if (depth === 0) return p === end ? TAPE_OK : TAPE_INVALID
        if (p === end) return TAPE_INVALID
        const next = <u32>load<u8>(p++)
        isDue = next === 0x2c
        if (isDue) p = closer === 0x7d ? Tape.key(Tape.space(p, end), end, room) : Tape.space(p, end)
        else if (next === closer) {
          Tape.close(container, count)
          const outer = Tape.open + ((<usize>--depth) << 3)
          container = load<u32>(outer)
          count = load<u32>(outer, 4)
          closer = depth !== 0 && Tape.kind(container) === KIND_OBJECT ? 0x7d : 0x5d
        } else return TAPE_INVALID
      }
      if (p === 0) return TAPE_INVALID
    }
    return TAPE_INVALID
  }

  @inline private static begin(unit: u32, at: usize): u32 {
    Tape.push(unit === 0x5b ? KIND_ARRAY : KIND_OBJECT, at, 0, 0)
    return Tape.size - 1
  }

  /** The first byte from `p` on that is no white space. */
  @inline private static space(at: usize, end: usize): usize {
    let p = at
    while (p < end) {
      const unit = <u32>load<u8>(p)
      if (unit > 0x20 || (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09)) break
      p++
    }
    return p
  }

  /** Remembers the container around the one that begins, and how many values it has. */
  @inline private static enter(depth: u32, container: u32, count: u32): void {
    const outer = Tape.open + ((<usize>depth) << 3)
    store<u32>(outer, container)
    store<u32>(outer, count, 4)
  }

  @inline private static close(container: u32, count: u32): void {
    const entry = Tape.entry(container)
    store<u32>(entry, count, 8)
    store<u32>(entry, Tape.size, 12)
  }

  /** Behind the string whose first byte stands at `at`, or 0. */
  @inline private static string(at: usize, end: usize, room: usize): usize {
    const quote = Strings.close(at, end, room)
    if (quote === 0) return 0
    Tape.push(Strings.escaped ? KIND_STRING | ESCAPED : KIND_STRING, at, <u32>(quote - at), 0)
    return quote + 1
  }

  /** The value of the key that begins at `at`, or 0. */
  private static key(at: usize, end: usize, room: usize): usize {
    if (at === end || <u32>load<u8>(at) !== 0x22) return 0
    const behind = Tape.string(at + 1, end, room)
    if (behind === 0) return 0
    const colon = Tape.space(behind, end)
    return colon < end && <u32>load<u8>(colon) === 0x3a ? Tape.space(colon + 1, end) : 0
  }

  /** Behind `null`, `true` or `false`, or 0. */
  private static word(at: usize, end: usize, unit: u32): usize {
    if (at + 4 > end) return 0
    const letters = load<u32>(at, 0, 1)
    if (letters === WORD_TRUE) Tape.push(KIND_TRUE, at, 0, 0)
    else if (letters === WORD_NULL) Tape.push(KIND_NULL, at, 0, 0)
    else {
      if (unit !== 0x66 || at + 5 > end || load<u32>(at + 1, 0, 1) !== WORD_ALSE) return 0
      Tape.push(KIND_FALSE, at, 0, 0)
      return at + 5
    }
    return at + 4
  }

  /** A string without escapes, and hashed. */
  static settle(index: u32): usize {
    const entry = Tape.entry(index)
    const head = load<u32>(entry)
    if ((head & HASHED) !== 0) return entry
    if ((head & ESCAPED) !== 0) Tape.decode(entry)
    store<u32>(entry, Strings.hash(<usize>load<u32>(entry, 4), load<u32>(entry, 8)), 12)
    store<u32>(entry, (head & ~ESCAPED) | HASHED)
    return entry
  }

  /** A string without escapes. */
  @inline static plain(index: u32): usize {
    const entry = Tape.entry(index)
    if ((load<u32>(entry) & ESCAPED) !== 0) Tape.decode(entry)
    return entry
  }

  private static decode(entry: usize): void {
    const bytes = load<u32>(entry, 8)
    const to = Scratch.take(<usize>bytes)
    const decoded = Strings.decode(<usize>load<u32>(entry, 4), bytes, to)
    store<u32>(entry, load<u32>(entry) & ~ESCAPED)
    store<u32>(entry, <u32>to, 4)
    store<u32>(entry, decoded, 8)
  }
}
