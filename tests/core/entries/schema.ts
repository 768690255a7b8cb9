import { Arena } from "../../../assembly/arena"
import { Checks } from "../../../assembly/check/checks"
import { CHECK_YES } from "../../../assembly/check/schema-abi"
import { Fuel } from "../../../assembly/fuel"
import { HardNumbers } from "../../../assembly/json/hard-numbers"
import { Spelling } from "../../../assembly/json/spelling"
import { Tape } from "../../../assembly/json/tape"
import { Values } from "../../../assembly/json/values"

/** The tape and the checks alone, for tests. */
export function alloc(bytes: u32): usize {
  return Arena.alloc(<usize>bytes)
}

export function loadChecks(at: usize, words: u32): bool {
  return Checks.load(at, words)
}

export function isCheck(check: u32): bool {
  return Checks.isCheck(check)
}

export function parse(at: usize, bytes: u32): u32 {
  return Tape.parse(at, bytes)
}

export function root(): u32 {
  return Tape.root
}

export function reset(): void {
  Tape.reset()
}

export function holds(check: u32, value: u32, bytes: u32): u32 {
  Fuel.refill(bytes)
  return Checks.holds(check, value)
}

export function hardNumbers(): u32 {
  return HardNumbers.collect()
}

export function hardNumbersAt(): usize {
  return HardNumbers.at
}

export function top(): usize {
  return Arena.top
}

/** Parses the same text `times` times. */
export function parseOften(at: usize, bytes: u32, times: u32): u32 {
  let size: u32 = 0
  for (let i: u32 = 0; i < times; i++) {
    Tape.reset()
    Tape.parse(at, bytes)
    size += Tape.size
  }
  return size
}

/** Parses and judges the same text `times` times. */
export function judgeOften(at: usize, bytes: u32, check: u32, times: u32): u32 {
  let held: u32 = 0
  for (let i: u32 = 0; i < times; i++) {
    Tape.reset()
    Tape.parse(at, bytes)
    Fuel.refill(bytes)
    held += Checks.holds(check, Tape.root)
  }
  return held
}

/** Writes a value as `JSON.stringify` would, between `spellingAt` and `spellingEnd`: `CHECK_YES`, or why not. */
export function spell(value: u32): u32 {
  Fuel.refill(0xffffffff)
  HardNumbers.take()
  const fault = Values.hash(value)
  if (fault === CHECK_YES) Spelling.write(value)
  return fault
}

export function spellingAt(): usize {
  return Spelling.at
}

export function spellingEnd(): usize {
  return Spelling.end
}
