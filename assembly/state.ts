import {
  BAD_STATE,
  FOREIGN_STATE,
  HEADER_NAME,
  MAX_CALLS,
  NO_CALL,
  OK,
  OTHER_VERSION,
  STATE_ARMED,
  STATE_COUNTS,
  STATE_FIXED_BYTES,
  STATE_VERSION,
  TABLE_ARMED_AT_START,
} from "./abi"
import { Bits } from "./bits"
import { Io } from "./io"
import { Program } from "./program"
import { Session } from "./session"

/**
 * A session as bytes: version, policy name (8), calls taken, the states and counters of all rules in
 * as few bits as they need, the violated rules with their calls, checksum (4). Equal sessions give
 * equal bytes. The checksum finds accidents, not forgers.
 */
export class State {
  /** Writes the session to the io buffer and returns its length. */
  static save(): u32 {
    Bits.open(Io.at, Io.size)
    Bits.write(STATE_VERSION, 8)
    Bits.write(State.name(0), 32)
    Bits.write(State.name(1), 32)
    Bits.writeNumber(Session.now)
    for (let rule: u32 = 0; rule < Program.rules; rule++) State.saveRule(rule)
    Bits.align()
    State.saveViolations()
    Bits.write(State.checksum(Bits.bytes()), 32)
    return Bits.bytes()
  }

  @inline private static name(index: u32): u32 {
    return load<u32>(Program.base + ((<usize>(HEADER_NAME + index)) << 2))
  }

  /** How many values the counter has in a state, 1 where it says nothing. */
  private static span(rule: u32, attributes: u32): u32 {
    if ((attributes & STATE_COUNTS) !== 0) return Program.bound(rule) + 1
    if ((attributes & STATE_ARMED) === 0) return 1
    const armedAtStart = (Program.flags(Program.table(rule)) & TABLE_ARMED_AT_START) !== 0
    return armedAtStart ? 1 : Program.bound(rule)
  }

  private static saveRule(rule: u32): void {
    const slot = Session.slot(rule)
    const table = Program.table(rule)
    const attributes = Program.attributes(table, slot.state)
    Bits.write(slot.state, Bits.width(Program.states(table)))
    const span = State.span(rule, attributes)
    if (span === 1) return
    const armed = (attributes & STATE_ARMED) !== 0
    Bits.write(armed ? slot.counter - Session.now : slot.counter, Bits.width(span))
  }

  private static saveViolations(): void {
    let count: u32 = 0
    for (let rule: u32 = 0; rule < Program.rules; rule++) if (Session.slot(rule).violatedAt !== NO_CALL) count++
    Bits.writeNumber(count)
    let before: u32 = 0
    for (let rule: u32 = 0; rule < Program.rules; rule++) {
      const call = Session.slot(rule).violatedAt
      if (call === NO_CALL) continue
      Bits.writeNumber(rule - before)
      Bits.writeNumber(call)
      before = rule
    }
  }

  /** FNV-1a with a final mix: every change of a single byte changes it. */
  private static checksum(bytes: u32): u32 {
    let hash: u32 = 0x811c9dc5
    for (let i: u32 = 0; i < bytes; i++) hash = (hash ^ load<u8>(Io.at + i)) * 0x01000193
    hash = (hash ^ (hash >> 16)) * 0x85ebca6b
    return hash ^ (hash >> 13)
  }

  /** Reads a session of `bytes` bytes from the io buffer. The present session is gone even if this fails. */
  static restore(bytes: u32): u32 {
    if (bytes < STATE_FIXED_BYTES || bytes > Io.size) return BAD_STATE
    if (load<u8>(Io.at) !== STATE_VERSION) return OTHER_VERSION
    const body = bytes - 4
    // Anywhere in the buffer: wasm2js reads wrong bytes unless it is told that the word may not be aligned.
    if (load<u32>(Io.at + body, 0, 1) !== State.checksum(body)) return BAD_STATE
    Bits.open(Io.at, body)
    Bits.read(8)
    if (Bits.read(32) !== State.name(0) || Bits.read(32) !== State.name(1)) return FOREIGN_STATE
    Session.clearTouched()
    const code = State.restoreSession()
    if (code !== OK) Session.clearTouched()
    return code
  }

  private static restoreSession(): u32 {
    const calls = Bits.readNumber()
    if (calls > MAX_CALLS) return BAD_STATE
    Session.now = calls
    for (let rule: u32 = 0; rule < Program.rules; rule++) if (!State.restoreRule(rule)) return BAD_STATE
    if (!Bits.alignRead() || !State.restoreViolations() || !Bits.atEnd()) return BAD_STATE
    State.findCursor()
    return OK
  }

  private static restoreRule(rule: u32): bool {
    const table = Program.table(rule)
    const state = Bits.read(Bits.width(Program.states(table)))
    if (state >= Program.states(table)) return false
    const slot = Session.slot(rule)
    const attributes = Program.attributes(table, state)
    const armed = (attributes & STATE_ARMED) !== 0
    const span = State.span(rule, attributes)
    const startsArmed = (Program.flags(table) & TABLE_ARMED_AT_START) !== 0
    if (span > 1 || (armed && !startsArmed)) {
      const offset = Bits.read(Bits.width(span))
      if (offset >= span) return false
      slot.counter = armed ? Session.now + offset : offset
    }
    if (armed && (slot.counter < Session.now || Program.bound(rule) === 0)) return false
    slot.state = <u8>state
    if (state !== 0 || slot.counter !== 0) Session.touch(rule, slot)
    Session.resume(rule, slot)
    return true
  }

  private static restoreViolations(): bool {
    let rule: u32 = 0
    const count = Bits.readNumber()
    for (let i: u32 = 0; i < count; i++) {
      const step = Bits.readNumber()
      const call = Bits.readNumber()
      if ((i > 0 && step === 0) || step >= Program.rules - rule) return false
      // A rule may be violated before the first call; else the call was taken.
      if (call !== 0 && call >= Session.now) return false
      rule += step
      const slot = Session.slot(rule)
      slot.violatedAt = call
      Session.touch(rule, slot)
    }
    return true
  }

  /** Starting deadlines that passed before the session was saved are not looked at again. */
  private static findCursor(): void {
    while (Session.cursor < Program.deadlineCount) {
      const rule = load<u32>(Program.deadlines + ((<usize>Session.cursor) << 2))
      if (Program.bound(rule) > Session.now) return
      Session.cursor++
    }
  }
}
