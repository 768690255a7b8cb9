import { NO_CALL, STATE_ARMED, STATE_WATCHES, TABLE_ARMED_AT_START } from "./abi"
import { Arena } from "./arena"
import { Deadlines } from "./deadlines"
import { Forks } from "./forks"
import { Program } from "./program"

/** What a session remembers of one rule. */
@unmanaged
export class Slot {
  state: u8 = 0
  flags: u8 = 0
  /** Counted calls, or the call at which the deadline passes, as the state says. */
  counter: u32 = 0
  /** Call of the first violation, or `NO_CALL`. */
  violatedAt: u32 = 0
  /** One more than the last call at which the rule was stepped. */
  steppedAt: u32 = 0
  /** One more than the call whose answer the rule waits for, 0 if it waits for none: its deadline waits too. */
  heldAt: u32 = 0
  /** Whether that call was something to the rule when it was taken: `NO`, `YES` or `UNKNOWN`. */
  took: u8 = 0
  /** Of a rule that tracks: the letter that began its deadline, the last call that would have, and which calls before that. */
  opener: u8 = 0
  newest: u32 = 0
  recent: u32 = 0
  /** Address of the cells of the state: one load less for each step. */
  cells: u32 = 0

  /** Puts the rule into a state of its table. */
  @inline stand(table: usize, state: u32): void {
    this.state = <u8>state
    this.cells = <u32>Program.cells(table, state)
  }

  /** A call that begins a deadline, or would if none ran: bit k of `recent` is the call k before the newest. */
  opens(call: u32): void {
    const shift = call - this.newest
    this.recent = (shift < 32 ? this.recent << shift : 0) | 1
    this.newest = call
  }

  /** Its deadline does not pass before an answer has come. */
  @inline get isHeld(): bool {
    return this.heldAt !== 0 && (this.flags & HOLDS) !== 0
  }

  /** The first call after `call` that begins a deadline, or `NO_CALL`: answers come after calls of the same step. */
  opensAfter(call: u32): u32 {
    if (this.recent === 0 || this.newest <= call) return NO_CALL
    const back = this.newest - call
    const later = back < 32 ? this.recent & ((1 << back) - 1) : this.recent
    return this.newest - (31 - clz(later))
  }
}

export const TOUCHED: u8 = 1
export const IN_WATCHERS: u8 = 2
/** The host asked for the rule's evidence. */
export const WANTED: u8 = 4
/** The rule stands in more ways than one; they are kept by `Forks`. */
export const FORKED: u8 = 8
/** Answers meet the rule's deadlines; and which calls began them is remembered. */
export const HOLDS: u8 = 16
export const TRACKS: u8 = 32

/**
 * One session: a slot a rule, and lists that make the cost follow what happened. Untouched rules
 * stand in their first state, so beginning anew costs what the last trace touched.
 */
export class Session {
  /** Calls taken, which is the index of the next call. */
  static now: u32 = 0
  /** How many of the program's starting deadlines have passed. */
  static cursor: u32 = 0
  static touched: u32 = 0
  static watchers: u32 = 0
  private static slots: usize = 0
  private static touchedAt: usize = 0
  private static watchersAt: usize = 0

  static load(): void {
    Session.slots = Arena.alloc(<usize>Program.rules * offsetof<Slot>())
    Session.touchedAt = Arena.alloc((<usize>Program.rules) << 2)
    Session.watchersAt = Arena.alloc((<usize>Program.rules) << 2)
    for (let rule: u32 = 0; rule < Program.rules; rule++) Session.clear(rule)
  }

  @inline static slot(rule: u32): Slot {
    return changetype<Slot>(Session.slots + <usize>rule * offsetof<Slot>())
  }

  private static clear(rule: u32): void {
    const slot = Session.slot(rule)
    const table = Program.table(rule)
    const armed = (Program.flags(table) & TABLE_ARMED_AT_START) !== 0
    slot.stand(table, 0)
    slot.flags = Program.holds(rule) ? (armed ? HOLDS : HOLDS | TRACKS) : 0
    slot.opener = 0
    slot.newest = 0
    slot.recent = 0
    slot.counter = armed ? Program.bound(rule) - 1 : 0
    slot.violatedAt = NO_CALL
    slot.steppedAt = 0
    slot.heldAt = 0
    slot.took = 0
  }

  static clearTouched(): void {
    for (let i: u32 = 0; i < Session.touched; i++) Session.clear(Session.touchedRule(i))
    Session.now = 0
    Session.cursor = 0
    Session.touched = 0
    Session.watchers = 0
    Deadlines.clear()
    Forks.clear()
  }

  @inline static touch(rule: u32, slot: Slot): void {
    if ((slot.flags & TOUCHED) !== 0) return
    slot.flags |= TOUCHED
    store<u32>(Session.touchedAt + ((<usize>Session.touched) << 2), rule)
    Session.touched++
  }

  static want(rule: u32): void {
    const slot = Session.slot(rule)
    Session.touch(rule, slot)
    slot.flags |= WANTED
  }

  @inline static touchedRule(index: u32): u32 {
    return load<u32>(Session.touchedAt + ((<usize>index) << 2))
  }

  @inline static watcher(index: u32): u32 {
    return load<u32>(Session.watchersAt + ((<usize>index) << 2))
  }

  @inline static watch(rule: u32, slot: Slot): void {
    if ((slot.flags & IN_WATCHERS) !== 0) return
    slot.flags |= IN_WATCHERS
    store<u32>(Session.watchersAt + ((<usize>Session.watchers) << 2), rule)
    Session.watchers++
  }

  /** Takes a watcher out by moving the last one into its place. */
  @inline static unwatch(index: u32): void {
    const rule = Session.watcher(index)
    Session.slot(rule).flags &= ~IN_WATCHERS
    store<u32>(Session.watchersAt + ((<usize>index) << 2), Session.watcher(--Session.watchers))
  }

  /** Makes sure that the rule's deadline will be looked at when it passes. Starting deadlines have their own list. */
  @inline static await(rule: u32, slot: Slot): void {
    if (!Deadlines.has(rule)) Deadlines.add(rule, slot.counter)
  }

  /** Puts a rule whose step was taken back where its deadline and its watching are looked for again. */
  static resume(rule: u32, slot: Slot): void {
    if ((slot.flags & FORKED) !== 0) return
    const table = Program.table(rule)
    const attributes = Program.attributes(table, slot.state)
    if ((attributes & STATE_WATCHES) !== 0) Session.watch(rule, slot)
    const armed = (attributes & STATE_ARMED) !== 0
    // The step may have put the deadline off; taken back, it is due when it was.
    if (armed && (Program.flags(table) & TABLE_ARMED_AT_START) === 0) Deadlines.advance(rule, slot.counter)
  }

  @inline static isArmed(rule: u32, slot: Slot): bool {
    return (Program.attributes(Program.table(rule), slot.state) & STATE_ARMED) !== 0
  }
}
