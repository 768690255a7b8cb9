import type { Place, Reading as PolicyReading } from "../policy/fields.ts"
import { readWhole, report, wrongType } from "../policy/fields.ts"
import type { Node } from "../policy/node.ts"
import type { Problems } from "../policy/problems.ts"
import { toFourDecimals } from "./percentage.ts"

/** Where what is found goes: errors to `problems`, what is only passed over to `warnings`. */
export interface Reading extends PolicyReading {
  readonly warnings: Problems
}

export const save = "save a new one with assay baseline save"

/** A whole number of a version that cannot be read is told apart from one that is none. */
export function isVersionOne(place: Place, reading: Reading): boolean {
  const version = readWhole(reading, place, 1)
  if (version === undefined || version === 1) return version === 1
  const message = `Expected a baseline of version 1, found one of version ${version}.`
  report(reading, "baseline-version", place, message, `read it with a newer Assay, or ${save}`)
  return false
}

export function isNull(node: Node): boolean {
  return node.kind === "scalar" && node.value === null
}

/** A scalar as it is written: who adds a commit or a name of digits by hand need not think of quotes. */
export function readText(place: Place, reading: Reading): string | undefined {
  const { node } = place
  if (node.kind === "scalar" && node.value !== null) return node.text
  wrongType(reading, place, "a text", "write a text")
  return undefined
}

/** 0 to 100. */
export function readPercentage(place: Place, reading: Reading): number | undefined {
  const { node } = place
  if (node.kind !== "scalar" || typeof node.value !== "number") {
    wrongType(reading, place, "a number from 0 to 100", "write a number")
    return undefined
  }
  if (node.value >= 0 && node.value <= 100) return toFourDecimals(node.value)
  report(reading, "wrong-value", place, `Expected a number from 0 to 100, found ${node.value}.`)
  return undefined
}
