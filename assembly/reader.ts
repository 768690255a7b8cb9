import {
  CALL_BROKEN,
  CALL_DRAIN,
  CALL_FULL,
  CALL_NUMBERS,
  FIELD_AGENT,
  FIELD_ARGS,
  FIELD_RESULT,
  LOG_EVIDENCE,
  MAX_CALLS,
  NAME_UNPLAIN,
  NO_PLACE,
  NO_STEP,
  NO_SYMBOL,
  OK,
  PLACE_ATTEMPTS,
  PLACE_CALLS,
  PLACE_CERTAIN,
  PLACE_COSTLY,
  PLACE_ID,
  PLACE_ID_BYTES,
  PLACE_ID_ESCAPED,
  PLACE_KEPT,
  PLACE_LINE,
  PLACE_NAME,
  PLACE_NAME_BYTES,
  PLACE_NAME_ESCAPED,
  PLACE_NEEDS_ROOM,
  PLACE_RECORDS,
  PLACE_UNIT,
  PLACE_UNIT_END,
  PLACE_WORDS,
  READ_DRAIN,
  READ_FULL,
  READ_NAME,
  READ_NUMBERS,
  READ_TRACE,
  READ_UNPLAIN,
  STATUS_ERROR,
  STATUS_OK,
  STATUS_PENDING,
  STATUS_UNKNOWN,
} from "./abi"
import { Answers } from "./answers"
import { Facts } from "./facts"
import { Log } from "./log"
import { Names } from "./names"
import { Program } from "./program"
import { Record } from "./record"
import { Rows } from "./rows"
import { Call } from "./scan/call"
import {
  CALL,
  CALL_STATUS_DENIED,
  CALL_STATUS_ERROR,
  CALL_STATUS_NONE,
  CALL_STATUS_OK,
  TRACE_END,
} from "./scan/scan-abi"
import { Walk } from "./scan/walk"
import { Window } from "./scan/window"
import { Session } from "./session"
import { Step } from "./step"

/**
 * Judges traces as they are read from bytes. It stops wherever the host has something to do, and goes on from there: a
 * call that was read waits until it could be taken.
 */
export class Reader {
  /** The symbol of the call that waits; `NO_SYMBOL`: the host has to say. */
  private static symbol: u32 = NO_SYMBOL
  private static waits: bool = false
  private static begun: bool = false
  private static ends: bool = false
  /** The rest of the unit is passed over: the host reads it. */
  private static skips: bool = false
  private static loaded: bool = false
  private static attempts: u32 = 0
  /** What is known of the waiting call is set once, however often it has to be tried. */
  private static factsSet: bool = false

  static begin(container: u32, full: bool): void {
    if (!Reader.loaded) {
      Names.load()
      Reader.loaded = true
    }
    Reader.waits = false
    Reader.begun = false
    Reader.ends = false
    Reader.skips = false
    Walk.begin(container, full)
  }

  /** The next thing that the host has to know of or to do (`READ_`). */
  static next(): u32 {
    while (true) {
      if (Reader.waits) {
        const code = Reader.takeCall()
        if (code !== OK) return code
        Reader.waits = false
      }
      if (Reader.ends) return Reader.end()
      const code = Walk.next()
      if (code === CALL) {
        if (Reader.skips) continue
        if (!Reader.begun) Reader.beginTrace()
        Reader.waits = Call.status !== CALL_STATUS_DENIED
        if (!Reader.waits) Reader.attempts++
        Reader.symbol = NO_SYMBOL
        Reader.factsSet = false
      } else if (code === TRACE_END) {
        if (!Reader.begun) Reader.beginTrace()
        Reader.ends = true
      } else {
        Reader.begun = false
        Reader.skips = false
        return code
      }
    }
  }

  private static beginTrace(): void {
    Reader.begun = true
    Reader.attempts = 0
    Log.clear(LOG_EVIDENCE)
    Facts.costly = 0
    Step.begin()
  }

  private static end(): u32 {
    if (!Reader.skips && Program.predicates !== 0) {
      if (!Answers.flush()) return READ_DRAIN
      Step.settle()
    }
    const code = Reader.skips ? READ_UNPLAIN : READ_TRACE
    Reader.ends = false
    Reader.begun = false
    Reader.skips = false
    return code
  }

