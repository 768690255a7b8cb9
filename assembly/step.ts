import {
  CALL_DRAIN,
  CALL_FULL,
  CELL_ARM,
  CELL_COUNT,
  CELL_OFFENDS,
  CELL_STATE_MASK,
  CONDITION_WORDS,
  ENTRY_LETTER_MASK,
  ENTRY_RULE_SHIFT,
  LOG_EVERYTHING,
  LOG_NOTHING,
  MAX_CALLS,
  NO_CALL,
  NO_LETTER,
  NO_STEP,
  OK,
  STATE_ARMED,
  STATE_WATCHES,
  STATUS_PENDING,
  TABLE_ARMED_AT_START,
} from "./abi"
import { Answers } from "./answers"
import { Deadlines } from "./deadlines"
import { Decision } from "./decision"
import { Facts, NO, UNKNOWN, YES } from "./facts"
import { Forks } from "./forks"
import { Io } from "./io"
import { Journal } from "./journal"
import { Log } from "./log"
import { Program } from "./program"
import { Rows } from "./rows"
import { FORKED, IN_WATCHERS, Session, Slot, TRACKS } from "./session"

/** The stepping loop: one call moves the automata that read it, and those whose deadline it passes. */
export class Step {
  static begin(): void {
    Session.clearTouched()
    Journal.stop()
    Answers.forget()
    Step.passStartingDeadlines(0)
  }

  /** Takes the symbols `from` to `to` of the io buffer; returns how many fitted into session and log. */
  static calls(from: u32, to: u32): u32 {
    Journal.stop()
    let index = from
    if (from < to && !Answers.flush()) return 0
    while (index < to && Session.now < MAX_CALLS && Log.hasRoom()) {
      Step.call(load<u32>(Io.at + ((<usize>index) << 2)))
      index++
    }
    return index - from
  }

  /** Takes one call under the journal, facts prepared; returns its offences, or `NO_CALL` when the session is full. */
  static take(symbol: u32): u32 {
    if (Session.now >= MAX_CALLS) return NO_CALL
    Log.clear(LOG_NOTHING)
    Journal.start()
    Step.call(symbol)
    return Journal.offences
  }

  /**
   * Takes one call of a recorded trace: `OK`, or the code of what has to happen first. Those of one `step` are all taken
   * before any of them is answered.
   */
  static recorded(symbol: u32, step: f64): u32 {
    Journal.stop()
    if (step !== Answers.step && !Answers.flush()) return CALL_DRAIN
    if (Session.now >= MAX_CALLS) return CALL_FULL
    if (!Log.hasRoom()) return CALL_DRAIN
    const row = Rows.row(symbol < Rows.count ? symbol : 0)
    if (Rows.taken(row) !== Rows.end(row)) {
      const code = Answers.prepare(row, true)
      if (code !== OK) return code
    }
    Step.call(symbol)
    if (Rows.answered(row) !== Rows.end(row) && (Facts.status & STATUS_PENDING) === 0)
      Answers.expect(row, Session.now - 1)
    Answers.step = step
    if (step === NO_STEP) Answers.flush()
    return OK
  }

  /** A symbol that no row belongs to reads as a name that nothing mentions. */
  static call(named: u32): void {
    const row = Rows.row(named < Rows.count ? named : 0)
    const plainEnd = Rows.taken(row)
    const end = Rows.end(row)
    const now = Session.now
    const told = Log.level === LOG_EVERYTHING
    for (let at = Rows.plain(row); at < plainEnd; at += 4) {
      const entry = load<u32>(at)
      if (told || !Step.isNothing(entry, now)) Step.plain(entry >> ENTRY_RULE_SHIFT, entry & ENTRY_LETTER_MASK)
    }
    if (plainEnd !== end) Step.conditional(row)
    if (Session.watchers !== 0) Step.watchers()
    if (Session.cursor !== Program.deadlineCount) Step.passStartingDeadlines(Session.now + 1)
    if (Deadlines.size !== 0) Step.passDeadlines(Session.now)
    if (Forks.size !== 0) Forks.pass(Session.now, true)
    Session.now++
  }

  /** Whether an entry stays where it is and leaves nothing behind: most do, and a call of its own would cost more. */
  @inline private static isNothing(entry: u32, now: u32): bool {
    const slot = Session.slot(entry >> ENTRY_RULE_SHIFT)
    const cell = load<u32>(<usize>slot.cells + ((<usize>(entry & ENTRY_LETTER_MASK)) << 2))
    const busy = slot.flags & (FORKED | TRACKS | IN_WATCHERS)
    return ((cell ^ <u32>slot.state) | <u32>busy) === 0 && slot.counter !== now
  }

