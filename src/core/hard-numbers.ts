import {
  DIGITS_SPLIT,
  NUMBER_AT,
  NUMBER_BYTES,
  NUMBER_DIGITS_HIGH,
  NUMBER_DIGITS_LOW,
  NUMBER_EXPONENT,
  NUMBER_LENGTH,
  NUMBER_VALUE,
} from "../../assembly/check/schema-abi.ts"

/** A double's shortest spelling: `digits × 10^exponent`, the digits without zeros at the end, at most 17. */
export interface Spelling {
  /** The last nine digits, and those before them. */
  readonly low: number
  readonly high: number
  readonly exponent: number
}

/**
 * Fills in the core's `count` records of hard numbers at `at`: reads each spelling in `bytes` and writes the double that
 * `JSON.parse` makes of it, and that double's shortest spelling. `bytes` and `view` are the core's memory.
 */
export function resolveHardNumbers(bytes: Uint8Array, view: DataView, at: number, count: number): void {
  for (let i = 0, record = at; i < count; i++, record += NUMBER_BYTES) {
    const from = view.getUint32(record + NUMBER_AT, true)
    const value = Number(ascii(bytes, from, from + view.getUint32(record + NUMBER_LENGTH, true)))
    view.setFloat64(record + NUMBER_VALUE, value, true)
    if (!Number.isFinite(value)) continue
    const { low, high, exponent } = shortestSpelling(value)
    view.setUint32(record + NUMBER_DIGITS_HIGH, high, true)
    view.setUint32(record + NUMBER_DIGITS_LOW, low, true)
    view.setInt32(record + NUMBER_EXPONENT, exponent, true)
  }
}

/** The shortest spelling of a finite double, without its sign. */
export function shortestSpelling(value: number): Spelling {
  const [, whole = "", fraction = "", power = "0"] = /^(\d+)\.?(\d*)e(.+)$/.exec(Math.abs(value).toExponential()) ?? []
  const digits = (whole + fraction).replace(/0+$/, "")
  if (digits === "") return { low: 0, high: 0, exponent: 0 }
  const all = BigInt(digits)
  const split = BigInt(DIGITS_SPLIT)
  return {
    low: Number(all % split),
    high: Number(all / split),
    exponent: Number(power) - digits.length + 1,
  }
}

/** Digits, signs and points: in pieces, for an engine takes only so many arguments. */
function ascii(bytes: Uint8Array, from: number, to: number): string {
  let text = ""
  for (let i = from; i < to; i += 4096) text += String.fromCharCode(...bytes.subarray(i, Math.min(i + 4096, to)))
  return text
}
