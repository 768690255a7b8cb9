import { Arena } from "./arena"
import { Io } from "./io"
import { Program } from "./program"
import { Session, Slot } from "./session"

/**
 * What one guarded call changed, so that a call that does not happen leaves no trace. The call is
 * taken in earnest and taken back: there is no second piece of code that foresees what stepping does.
 */
export class Journal {
  private static at: usize = 0
  private static size: u32 = 0
  private static cursor: u32 = 0
  private static open: bool = false
  static offences: u32 = 0

  /** A rule is kept at most twice in a call: when it steps, and when its deadline passes. */
  static load(): void {
    Journal.at = Arena.alloc((<usize>Program.rules) << 5)
  }

  static start(): void {
    Journal.open = true
    Journal.size = 0
    Journal.offences = 0
    Journal.cursor = Session.cursor
  }

  static stop(): void {
    Journal.open = false
    Journal.size = 0
  }

  @inline static keep(rule: u32, slot: Slot): void {
    if (!Journal.open) return
    const entry = Journal.at + ((<usize>Journal.size) << 4)
    Journal.size++
    store<u32>(entry, rule)
    store<u32>(entry, slot.state, 4)
    store<u32>(entry, slot.counter, 8)
    store<u32>(entry, slot.violatedAt, 12)
  }

  @inline static offence(rule: u32): void {
    if (!Journal.open) return
    store<u32>(Io.at + ((<usize>Journal.offences) << 2), rule)
    Journal.offences++
  }

  /** Takes the last call back. Rules that wait again are put back where deadlines and watchers are looked for. */
  static rollback(): void {
    if (!Journal.open) return
    while (Journal.size > 0) {
      const entry = Journal.at + ((<usize>--Journal.size) << 4)
      const rule = load<u32>(entry)
      const slot = Session.slot(rule)
      slot.state = <u8>load<u32>(entry, 4)
      slot.counter = load<u32>(entry, 8)
      slot.violatedAt = load<u32>(entry, 12)
      slot.steppedAt = 0
      Session.resume(rule, slot)
    }
    Session.cursor = Journal.cursor
    Session.now--
    Journal.open = false
  }
}