  private static plain(rule: u32, letter: u32): void {
    if ((Session.slot(rule).flags & FORKED) !== 0) Step.forked(rule, letter)
    else Step.rule(rule, letter)
  }

  /** The entries that ask for more than the name. Rules that wait for the answer are told apart first. */
  private static conditional(row: usize): void {
    const answered = Rows.answered(row)
    const end = Rows.end(row)
    for (let at = answered; at < end; at += CONDITION_WORDS << 2) {
      const rule = load<u32>(at) >> ENTRY_RULE_SHIFT
      const slot = Session.slot(rule)
      Session.touch(rule, slot)
      Journal.keep(rule, slot)
      slot.heldAt = Session.now + 1
      slot.steppedAt = Session.now + 1
      slot.took = NO
    }
    for (let at = Rows.taken(row); at < answered; at += CONDITION_WORDS << 2) {
      const rule = load<u32>(at) >> ENTRY_RULE_SHIFT
      Decision.find(Rows.decision(row, at))
      if (Session.slot(rule).heldAt === Session.now + 1) Step.waiting(Session.slot(rule))
      Step.among(rule)
    }
  }

  /** What is nothing to the rule yet may still be something when it is answered. */
  private static waiting(slot: Slot): void {
    slot.took = Decision.mayBeOther() ? (Decision.count > 1 ? UNKNOWN : NO) : YES
    Decision.othersStay()
  }

  /** Steps a rule as one of the letters that were decided on. */
  static among(rule: u32): void {
    const forked = (Session.slot(rule).flags & FORKED) !== 0
    if (Decision.count > 1 || forked) Forks.step(rule, Decision.at, Decision.count)
    else if (Decision.first() !== NO_LETTER && Decision.first() !== 0) Step.read(rule, Decision.first())
  }

  private static forked(rule: u32, letter: u32): void {
    Decision.only(letter)
    Forks.step(rule, Decision.at, 1)
  }

  /** Steps a rule when a call of its is answered: the index is the call's. */
  static answered(rule: u32, index: u32): void {
    const slot = Session.slot(rule)
    const now = Session.now
    Session.now = index
    if ((slot.flags & FORKED) !== 0) {
      if (index > 0) Forks.passRule(rule, slot, index - 1, false)
    } else if (Session.isArmed(rule, slot) && slot.counter < index) Step.expire(rule, slot)
    if (Decision.count === 1 && Decision.first() === 0 && (slot.flags & FORKED) === 0) Step.read(rule, 0)
    else Step.among(rule)
    Session.now = now
  }

  /**
   * Steps a rule as a letter, at the answer of a call if its index lies back. An answer meets no deadline that its own
   * call or a later one began: those of the same step were taken before it came.
   */
  static read(rule: u32, letter: u32): void {
    const slot = Session.slot(rule)
    if ((slot.flags & TRACKS) === 0 || slot.heldAt === 0 || !Session.isArmed(rule, slot)) {
      Step.rule(rule, letter)
      return
    }
    const began = slot.counter - Program.bound(rule)
    const later = slot.opensAfter(Session.now)
    if (began > Session.now || (began === Session.now && later !== NO_CALL)) return
    Step.rule(rule, letter)
    if (later === NO_CALL || Session.isArmed(rule, slot)) return
    const now = Session.now
    Session.now = later
    const recent = slot.recent
    const newest = slot.newest
    Step.rule(rule, slot.opener)
    slot.recent = recent
    slot.newest = newest
    Session.now = now
  }

  /** The rule waits no longer for the answer of call `index`: its deadline may have passed. */
  static release(rule: u32, index: u32): void {
    const slot = Session.slot(rule)
    Journal.keep(rule, slot)
    if (slot.heldAt === index + 1) slot.heldAt = 0
    if (slot.isHeld) return
    if ((slot.flags & FORKED) !== 0) Forks.passRule(rule, slot, Session.now - 1, false)
    else if (!Session.isArmed(rule, slot)) return
    else if (slot.counter < Session.now) Step.expire(rule, slot)
    else if ((Program.flags(Program.table(rule)) & TABLE_ARMED_AT_START) === 0) Session.await(rule, slot)
  }

  /** No answer comes any more: what waits for one waits no longer. */
  static settle(): void {
    for (let i: u32 = 0; i < Session.touched; i++) {
      const rule = Session.touchedRule(i)
      const held = Session.slot(rule).heldAt
      if (held !== 0) Step.release(rule, held - 1)
    }
  }

