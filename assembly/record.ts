import {
  NO_CALL,
  OUTCOME_VIOLATED,
  RECORD_EXERCISED,
  RECORD_RULE_SHIFT,
  RECORD_SETTLED,
  STATE_COMPLETE_MASK,
  STATE_COMPLETE_SHIFT,
  STATE_EXERCISED,
  STATE_PARTIAL_MASK,
  STATE_SETTLED,
} from "./abi"
import { Io } from "./io"
import { Program } from "./program"
import { Session } from "./session"

/** Reads the outcomes off the states (semantics, section 5). Nothing moves. */
export class Record {
  /** Writes the rules that were touched and returns how many; the others stand as `untouched` says. */
  static touched(complete: bool): u32 {
    for (let i: u32 = 0; i < Session.touched; i++) Record.write(i, Session.touchedRule(i), complete)
    return Session.touched
  }

  /** Writes every rule in its present state. */
  static all(complete: bool): u32 {
    for (let rule: u32 = 0; rule < Program.rules; rule++) Record.write(rule, rule, complete)
    return Program.rules
  }

  private static write(index: u32, rule: u32, complete: bool): void {
    const slot = Session.slot(rule)
    const entry = Io.at + ((<usize>index) << 3)
    const attributes = Program.attributes(Program.table(rule), slot.state)
    let outcome = complete
      ? (attributes >> STATE_COMPLETE_SHIFT) & STATE_COMPLETE_MASK
      : attributes & STATE_PARTIAL_MASK
    let call = slot.violatedAt
    if (call !== NO_CALL) outcome = OUTCOME_VIOLATED
    else if (outcome === OUTCOME_VIOLATED) call = Session.now
    let word = (rule << RECORD_RULE_SHIFT) | outcome
    if (outcome === OUTCOME_VIOLATED || (attributes & STATE_EXERCISED) !== 0) word |= RECORD_EXERCISED
    if (complete || outcome === OUTCOME_VIOLATED || (attributes & STATE_SETTLED) !== 0) word |= RECORD_SETTLED
    store<u32>(entry, word)
    store<u32>(entry, call, 4)
  }
}
