import {
  NO_CALL,
  OUTCOME_UNDETERMINED,
  OUTCOME_VIOLATED,
  RECORD_EXERCISED,
  RECORD_OUTCOME_MASK,
  RECORD_RULE_SHIFT,
  RECORD_SETTLED,
  STATE_COMPLETE_MASK,
  STATE_COMPLETE_SHIFT,
  STATE_EXERCISED,
  STATE_PARTIAL_MASK,
  STATE_SETTLED,
} from "./abi"
import { Forks } from "./forks"
import { Program } from "./program"
import { FORKED, Session } from "./session"

/** Reads the outcomes off the states (semantics, section 5). Nothing moves. */
export class Record {
  private static word: u32 = 0
  private static call: u32 = NO_CALL

  /** Writes the rules that were touched to `at` and returns how many; the others stand as `untouched` says. */
  static touched(at: usize, complete: bool): u32 {
    for (let i: u32 = 0; i < Session.touched; i++) Record.write(at, i, Session.touchedRule(i), complete)
    return Session.touched
  }

  /** Writes every rule in its present state. */
  static all(at: usize, complete: bool): u32 {
    for (let rule: u32 = 0; rule < Program.rules; rule++) Record.write(at, rule, rule, complete)
    return Program.rules
  }

  private static write(at: usize, index: u32, rule: u32, complete: bool): void {
    const slot = Session.slot(rule)
    const entry = at + ((<usize>index) << 3)
    if ((slot.flags & FORKED) !== 0) Record.together(rule, complete)
    else Record.read(rule, slot.state, slot.violatedAt, complete)
    store<u32>(entry, (rule << RECORD_RULE_SHIFT) | Record.word)
    store<u32>(entry, Record.call, 4)
  }

  /** What a rule says that stands in this state. */
  private static read(rule: u32, state: u32, violatedAt: u32, complete: bool): void {
    const attributes = Program.attributes(Program.table(rule), state)
    let outcome = complete
      ? (attributes >> STATE_COMPLETE_SHIFT) & STATE_COMPLETE_MASK
      : attributes & STATE_PARTIAL_MASK
    Record.call = violatedAt
    if (violatedAt !== NO_CALL) outcome = OUTCOME_VIOLATED
    else if (outcome === OUTCOME_VIOLATED) Record.call = Session.now
    Record.word = outcome
    if (outcome === OUTCOME_VIOLATED || (attributes & STATE_EXERCISED) !== 0) Record.word |= RECORD_EXERCISED
    if (complete || outcome === OUTCOME_VIOLATED || (attributes & STATE_SETTLED) !== 0) Record.word |= RECORD_SETTLED
  }

  /** What all ways of a rule agree on; else it is undetermined. */
  private static together(rule: u32, complete: bool): void {
    const ways = Forks.ways(rule)
    let word: u32 = ways === 0 ? OUTCOME_UNDETERMINED : 0
    let common: u32 = ways === 0 ? 0 : RECORD_EXERCISED | RECORD_SETTLED
    let call: u32 = ways === 0 ? NO_CALL : 0
    for (let i: u32 = 0; i < ways; i++) {
      const way = Forks.way(rule, i)
      Record.read(rule, Forks.state(way), load<u32>(way, 8), complete)
      const outcome = Record.word & RECORD_OUTCOME_MASK
      if (i === 0) word = outcome
      else if (word !== outcome) word = OUTCOME_UNDETERMINED
      common &= Record.word
      if (Record.call > call) call = Record.call
    }
    if (word === OUTCOME_UNDETERMINED) common &= ~RECORD_SETTLED
    Record.word = word | common | (complete ? RECORD_SETTLED : 0)
    Record.call = call
  }
}
