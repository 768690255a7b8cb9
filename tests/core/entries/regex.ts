import { Arena } from "../../../assembly/arena"
import { Regex } from "../../../assembly/check/regex"
import { Fuel } from "../../../assembly/fuel"

/** The regular expressions alone, for tests. */
export function alloc(bytes: u32): usize {
  return Arena.alloc(<usize>bytes)
}

export function fits(at: usize, words: u32): u32 {
  return Regex.fits(at, words)
}

/** With the fuel of a call of so many bytes. */
export function search(regex: usize, text: usize, bytes: u32): u32 {
  Fuel.refill(bytes)
  return Regex.search(regex, text, bytes)
}

/** The fuel that the last search left. */
export function fuelLeft(): f64 {
  return <f64>Fuel.left
}
