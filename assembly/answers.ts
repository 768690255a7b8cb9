import { CONDITION_WORDS, ENTRY_RULE_SHIFT, FIELD_RESULT, NO_STEP, OK } from "./abi"
import { Arena } from "./arena"
import { Decision } from "./decision"
import { Facts, UNKNOWN, YES } from "./facts"
import { Log } from "./log"
import { Program } from "./program"
import { Rows } from "./rows"
import { Session } from "./session"
import { Step } from "./step"

/** Bytes of an answer in the queue before its letters: rule, call, how many letters. */
const HEAD: u32 = 12

/**
 * The answers of calls that were taken. In a recorded trace an answer is known when its call is read, and is judged then;
 * the rules step on it when all calls of the step are taken. In a guard it comes later: what was found out about the
 * call is handed out as a memo, a byte each, and handed in again with the answer.
 */
export class Answers {
  /** The step that the queue belongs to. */
  static step: f64 = NO_STEP
  private static at: usize = 0
  private static room: u32 = 0
  private static end: u32 = 0
  private static next: u32 = 0

  static load(): void {
    Answers.room = 4096
    Answers.at = Arena.alloc(<usize>Answers.room)
    Answers.forget()
  }

  static forget(): void {
    Answers.end = 0
    Answers.next = 0
    Answers.step = NO_STEP
  }

  /** Nothing is in the queue, and no step is open. */
  @inline static get isNone(): bool {
    return Answers.end === 0 && Answers.step === NO_STEP
  }

  /** Judges what the conditions of a row read: `OK`, or what has to happen first. `whole`: the answer is at hand. */
  static prepare(row: usize, whole: bool): u32 {
    const answered = Rows.answered(row)
    const end = Rows.end(row)
    for (let at = Rows.taken(row); at < end; at += CONDITION_WORDS << 2) {
      const decision = Rows.decision(row, at)
      const code = whole || at < answered ? Decision.prepare(decision) : Answers.prepareEarly(decision)
      if (code !== OK) return code
    }
    return OK
  }

  /** Judges of a decision what can be judged before the answer. */
  private static prepareEarly(at: usize): u32 {
    const count = load<u32>(at)
    for (let i: u32 = 0; i < count; i++) {
      const predicate = load<u32>(at + ((<usize>(1 + i)) << 2))
      if (Program.field(predicate) >= FIELD_RESULT) continue
      const code = Facts.judge(predicate)
      if (code !== OK) return code
    }
    return OK
  }

  /** Puts the answer of a call that was just taken into the queue. */
  static expect(row: usize, call: u32): void {
    const end = Rows.end(row)
    for (let at = Rows.answered(row); at < end; at += CONDITION_WORDS << 2) {
      const rule = load<u32>(at) >> ENTRY_RULE_SHIFT
      Answers.decide(Rows.decision(row, at), Session.slot(rule).took)
      const bytes = (HEAD + Decision.count + 3) & ~3
      Answers.reserve(bytes)
      const entry = Answers.at + Answers.end
      store<u32>(entry, rule)
      store<u32>(entry, call, 4)
      store<u32>(entry, Decision.count, 8)
      memory.copy(entry + HEAD, Decision.at, <usize>Decision.count)
      Answers.end += bytes
    }
  }

  /** The letters of an answer: a call that was something to the rule when it was taken is no other call now. */
  private static decide(decision: usize, took: u8): void {
    Decision.find(decision)
    if (took === YES) Decision.othersStay()
    else if (took === UNKNOWN && Decision.mayBeOther()) Decision.orStay()
  }

  private static reserve(bytes: u32): void {
    if (Answers.end + bytes <= Answers.room) return
    while (Answers.end + bytes > Answers.room) Answers.room *= 2
    const at = Arena.alloc(<usize>Answers.room)
    memory.copy(at, Answers.at, <usize>Answers.end)
    Answers.at = at
  }

