import {
  CELL_CLEARS,
  CELL_MARKS,
  LOG_EVERYTHING,
  LOG_NOTHING,
  LOG_TRANSITIONS,
  LOG_WANTED,
  LOG_WORDS,
  NO_CALL,
  NO_LETTER,
  TABLE_EVERY_OFFENCE,
} from "./abi"
import { Arena } from "./arena"
import { Marks } from "./marks"
import { Program } from "./program"
import { Session, Slot, WANTED } from "./session"

/** What happened, for those who ask: the evidence of violations, or every step. */
export class Log {
  static level: u32 = LOG_NOTHING
  static at: usize = 0
  static size: u32 = 0
  static capacity: u32 = 0
  /** Entries were lost: the log holds a beginning of what happened. */
  static overflowed: bool = false

  /** One call writes at most four entries a rule; room for that is made before each call. */
  static load(): void {
    Log.capacity = max<u32>(4096, 4 * Program.rules)
    Log.at = Arena.alloc(<usize>Log.capacity * (LOG_WORDS << 2))
  }

  static clear(level: u32): void {
    Log.level = level
    Log.size = 0
    Log.overflowed = false
  }

  /** Whether one more call can be taken before the host has to drain the log. */
  @inline static hasRoom(): bool {
    return Log.level < LOG_WANTED || Log.capacity - Log.size >= 4 * Program.rules
  }

  static write(rule: u32, slot: Slot, table: usize, from: u32, letter: u32, cell: u32): void {
    // Evidence is that of the first violation, unless every offence counts.
    const proven = slot.violatedAt !== NO_CALL && (Program.flags(table) & TABLE_EVERY_OFFENCE) === 0
    const flags = proven ? cell & ~(0xff | CELL_MARKS | CELL_CLEARS) : cell & ~0xff
    if (Log.level === LOG_TRANSITIONS) {
      if (!Marks.isNew(rule, table, from, letter)) return
    } else if (Log.level !== LOG_EVERYTHING) {
      if (proven || (flags & (CELL_MARKS | CELL_CLEARS)) === 0) return
      if (Log.level === LOG_WANTED && (slot.flags & WANTED) === 0) return
    }
    Log.put(rule, from | ((<u32>slot.state) << 8) | (letter << 16), flags, slot.counter)
  }

  /** A step in several ways, or out of them; `flags` is what every filling agrees on. */
  static agreed(rule: u32, slot: Slot, flags: u32): void {
    if (Log.level === LOG_NOTHING || Log.level === LOG_TRANSITIONS) return
    if (Log.level !== LOG_EVERYTHING && (flags & (CELL_MARKS | CELL_CLEARS)) === 0) return
    if (Log.level === LOG_WANTED && (slot.flags & WANTED) === 0) return
    const state = <u32>slot.state
    Log.put(rule, state | (state << 8) | (NO_LETTER << 16), flags, slot.counter)
  }

  private static put(rule: u32, moved: u32, flags: u32, counter: u32): void {
    if (Log.size === Log.capacity) {
      Log.overflowed = true
      return
    }
    const entry = Log.at + <usize>Log.size * (LOG_WORDS << 2)
    Log.size++
    store<u32>(entry, rule)
    store<u32>(entry, Session.now, 4)
    store<u32>(entry, moved, 8)
    store<u32>(entry, flags, 12)
    store<u32>(entry, counter, 16)
  }
}
