import { ABI_VERSION, LOG_NOTHING, NO_CALL, OK } from "./abi"
import { Arena } from "./arena"
import { Deadlines } from "./deadlines"
import { Io } from "./io"
import { Journal } from "./journal"
import { Log } from "./log"
import { Marks } from "./marks"
import { Program } from "./program"
import { Record } from "./record"
import { Rows } from "./rows"
import { Session } from "./session"
import { State } from "./state"
import { Step } from "./step"

export function abiVersion(): u32 {
  return ABI_VERSION
}

/** Address of room for a program of `bytes` bytes, to be written before `loadProgram`. Once an instance. */
export function programBuffer(bytes: u32): usize {
  return Arena.alloc(bytes)
}

/** Checks the program and makes room for its sessions. Anything but `OK` leaves the instance unusable. */
export function loadProgram(at: usize, bytes: u32): u32 {
  const code = Program.load(at, bytes)
  if (code !== OK) return code
  Session.load()
  Deadlines.load()
  Journal.load()
  Log.load()
  Marks.load()
  Io.load()
  Rows.load()
  Rows.seal()
  Step.begin()
  return OK
}

/** Address of the io buffer. */
export function io(): usize {
  return Io.at
}

/** Bytes of the io buffer. */
export function ioSize(): u32 {
  return Io.size
}

/** Address for the entries of one more row, or 0 when rows have to be dropped first. */
export function prepareRow(entries: u32): usize {
  return Rows.prepare(entries)
}

/** The symbol of the row just written, or 0 if it is malformed. */
export function addRow(): u32 {
  return Rows.add()
}

export function dropRows(): void {
  Rows.drop()
}

/** A session anew; `level` says what `run` writes to the log. */
export function begin(level: u32): void {
  Log.clear(level)
  Step.begin()
}

/** Asks for the evidence of a rule, at level `LOG_WANTED`, until the next `begin`. */
export function want(rule: u32): void {
  if (rule < Program.rules) Session.want(rule)
}

/** At level `LOG_TRANSITIONS` every transition is new again. */
export function forget(): void {
  Marks.clear()
}

/**
 * Takes the calls whose symbols stand in the io buffer from `from` to `to`, and returns how many of
 * them it has taken when the log has to be drained or the session is full.
 */
export function run(from: u32, to: u32): u32 {
  return Step.calls(from, to)
}

/** Takes one call so that it can be taken back. Returns how many offences it wrote, or `NO_CALL` when the session is full. */
export function take(symbol: u32): u32 {
  return Step.take(symbol)
}

/** Takes the last `take` back. */
export function rollback(): void {
  Journal.rollback()
}

export function calls(): u32 {
  return Session.now
}

/** Writes the records of the rules that calls have touched, and returns how many. */
export function record(complete: bool): u32 {
  return Record.touched(complete)
}

/** Writes the records of all rules. */
export function recordAll(complete: bool): u32 {
  return Record.all(complete)
}

/** Address of the log. */
export function logAt(): usize {
  return Log.at
}

/** Entries in the log, which is empty afterwards; `NO_CALL` when it overflowed and holds a beginning only. */
export function drainLog(): u32 {
  const size = Log.overflowed ? NO_CALL : Log.size
  Log.size = 0
  return size
}

/** Writes the session to the io buffer and returns how many bytes it takes. */
export function save(): u32 {
  return State.save()
}

/** Reads a session from the io buffer: `OK`, or why not; then the session is a fresh one. */
export function restore(bytes: u32): u32 {
  Journal.stop()
  Log.clear(LOG_NOTHING)
  const code = State.restore(bytes)
  if (code !== OK) Step.begin()
  return code
}
