import { Arena } from "../../../assembly/arena"
import { Call } from "../../../assembly/scan/call"
import { Masks } from "../../../assembly/scan/masks"
import { CALL, DONE, MORE, TRACE_END } from "../../../assembly/scan/scan-abi"
import { Units } from "../../../assembly/scan/units"
import { Walk } from "../../../assembly/scan/walk"
import { Window } from "../../../assembly/scan/window"

let record: usize = 0
let calls: u32 = 0
let traces: u32 = 0

export function begin(container: u32, full: bool): void {
  if (record === 0) record = Arena.alloc(128)
  calls = 0
  traces = 0
  Walk.begin(container, full)
}

export function reserve(bytes: u32): usize {
  return Window.reserve(bytes)
}

export function held(): u32 {
  return Window.held
}

export function capacity(): u32 {
  return <u32>Window.capacity
}

export function open(length: u32, last: bool): void {
  Window.open(length, last)
}

export function next(): u32 {
  return Walk.next()
}

export function needsRoom(): bool {
  return Walk.needsRoom
}

/** Where the present call stands: addresses, sizes and numbers. */
export function call(): usize {
  store<u32>(record, <u32>Call.nameAt, 0)
  store<u32>(record, Call.nameBytes, 4)
  store<u32>(record, <u32>Call.nameEscaped, 8)
  store<u32>(record, <u32>Call.argsAt, 12)
  store<u32>(record, <u32>Call.argsEnd, 16)
  store<u32>(record, <u32>Call.resultAt, 20)
  store<u32>(record, <u32>Call.resultEnd, 24)
  store<u32>(record, <u32>Call.agentAt, 28)
  store<u32>(record, <u32>Call.agentEnd, 32)
  store<u32>(record, <u32>Call.idAt, 36)
  store<u32>(record, <u32>Call.idEnd, 40)
  store<u32>(record, <u32>Call.hasError, 44)
  store<u32>(record, Call.status, 48)
  store<f64>(record, Call.step, 56)
  store<f64>(record, Call.turn, 64)
  store<f64>(record, Call.time, 72)
  return record
}

/** Where the present unit stands. */
export function unit(): usize {
  store<u32>(record, <u32>Walk.unitAt, 0)
  store<u32>(record, <u32>Walk.unitEnd, 4)
  store<u32>(record, Walk.line, 8)
  store<u32>(record, <u32>Walk.idAt, 12)
  store<u32>(record, Walk.idBytes, 16)
  store<u32>(record, <u32>Walk.idEscaped, 20)
  store<u32>(record, <u32>Walk.certain, 24)
  store<u32>(record, <u32>Walk.rivals, 28)
  store<u32>(record, Walk.units, 32)
  store<u32>(record, <u32>Walk.kept, 36)
  return record
}

/** Lines and code units of a part of the window. */
export function count(from: usize, to: usize): usize {
  Units.count(from, to)
  store<u32>(record, Units.lines, 0)
  store<u32>(record, Units.codeUnits, 4)
  return record
}

/** Walks to the end of the window, as a judge would that reads names only. */
export function run(): u32 {
  while (true) {
    const code = Walk.next()
    if (code === CALL) calls += 1 + (Call.nameBytes >> 31)
    else if (code === TRACE_END) traces++
    else if (code === MORE || code === DONE) return code
    else return code
  }
}

export function callsSeen(): u32 {
  return calls
}

export function tracesSeen(): u32 {
  return traces
}

/** Stage one alone; answers the sum of what it found. */
export function feeds(): u32 {
  let sum: u32 = 0
  for (let feed = Masks.nextFeed(); feed !== 0xffffffff; feed = Masks.nextFeed()) sum += feed
  return sum
}