  /** Rules for which a call that none of their operands matches is an event of its own. */
  private static watchers(): void {
    for (let i: u32 = 0; i < Session.watchers; ) {
      const rule = Session.watcher(i)
      const slot = Session.slot(rule)
      if ((slot.flags & FORKED) !== 0 || (Program.attributes(Program.table(rule), slot.state) & STATE_WATCHES) === 0) {
        Session.unwatch(i)
        continue
      }
      if (slot.steppedAt !== Session.now + 1) Step.rule(rule, 0)
      i++
    }
  }

  static rule(rule: u32, letter: u32): void {
    const slot = Session.slot(rule)
    const table = Program.table(rule)
    const cell = Program.cell(table, slot.state, letter)
    if ((slot.flags & TRACKS) !== 0) Step.track(rule, slot, table, cell, letter)
    if (cell === <u32>slot.state && Step.isQuiet(slot)) return
    Session.touch(rule, slot)
    Journal.keep(rule, slot)
    slot.steppedAt = Session.now + 1
    // A call that leaves an obligation open on its last day breaks it first, and then is read afresh.
    if (slot.counter === Session.now && (cell & CELL_ARM) === 0 && !slot.isHeld && Session.isArmed(rule, slot)) {
      if ((Program.attributes(table, cell & CELL_STATE_MASK) & STATE_ARMED) !== 0) {
        Step.limit(rule, slot, table)
        Step.move(rule, slot, table, Program.cell(table, slot.state, letter), letter)
        return
      }
    }
    Step.move(rule, slot, table, cell, letter)
  }

  /** Remembers a call that begins a deadline, and one that would if none ran. */
  private static track(rule: u32, slot: Slot, table: usize, cell: u32, letter: u32): void {
    const armed = (Program.attributes(table, cell & CELL_STATE_MASK) & STATE_ARMED) !== 0
    if (letter === 0 || !armed || (slot.recent !== 0 && slot.newest >= Session.now)) return
    Journal.keep(rule, slot)
    if ((cell & CELL_ARM) !== 0) {
      slot.opener = <u8>letter
      slot.recent = 0
    }
    slot.opens(Session.now)
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
    else if ((slot.flags & FORKED) === 0) Session.await(rule, slot)
  }

  private static limit(rule: u32, slot: Slot, table: usize): void {
    Step.enter(rule, slot, table, Program.limit(table, slot.state), Program.columns(table) - 1)
  }

  private static enter(rule: u32, slot: Slot, table: usize, cell: u32, letter: u32): void {
    const from = slot.state
    slot.stand(table, cell & CELL_STATE_MASK)
    const offends = (cell & CELL_OFFENDS) !== 0
    if (Forks.running) Forks.did(cell)
    else if (Log.level !== LOG_NOTHING) Log.write(rule, slot, table, from, letter, cell)
    if (offends && slot.violatedAt === NO_CALL) slot.violatedAt = Session.now
    if (Forks.running) return
    if (offends) Journal.offence(rule)
    if ((Program.attributes(table, slot.state) & STATE_WATCHES) !== 0) Session.watch(rule, slot)
  }

  /** A deadline passes with the call that it ends with, though it may be looked at later. */
  static expire(rule: u32, slot: Slot): void {
    const now = Session.now
    // A deadline of 0 passes before any call: there is none that it ends with.
    if (slot.counter < now) Session.now = slot.counter
    Session.touch(rule, slot)
    Journal.keep(rule, slot)
    Step.limit(rule, slot, Program.table(rule))
    Session.now = now
  }

  private static passStartingDeadlines(made: u32): void {
    while (Session.cursor < Program.deadlineCount) {
      const rule = load<u32>(Program.deadlines + ((<usize>Session.cursor) << 2))
      if (Program.bound(rule) > made) return
      Session.cursor++
      const slot = Session.slot(rule)
      if (!slot.isHeld && (slot.flags & FORKED) === 0 && Session.isArmed(rule, slot)) Step.expire(rule, slot)
    }
  }

  private static passDeadlines(last: u32): void {
    while (Deadlines.size !== 0 && Deadlines.due() <= last) {
      const rule = Deadlines.rule()
      const slot = Session.slot(rule)
      Deadlines.pop()
      // What waits for an answer, or stands in several ways, is looked at elsewhere.
      if (slot.isHeld || (slot.flags & FORKED) !== 0 || !Session.isArmed(rule, slot)) continue
      if (slot.counter <= last) Step.expire(rule, slot)
      else Session.await(rule, slot)
    }
  }
}
