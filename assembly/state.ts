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
import { Arena } from "./arena"
import { Bits } from "./bits"
import { Forks, MOST_WAYS } from "./forks"
import { Program } from "./program"
import { FORKED, Session, Slot, TRACKS } from "./session"

/**
 * A session as bytes: version, policy name (8), calls taken, the rules that stand in several ways with those, the states
 * and counters of all others in as few bits as they need, the violated rules with their calls, the calls in flight as the
 * host wrote them, checksum (4). Equal sessions give equal bytes. The checksum finds accidents, not forgers.
 */
export class State {
  /** Where saved sessions stand. */
  static at: usize = 0
  private static room: u32 = 0
  /** Calls in flight as the host wrote them: they are part of the state, and nothing to the core. */
  static flightBytes: u32 = 0
  /** Where they stand in a session that was restored, from its beginning. */
  static flightAt: u32 = 0

  static load(): void {
    State.room = 0
    State.flightBytes = 0
    State.reserve(max<u32>(4096, State.most()))
  }

  /** Room for a session of `bytes` bytes. */
  static reserve(bytes: u32): usize {
    if (bytes > State.room) {
      State.room = max(bytes, 2 * State.room)
      State.at = Arena.alloc(<usize>State.room)
    }
    return State.at
  }

  /** Bytes that the session takes at most: a rule 20 and its violation 10, a way 23, each number 5. */
  private static most(): u32 {
    return 64 + 32 * Program.rules + Forks.size * (16 + 24 * MOST_WAYS) + State.flightBytes
  }

  /** Writes the session and returns its length. `flight` are the calls in flight, `State.flightBytes` bytes of them. */
  static save(flight: usize): u32 {
    const room = State.most()
    State.reserve(room)
    Bits.open(State.at, room)
    Bits.write(STATE_VERSION, 8)
    Bits.write(State.name(0), 32)
    Bits.write(State.name(1), 32)
    Bits.writeNumber(Session.now)
    State.saveWays()
    for (let rule: u32 = 0; rule < Program.rules; rule++) State.saveRule(rule)
    Bits.align()
    State.saveViolations()
    Bits.writeNumber(State.flightBytes)
    for (let i: u32 = 0; i < State.flightBytes; i++) Bits.write(load<u8>(flight + i), 8)
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
    if ((slot.flags & FORKED) !== 0) return
    const attributes = Program.attributes(table, slot.state)
    Bits.write(slot.state, Bits.width(Program.states(table)))
    const armed = (attributes & STATE_ARMED) !== 0
    if (armed && (slot.flags & TRACKS) !== 0) {
      // Its deadline may have passed while it waits for an answer.
      Bits.writeNumber(slot.counter)
      Bits.writeNumber(slot.newest)
      Bits.writeNumber(slot.recent)
      Bits.writeNumber(slot.opener)
      return
    }
    const span = State.span(rule, attributes)
    if (span === 1) return
    Bits.write(armed ? slot.counter - Session.now : slot.counter, Bits.width(span))
  }

  private static saveViolations(): void {
    let count: u32 = 0
    for (let rule: u32 = 0; rule < Program.rules; rule++) if (State.isViolated(rule)) count++
    Bits.writeNumber(count)
    let before: u32 = 0
    for (let rule: u32 = 0; rule < Program.rules; rule++) {
      if (!State.isViolated(rule)) continue
      const call = Session.slot(rule).violatedAt
      Bits.writeNumber(rule - before)
      Bits.writeNumber(call)
      before = rule
    }
  }

  private static isViolated(rule: u32): bool {
    const slot = Session.slot(rule)
    return (slot.flags & FORKED) === 0 && slot.violatedAt !== NO_CALL
  }

  /** The rules that stand in several ways, in rising order, each with its ways as they stand. */
  private static saveWays(): void {
    Bits.writeNumber(Forks.size)
    if (Forks.size === 0) return
    let before: u32 = 0
    for (let rule: u32 = 0; rule < Program.rules; rule++) {
      if ((Session.slot(rule).flags & FORKED) === 0) continue
      const ways = Forks.ways(rule)
      Bits.writeNumber(rule - before)
      Bits.writeNumber(ways)
      before = rule
      for (let i: u32 = 0; i < ways; i++) {
        const way = Forks.way(rule, i)
        for (let at: usize = 0; at < 20; at += 4) Bits.writeNumber(load<u32>(way + at) + u32(at === 8))
      }
    }
  }

  private static restoreWays(): bool {
    const count = Bits.readNumber()
    if (count > Program.rules || (count > 0 && Program.predicates === 0)) return false
    let rule: u32 = 0
    for (let i: u32 = 0; i < count; i++) {
      const step = Bits.readNumber()
      const ways = Bits.readNumber()
      if ((i > 0 && step === 0) || step >= Program.rules - rule || ways > MOST_WAYS || ways === 1) return false
      rule += step
      Forks.restore(rule, ways)
      for (let k: u32 = 0; k < ways; k++) {
        const way = Forks.way(rule, k)
        for (let at: usize = 0; at < 20; at += 4) store<u32>(way + at, Bits.readNumber() - u32(at === 8))
        if (!State.wayFits(rule, way)) return false
      }
    }
    return true
  }

