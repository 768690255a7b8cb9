import { Arena } from "./arena"
import { Forks } from "./forks"
import { Io } from "./io"
import { Program } from "./program"
import { FORKED, Session, Slot } from "./session"

/** Bytes of what is kept of a rule. */
const ENTRY: usize = 28

/**
 * What one guarded call changed, so that a call that does not happen leaves no trace. The call is
 * taken in earnest and taken back: there is no second piece of code that foresees what stepping does.
 */
export class Journal {
  private static at: usize = 0
  private static size: u32 = 0
  private static cursor: u32 = 0
  static open: bool = false
  /** Of the present call: no two calls have the same. */
  static number: u32 = 0
  static offences: u32 = 0
  /** Some filling, but not every one, makes the call offend a rule. */
  static doubts: u32 = 0

  /** A rule is kept a few times in a call: when it waits for the answer, when it steps, and when its deadline passes. */
  static load(): void {
    Journal.at = Arena.alloc(<usize>Program.rules * 8 * ENTRY)
  }

  static start(): void {
    Journal.open = true
    Journal.size = 0
    Journal.offences = 0
    Journal.doubts = 0
    Journal.number++
    Journal.cursor = Session.cursor
    Forks.keepNothing()
  }

  static stop(): void {
    Journal.open = false
    Journal.size = 0
    Forks.keepNothing()
  }

  /** Remembers how a rule stands. How forked ones stand is kept with their ways: there are more of these than room here. */
  @inline static keep(rule: u32, slot: Slot): void {
    if (Journal.open && !Forks.running) Journal.write(rule, slot)
  }

  private static write(rule: u32, slot: Slot): void {
    const entry = Journal.at + <usize>Journal.size * ENTRY
    Journal.size++
    store<u32>(entry, rule)
    store<u8>(entry, slot.state, 4)
    store<u8>(entry, slot.took, 5)
    store<u8>(entry, slot.opener, 6)
    store<u8>(entry, slot.flags & FORKED, 7)
    store<u32>(entry, slot.counter, 8)
    store<u32>(entry, slot.violatedAt, 12)
    store<u32>(entry, slot.heldAt, 16)
    store<u32>(entry, slot.newest, 20)
    store<u32>(entry, slot.recent, 24)
  }

  @inline static offence(rule: u32): void {
    if (!Journal.open) return
    store<u32>(Io.at + ((<usize>Journal.offences) << 2), rule)
    Journal.offences++
  }

  static doubt(rule: u32): void {
    if (!Journal.open) return
    store<u32>(Io.at + ((<usize>(Program.rules * 4 + Journal.doubts)) << 2), rule)
    Journal.doubts++
  }

  /** Takes the last call back. Rules that wait again are put back where deadlines and watchers are looked for. */
  static rollback(): void {
    if (!Journal.open) return
    while (Journal.size > 0) {
      const entry = Journal.at + <usize>--Journal.size * ENTRY
      const rule = load<u32>(entry)
      const slot = Session.slot(rule)
      slot.took = load<u8>(entry, 5)
      slot.heldAt = load<u32>(entry, 16)
      slot.steppedAt = 0
      // How a rule stood that was forked then is kept with its ways.
      if (load<u8>(entry, 7) !== 0) continue
      Forks.undo(rule, slot)
      slot.stand(Program.table(rule), load<u8>(entry, 4))
      slot.opener = load<u8>(entry, 6)
      slot.counter = load<u32>(entry, 8)
      slot.violatedAt = load<u32>(entry, 12)
      slot.newest = load<u32>(entry, 20)
      slot.recent = load<u32>(entry, 24)
      Session.resume(rule, slot)
    }
    Forks.rollback()
    Session.cursor = Journal.cursor
    Session.now--
    Journal.open = false
  }
}