  /** Steps the rules on the answers in the queue; false when the log has to be drained before all have been. */
  static flush(): bool {
    while (Answers.next < Answers.end) {
      if (!Log.hasRoom()) return false
      const entry = Answers.at + Answers.next
      const rule = load<u32>(entry)
      const call = load<u32>(entry, 4)
      const count = load<u32>(entry, 8)
      memory.copy(Decision.at, entry + HEAD, <usize>count)
      Decision.count = count
      Answers.next += (HEAD + count + 3) & ~3
      Step.answered(rule, call)
      Step.release(rule, call)
    }
    Answers.forget()
    return true
  }

  /** Writes what is known of the call just taken to `memo`, and returns how many bytes it took; 0: no rule reads its answer. */
  static note(symbol: u32, memo: usize): u32 {
    const row = Rows.row(symbol < Rows.count ? symbol : 0)
    const end = Rows.end(row)
    let bytes: u32 = 0
    for (let at = Rows.answered(row); at < end; at += CONDITION_WORDS << 2) {
      store<u8>(memo + bytes++, Session.slot(load<u32>(at) >> ENTRY_RULE_SHIFT).took)
      const decision = Rows.decision(row, at)
      const count = load<u32>(decision)
      for (let i: u32 = 0; i < count; i++) {
        const predicate = load<u32>(decision + ((<usize>(1 + i)) << 2))
        if (Program.field(predicate) < FIELD_RESULT) store<u8>(memo + bytes++, Facts.truth(predicate))
      }
    }
    return bytes
  }

  /** Reads a memo back: what was known when the call was taken. */
  static recall(symbol: u32, memo: usize, bytes: u32): void {
    const row = Rows.row(symbol < Rows.count ? symbol : 0)
    const end = Rows.end(row)
    let read: u32 = 0
    for (let at = Rows.answered(row); at < end; at += CONDITION_WORDS << 2) {
      read++
      const decision = Rows.decision(row, at)
      const count = load<u32>(decision)
      for (let i: u32 = 0; i < count; i++) {
        const predicate = load<u32>(decision + ((<usize>(1 + i)) << 2))
        if (Program.field(predicate) >= FIELD_RESULT) continue
        const truth = read < bytes ? load<u8>(memo + read) : UNKNOWN
        Facts.know(predicate, truth > UNKNOWN ? UNKNOWN : truth)
        read++
      }
    }
  }

  /** Steps the rules on the answer of a call that was taken before; memo and facts are known. */
  static take(symbol: u32, call: u32, memo: usize, bytes: u32): void {
    const row = Rows.row(symbol < Rows.count ? symbol : 0)
    const end = Rows.end(row)
    let read: u32 = 0
    for (let at = Rows.answered(row); at < end; at += CONDITION_WORDS << 2) {
      const rule = load<u32>(at) >> ENTRY_RULE_SHIFT
      const decision = Rows.decision(row, at)
      const took = read < bytes ? load<u8>(memo + read) : UNKNOWN
      read += 1 + Answers.early(decision)
      Answers.decide(decision, took)
      Step.answered(rule, call)
      Step.release(rule, call)
    }
  }

  /** How many predicates of a decision are judged before the answer. */
  private static early(decision: usize): u32 {
    const count = load<u32>(decision)
    let early: u32 = 0
    for (let i: u32 = 0; i < count; i++) {
      if (Program.field(load<u32>(decision + ((<usize>(1 + i)) << 2))) < FIELD_RESULT) early++
    }
    return early
  }

  /** Rules wait for the answer of a call that was taken before the session was saved. */
  static hold(symbol: u32, call: u32): void {
    const row = Rows.row(symbol < Rows.count ? symbol : 0)
    const end = Rows.end(row)
    for (let at = Rows.answered(row); at < end; at += CONDITION_WORDS << 2) {
      const rule = load<u32>(at) >> ENTRY_RULE_SHIFT
      const slot = Session.slot(rule)
      Session.touch(rule, slot)
      slot.heldAt = call + 1
    }
  }
}