  /** Whether a way's counter can be what its state says. */
  private static wayFits(rule: u32, way: usize): bool {
    const table = Program.table(rule)
    if (load<u32>(way) > 0xffff || Forks.state(way) >= Program.states(table)) return false
    if (<u32>load<u8>(way, 1) >= Program.columns(table) - 1) return false
    if (!State.openingsFit(load<u32>(way, 12), load<u32>(way, 16))) return false
    const call = load<u32>(way, 8)
    if (call !== NO_CALL && call !== 0 && call >= Session.now) return false
    const attributes = Program.attributes(table, Forks.state(way))
    const counter = load<u32>(way, 4)
    if ((attributes & STATE_COUNTS) !== 0) return counter <= Program.bound(rule)
    if ((attributes & STATE_ARMED) === 0) return counter === 0
    if ((Session.slot(rule).flags & TRACKS) !== 0 && counter < Program.bound(rule)) return false
    return Program.bound(rule) > 0 && counter < Session.now + Program.bound(rule)
  }

  private static restoreFlight(): bool {
    const bytes = Bits.readNumber()
    if (bytes > State.room) return false
    State.flightBytes = bytes
    State.flightAt = Bits.bytes()
    for (let i: u32 = 0; i < bytes; i++) Bits.read(8)
    return true
  }

  /** FNV-1a with a final mix: every change of a single byte changes it. */
  private static checksum(bytes: u32): u32 {
    let hash: u32 = 0x811c9dc5
    for (let i: u32 = 0; i < bytes; i++) hash = (hash ^ load<u8>(State.at + i)) * 0x01000193
    hash = (hash ^ (hash >> 16)) * 0x85ebca6b
    return hash ^ (hash >> 13)
  }

  /** Reads a session of `bytes` bytes that stands where `reserve` said. The present session is gone even if this fails. */
  static restore(bytes: u32): u32 {
    if (bytes < STATE_FIXED_BYTES || bytes > State.room) return BAD_STATE
    if (load<u8>(State.at) !== STATE_VERSION) return OTHER_VERSION
    const body = bytes - 4
    // Anywhere in the buffer: wasm2js reads wrong bytes unless it is told that the word may not be aligned.
    if (load<u32>(State.at + body, 0, 1) !== State.checksum(body)) return BAD_STATE
    Bits.open(State.at, body)
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
    if (!State.restoreWays()) return BAD_STATE
    for (let rule: u32 = 0; rule < Program.rules; rule++) if (!State.restoreRule(rule)) return BAD_STATE
    if (!Bits.alignRead() || !State.restoreViolations()) return BAD_STATE
    if (!State.restoreFlight() || !Bits.atEnd()) return BAD_STATE
    State.findCursor()
    return OK
  }

  private static restoreRule(rule: u32): bool {
    if ((Session.slot(rule).flags & FORKED) !== 0) return true
    const table = Program.table(rule)
    const state = Bits.read(Bits.width(Program.states(table)))
    if (state >= Program.states(table)) return false
    const slot = Session.slot(rule)
    const attributes = Program.attributes(table, state)
    const armed = (attributes & STATE_ARMED) !== 0
    const span = State.span(rule, attributes)
    const startsArmed = (Program.flags(table) & TABLE_ARMED_AT_START) !== 0
    if (armed && (slot.flags & TRACKS) !== 0) {
      slot.counter = Bits.readNumber()
      slot.newest = Bits.readNumber()
      slot.recent = Bits.readNumber()
      const opener = Bits.readNumber()
      if (!State.openingFits(rule, slot, opener)) return false
      slot.opener = <u8>opener
    } else if (span > 1 || (armed && !startsArmed)) {
      const offset = Bits.read(Bits.width(span))
      if (offset >= span) return false
      slot.counter = armed ? Session.now + offset : offset
    }
    if (armed && Program.bound(rule) === 0) return false
    if (armed && slot.counter < Session.now && !Program.holds(rule)) return false
    slot.stand(table, state)
    if (state !== 0 || slot.counter !== 0) Session.touch(rule, slot)
    Session.resume(rule, slot)
    return true
  }

  /** Whether a deadline can have been begun as it says. */
  private static openingFits(rule: u32, slot: Slot, opener: u32): bool {
    if (slot.counter < Program.bound(rule) || slot.counter >= Session.now + Program.bound(rule)) return false
    return State.openingsFit(slot.newest, slot.recent) && opener < Program.columns(Program.table(rule)) - 1
  }

  /** Whether the calls that would have begun a deadline were taken: bit k of `recent` is the call k before the newest. */
  private static openingsFit(newest: u32, recent: u32): bool {
    return newest < Session.now && (recent === 0 || newest >= <u32>(31 - clz(recent)))
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
      if ((slot.flags & FORKED) !== 0) return false
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
