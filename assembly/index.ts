import { ABI_VERSION, LOG_NOTHING, NO_CALL, OK, READ_PAGES_SHIFT, READ_TRACE } from "./abi"
import { Answers } from "./answers"
import { Arena } from "./arena"
import { Deadlines } from "./deadlines"
import { Decision } from "./decision"
import { Facts } from "./facts"
import { FactsBuffer } from "./facts-buffer"
import { Forks } from "./forks"
import { Io } from "./io"
import { Journal } from "./journal"
import { HardNumbers } from "./json/hard-numbers"
import { Log } from "./log"
import { Marks } from "./marks"
import { Names } from "./names"
import { Program } from "./program"
import { Reader } from "./reader"
import { Record } from "./record"
import { Rows } from "./rows"
import { Masks } from "./scan/masks"
import { Window } from "./scan/window"
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
  Facts.load()
  FactsBuffer.load()
  Decision.load()
  Forks.load()
  Answers.load()
  State.load()
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

/** Address for the words of one more row, or 0 when rows have to be dropped first. */
export function prepareRow(words: u32): usize {
  return Rows.prepare(words)
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
  Facts.costly = 0
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

/** Address of room for the JSON texts of one call, `bytes` bytes. */
export function factsBuffer(bytes: u32): usize {
  return FactsBuffer.reserve(bytes)
}

/** Another call comes, of which nothing is captured but what is said next. */
export function clearFacts(): void {
  Facts.clear()
}

/** The JSON text of a field of the call (`FIELD_`): `bytes` bytes from `offset` of the facts buffer. */
export function setFact(field: u32, offset: u32, bytes: u32): void {
  FactsBuffer.set(field, offset, bytes)
}

/** The status of the call (`STATUS_`). */
export function setStatus(status: u32): void {
  Facts.status = status
}

/** Judgings that were given up as too costly, since `begin`. */
export function costly(): u32 {
  return Facts.costly
}

/** Takes one call of a recorded trace with its facts: `OK`, or the `CALL_` code of what has to happen first. */
export function call(symbol: u32, step: f64): u32 {
  return Step.recorded(symbol, step)
}

/** The trace is over: answers that stand out are read, and nothing is waited for any more. False: drain the log first. */
export function settle(): bool {
  if (!Answers.flush()) return false
  Step.settle()
  return true
}

/** Judges what the rules ask of the call that is about to be taken: `OK`, or the `CALL_` code of what has to happen first. */
export function prepare(symbol: u32): u32 {
  return Answers.prepare(Rows.row(symbol < Rows.count ? symbol : 0), false)
}

/** Takes one call so that it can be taken back. Returns how many offences it wrote, or `NO_CALL` when the session is full. */
export function take(symbol: u32): u32 {
  return Step.take(symbol)
}

/** Takes the last `take` back. */
export function rollback(): void {
  Journal.rollback()
}

/** Rules that the last `take` or `answer` offends under some filling and not under all; they stand at `doubtsAt`. */
export function doubts(): u32 {
  return Journal.doubts
}

export function doubtsAt(): usize {
  return Io.at + ((<usize>(4 * Program.rules)) << 2)
}

/** Writes what is known of the call just taken to the facts buffer; returns how many bytes, 0: no rule reads its answer. */
export function note(symbol: u32): u32 {
  return Answers.note(symbol, FactsBuffer.reserve(16 * (Program.rules + 1)))
}

/** Reads a memo back that stands at the beginning of the facts buffer; the facts of the answer are set after that. */
export function recall(symbol: u32, bytes: u32): void {
  Answers.recall(symbol, FactsBuffer.at, bytes)
}

/** Judges what the rules ask of an answer: `OK`, or the `CALL_` code of what has to happen first. */
export function prepareAnswer(symbol: u32): u32 {
  return Answers.prepare(Rows.row(symbol < Rows.count ? symbol : 0), true)
}

/** Takes the answer of call `index`; its memo stands at the beginning of the facts buffer. Returns how many offences it wrote. */
export function answer(symbol: u32, index: u32, bytes: u32): u32 {
  Log.clear(LOG_NOTHING)
  Journal.start()
  Answers.take(symbol, index, FactsBuffer.at, bytes)
  Journal.stop()
  return Journal.offences
}

/** After `restore`: call `index` is in flight. In rising order. */
export function hold(symbol: u32, index: u32): void {
  Answers.hold(symbol, index)
}

export function calls(): u32 {
  return Session.now
}

/** Writes the records of the rules that calls have touched, and returns how many. */
export function record(complete: bool): u32 {
  return Record.touched(Io.at, complete)
}

/** Writes the records of all rules. */
export function recordAll(complete: bool): u32 {
  return Record.all(Io.at, complete)
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

/** Address of room for a saved session of `bytes` bytes. */
export function stateBuffer(bytes: u32): usize {
  return State.reserve(bytes)
}

/** Writes the session, with the `flight` bytes that stand at the beginning of the facts buffer, and returns its length. */
export function save(flight: u32): u32 {
  State.flightBytes = flight
  return State.save(FactsBuffer.at)
}

/** Reads a session from the state buffer: `OK`, or why not; then the session is a fresh one. */
export function restore(bytes: u32): u32 {
  Journal.stop()
  Answers.forget()
  Log.clear(LOG_NOTHING)
  const code = State.restore(bytes)
  if (code !== OK) Step.begin()
  return code
}

/** Of the session just restored: how many bytes its calls in flight take, and where they begin in it. */
export function flightBytes(): u32 {
  return State.flightBytes
}

export function flightAt(): u32 {
  return State.flightAt
}

/** Begins to read traces from bytes: `LINES` or `DOCUMENT`; `full`: takes exactly what `JSON.parse` takes. */
export function readBegin(container: u32, full: bool): void {
  Reader.begin(container, full)
}

/** Room for `bytes` more bytes than the window holds; answers where the window begins. */
export function windowReserve(bytes: u32): usize {
  return Window.reserve(bytes)
}

/** Bytes that the window holds already: the host writes behind them. */
export function windowHeld(): u32 {
  return Window.held
}

/** The window holds `length` bytes in all. `last`: nothing comes after them. */
export function windowOpen(length: u32, last: bool): void {
  Window.open(length, last)
}

/**
 * Goes on reading: what the host has to know of or to do (`READ_`). Where the present unit stands is written to the io
 * buffer (`PLACE_`), and behind it the records of the rules that a judged trace has touched. The answer tells the pages of
 * the memory, too.
 */
export function readNext(complete: bool): u32 {
  const code = Reader.next()
  Reader.place(Io.at)
  if (code === READ_TRACE) Reader.judged(Io.at, complete)
  return code | (memory.size() << READ_PAGES_SHIFT)
}

/** How many UTF-16 code units stand between two places of the window. */
export function readUnits(from: u32, to: u32): u32 {
  return Masks.codeUnits(Window.at + from, Window.at + to)
}

/** The symbol of the name of the call that waits. `learn`: it is to be remembered. */
export function readNamed(symbol: u32, learn: bool): void {
  Reader.named(symbol, learn)
}

/** Forgets the names that were learnt: their symbols are void. */
export function forgetNames(): void {
  Names.clear()
}

/** Hard numbers of the call at hand that the host has to spell out, and where their records stand. */
export function hardNumbers(): u32 {
  return HardNumbers.collect()
}

export function hardNumbersAt(): usize {
  return HardNumbers.at
}
