import {
  CELL_ARM,
  CELL_COUNT,
  CELL_OFFENDS,
  CELL_STATE_MASK,
  ENTRY_LETTER_MASK,
  ENTRY_RULE_SHIFT,
  LOG_EVERYTHING,
  LOG_NOTHING,
  MAX_CALLS,
  NO_CALL,
  STATE_ARMED,
  STATE_WATCHES,
} from "./abi"
import { Deadlines } from "./deadlines"
import { Io } from "./io"
import { Journal } from "./journal"
import { Log } from "./log"
import { Program } from "./program"
import { Rows } from "./rows"
import { IN_WATCHERS, Session, Slot } from "./session"

/** The stepping loop: one call moves the automata that read it, and those whose deadline it passes. */
export class Step {
  static begin(): void {
    Session.clearTouched()
    Journal.stop()
    Step.passStartingDeadlines(0)
  }

  /** Takes the symbols `from` to `to` of the io buffer; returns how many fitted into session and log. */
  static calls(from: u32, to: u32): u32 {
    Journal.stop()
    let index = from
    while (index < to && Session.now < MAX_CALLS && Log.hasRoom()) {
      Step.call(load<u32>(Io.at + ((<usize>index) << 2)))
      index++
    }
    return index - from
  }

  /** Takes one call under the journal; returns its offences, or `NO_CALL` when the session is full. */
  static take(symbol: u32): u32 {
    if (Session.now >= MAX_CALLS) return NO_CALL
    Log.clear(LOG_NOTHING)
    Journal.start()
    Step.call(symbol)
    return Journal.offences
  }

  /** A symbol that no row belongs to reads as a name that nothing mentions. */
  private static call(named: u32): void {
    const symbol = named < Rows.count ? named : 0
    const end = Rows.end(symbol)
    for (let at = Rows.start(symbol); at < end; at += 4) {
      const entry = load<u32>(at)
      Step.rule(entry >> ENTRY_RULE_SHIFT, entry & ENTRY_LETTER_MASK)
    }
    if (Session.watchers !== 0) Step.watchers()
    if (Session.cursor !== Program.deadlineCount) Step.passStartingDeadlines(Session.now + 1)
    if (Deadlines.size !== 0) Step.passDeadlines()
    Session.now++
  }

  /** Rules for which a call that none of their operands matches is an event of its own. */
  private static watchers(): void {
    for (let i: u32 = 0; i < Session.watchers; ) {
      const rule = Session.watcher(i)
      const slot = Session.slot(rule)
      if ((Program.attributes(Program.table(rule), slot.state) & STATE_WATCHES) === 0) {
        Session.unwatch(i)
        continue
      }
      if (slot.steppedAt !== Session.now + 1) Step.rule(rule, 0)
      i++
    }
  }

  private static rule(rule: u32, letter: u32): void {
    const slot = Session.slot(rule)
    const table = Program.table(rule)
    const cell = Program.cell(table, slot.state, letter)
    if (cell === <u32>slot.state && Step.isQuiet(slot)) return
    Session.touch(rule, slot)
    Journal.keep(rule, slot)
    slot.steppedAt = Session.now + 1
    // A call that leaves an obligation open on its last day breaks it first, and then is read afresh.
    if (slot.counter === Session.now && (cell & CELL_ARM) === 0 && Session.isArmed(rule, slot)) {
      if ((Program.attributes(table, cell & CELL_STATE_MASK) & STATE_ARMED) !== 0) {
        Step.limit(rule, slot, table)
        Step.move(rule, slot, table, Program.cell(table, slot.state, letter), letter)
        return
      }
    }
    Step.move(rule, slot, table, cell, letter)
  }

  /** Whether a step that stays where it is leaves nothing behind: most steps of a long session are such. */
  @inline private static isQuiet(slot: Slot): bool {
    return slot.counter !== Session.now && (slot.flags & IN_WATCHERS) === 0 && Log.level !== LOG_EVERYTHING
  }

  private static move(rule: u32, slot: Slot, table: usize, cell: u32, letter: u32): void {
    if ((cell & CELL_COUNT) !== 0) {
      if (slot.counter === Program.bound(rule)) {
        Step.limit(rule, slot, table)
        return
      }
      slot.counter++
    }
    if ((cell & CELL_ARM) !== 0) slot.counter = Session.now + Program.bound(rule)
    Step.enter(rule, slot, table, cell, letter)
    if ((cell & CELL_ARM) === 0) return
    if (Program.bound(rule) === 0) Step.limit(rule, slot, table)
    else Session.await(rule, slot)
  }

  private static limit(rule: u32, slot: Slot, table: usize): void {
    Step.enter(rule, slot, table, Program.limit(table, slot.state), Program.columns(table) - 1)
  }

  private static enter(rule: u32, slot: Slot, table: usize, cell: u32, letter: u32): void {
    const from = slot.state
    slot.state = <u8>(cell & CELL_STATE_MASK)
    if (Log.level !== LOG_NOTHING) Log.write(rule, slot, table, from, letter, cell)
    if ((cell & CELL_OFFENDS) !== 0) {
      if (slot.violatedAt === NO_CALL) slot.violatedAt = Session.now
      Journal.offence(rule)
    }
    if ((Program.attributes(table, slot.state) & STATE_WATCHES) !== 0) Session.watch(rule, slot)
  }

  private static expire(rule: u32, slot: Slot): void {
    Session.touch(rule, slot)
    Journal.keep(rule, slot)
    Step.limit(rule, slot, Program.table(rule))
  }

  private static passStartingDeadlines(made: u32): void {
    while (Session.cursor < Program.deadlineCount) {
      const rule = load<u32>(Program.deadlines + ((<usize>Session.cursor) << 2))
      if (Program.bound(rule) > made) return
      Session.cursor++
      const slot = Session.slot(rule)
      if (Session.isArmed(rule, slot)) Step.expire(rule, slot)
    }
  }

  private static passDeadlines(): void {
    while (Deadlines.size !== 0 && Deadlines.due() <= Session.now) {
      const rule = Deadlines.rule()
      const slot = Session.slot(rule)
      Deadlines.pop()
      if (!Session.isArmed(rule, slot)) continue
      if (slot.counter <= Session.now) Step.expire(rule, slot)
      else Session.await(rule, slot)
    }
  }
}