  /** Takes the call that waits: `OK`, or what has to happen first. */
  private static takeCall(): u32 {
    if (Reader.symbol === NO_SYMBOL) {
      // Names with escapes are never learnt, and so not found.
      Reader.symbol = Names.find(Call.nameAt, Call.nameBytes)
      if (Reader.symbol === NO_SYMBOL) return READ_NAME
    }
    if ((Reader.symbol & NAME_UNPLAIN) !== 0) {
      Reader.skips = true
      return OK
    }
    if (Program.predicates === 0) {
      if (Session.now >= MAX_CALLS) return READ_FULL
      Step.call(Reader.symbol)
      return OK
    }
    return Reader.takeKnown()
  }

  private static takeKnown(): u32 {
    const row = Rows.row(Reader.symbol < Rows.count ? Reader.symbol : 0)
    if (Rows.taken(row) !== Rows.end(row)) Reader.setFacts()
    else if (Call.step === NO_STEP && Answers.isNone && Session.now < MAX_CALLS && Log.hasRoom()) {
      Step.call(Reader.symbol)
      return OK
    }
    const code = Step.recorded(Reader.symbol, Call.step)
    if (code === CALL_NUMBERS) return READ_NUMBERS
    if (code === CALL_DRAIN) return READ_DRAIN
    if (code === CALL_FULL) return READ_FULL
    if (code === CALL_BROKEN) Reader.skips = true
    return OK
  }

  private static setFacts(): void {
    if (Reader.factsSet) return
    Reader.factsSet = true
    Facts.clear()
    Facts.set(FIELD_ARGS, Call.argsAt, <u32>(Call.argsEnd - Call.argsAt))
    Facts.set(FIELD_AGENT, Call.agentAt, <u32>(Call.agentEnd - Call.agentAt))
    Facts.set(FIELD_RESULT, Call.resultAt, <u32>(Call.resultEnd - Call.resultAt))
    Facts.status = Reader.statusOf()
  }

  /** A result without status is `ok`, an error without status is `error` (semantics, section 1). */
  private static statusOf(): u32 {
    if (Call.status === CALL_STATUS_OK) return STATUS_OK
    if (Call.status === CALL_STATUS_ERROR) return STATUS_ERROR
    if (Call.status !== CALL_STATUS_NONE) return STATUS_PENDING
    if (Call.hasError) return STATUS_ERROR
    return Call.resultAt !== 0 ? STATUS_OK : STATUS_UNKNOWN
  }

  /** What the host says the name of the waiting call is. `learn`: it is to be remembered. */
  static named(symbol: u32, learn: bool): void {
    Reader.symbol = symbol
    if (learn && !Call.nameEscaped) Names.learn(Call.nameAt, Call.nameBytes, symbol)
  }

  /** Writes where things stand (`PLACE_`). */
  static place(at: usize): void {
    store<u32>(at, Reader.inWindow(Walk.unitAt), PLACE_UNIT << 2)
    store<u32>(at, Reader.inWindow(Walk.unitEnd), PLACE_UNIT_END << 2)
    store<u32>(at, Walk.line, PLACE_LINE << 2)
    store<u32>(at, Reader.inWindow(Walk.idAt), PLACE_ID << 2)
    store<u32>(at, Walk.idBytes, PLACE_ID_BYTES << 2)
    store<u32>(at, u32(Walk.idEscaped), PLACE_ID_ESCAPED << 2)
    store<u32>(at, u32(Walk.certain && !Walk.rivals), PLACE_CERTAIN << 2)
    store<u32>(at, Reader.inWindow(Call.nameAt), PLACE_NAME << 2)
    store<u32>(at, Call.nameBytes, PLACE_NAME_BYTES << 2)
    store<u32>(at, u32(Call.nameEscaped), PLACE_NAME_ESCAPED << 2)
    store<u32>(at, Reader.inWindow(Walk.kept), PLACE_KEPT << 2)
    store<u32>(at, u32(Walk.needsRoom), PLACE_NEEDS_ROOM << 2)
    store<u32>(at, Reader.attempts, PLACE_ATTEMPTS << 2)
  }

  /** Writes what came of the trace that was judged last, and the records of the rules that it touched behind that. */
  static judged(at: usize, complete: bool): void {
    store<u32>(at, Session.now, PLACE_CALLS << 2)
    store<u32>(at, Facts.costly, PLACE_COSTLY << 2)
    store<u32>(at, Record.touched(at + (PLACE_WORDS << 2), complete), PLACE_RECORDS << 2)
  }

  private static inWindow(at: usize): u32 {
    return at === 0 ? NO_PLACE : <u32>(at - Window.at)
  }
}
