import { NO_CALL, STATE_ARMED, STATE_WATCHES, TABLE_ARMED_AT_START } from "./abi"
import { Arena } from "./arena"
import { Deadlines } from "./deadlines"
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
}

export const TOUCHED: u8 = 1
export const IN_WATCHERS: u8 = 2
/** The host asked for the rule's evidence. */
export const WANTED: u8 = 4

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
    const armed = (Program.flags(Program.table(rule)) & TABLE_ARMED_AT_START) !== 0
    slot.state = 0
    slot.flags = 0
    slot.counter = armed ? Program.bound(rule) - 1 : 0
    slot.violatedAt = NO_CALL
    slot.steppedAt = 0
  }

  static clearTouched(): void {
    for (let i: u32 = 0; i < Session.touched; i++) Session.clear(Session.touchedRule(i))
    Session.now = 0
    Session.cursor = 0
    Session.touched = 0
    Session.watchers = 0
    Deadlines.clear()
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
