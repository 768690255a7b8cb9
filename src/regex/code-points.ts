/**
 * A set of code points: first and last of each range, one pair after the other, ascending, with gaps between the ranges.
 * Sets are values: nothing writes to one after it was made.
 */
export type CodePoints = readonly number[]

export const MAX_CODE_POINT = 0x10ffff

export const NONE: CodePoints = []
export const ANY: CodePoints = [0, MAX_CODE_POINT]
export const NEWLINE: CodePoints = [0x0a, 0x0a]
/** What `.` leaves out in ECMA-262. */
export const LINE_ENDS: CodePoints = [0x0a, 0x0a, 0x0d, 0x0d, 0x2028, 0x2029]
export const DIGITS: CodePoints = [0x30, 0x39]
export const WORD: CodePoints = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a]
/** `\s` of RE2: tab, line feed, form feed, carriage return, space. */
export const ASCII_SPACE: CodePoints = [0x09, 0x0a, 0x0c, 0x0d, 0x20, 0x20]
/** `\s` of ECMA-262: white space and line ends of Unicode, and the byte order mark. */
export const UNICODE_SPACE: CodePoints = [
  0x09, 0x0d, 0x20, 0x20, 0xa0, 0xa0, 0x1680, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029, 0x202f, 0x202f, 0x205f, 0x205f,
  0x3000, 0x3000, 0xfeff, 0xfeff,
]

/** Any pairs, in any order, as one set. */
export function asSet(pairs: readonly number[]): CodePoints {
  if (isSet(pairs)) return pairs
  const starts = Array.from({ length: pairs.length / 2 }, (_, i) => 2 * i).sort((a, b) => pairs[a]! - pairs[b]!)
  const set: number[] = []
  for (const i of starts) {
    const last = set.length - 1
    if (last > 0 && pairs[i]! <= set[last]! + 1) set[last] = Math.max(set[last]!, pairs[i + 1]!)
    else set.push(pairs[i]!, pairs[i + 1]!)
  }
  return set
}

function isSet(pairs: readonly number[]): boolean {
  for (let i = 2; i < pairs.length; i += 2) if (pairs[i]! <= pairs[i - 1]! + 1) return false
  return true
}

/** All code points that the set leaves out. */
export function allBut(set: CodePoints): CodePoints {
  const others: number[] = []
  let from = 0
  for (let i = 0; i < set.length; i += 2) {
    if (set[i]! > from) others.push(from, set[i]! - 1)
    from = set[i + 1]! + 1
  }
  if (from <= MAX_CODE_POINT) others.push(from, MAX_CODE_POINT)
  return others
}

/** The index of the first range that ends at or after `point`; `set.length` when there is none. */
export function rangeFrom(set: CodePoints, point: number): number {
  let low = 0
  let high = set.length / 2
  while (low < high) {
    const middle = (low + high) >> 1
    if (set[2 * middle + 1]! < point) low = middle + 1
    else high = middle
  }
  return 2 * low
}

export function holds(set: CodePoints, point: number): boolean {
  const i = rangeFrom(set, point)
  return i < set.length && set[i]! <= point
}
