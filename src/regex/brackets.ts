import { allBut, asSet, type CodePoints, DIGITS, WORD } from "./code-points.ts"
import type { Cursor } from "./cursor.ts"
import { readEscape } from "./escapes.ts"
import { shown } from "./fault.ts"
import { foldCase } from "./unicode.ts"

const LOWER = [0x61, 0x7a]
const UPPER = [0x41, 0x5a]
const PUNCTUATION = [0x21, 0x2f, 0x3a, 0x40, 0x5b, 0x60, 0x7b, 0x7e]

/** `[[:alpha:]]` and its kin, all of them ASCII. */
const named: ReadonlyMap<string, readonly number[]> = new Map([
  ["alnum", [...DIGITS, ...UPPER, ...LOWER]],
  ["alpha", [...UPPER, ...LOWER]],
  ["ascii", [0x00, 0x7f]],
  ["blank", [0x09, 0x09, 0x20, 0x20]],
  ["cntrl", [0x00, 0x1f, 0x7f, 0x7f]],
  ["digit", DIGITS],
  ["graph", [0x21, 0x7e]],
  ["lower", LOWER],
  ["print", [0x20, 0x7e]],
  ["punct", PUNCTUATION],
  ["space", [0x09, 0x0d, 0x20, 0x20]],
  ["upper", UPPER],
  ["word", WORD],
  ["xdigit", [0x30, 0x39, 0x41, 0x46, 0x61, 0x66]],
])

/** Reads a class; the cursor stands on its opening bracket. */
export function readClass(cursor: Cursor, folds: boolean): CodePoints {
  const at = cursor.at
  cursor.at++
  const isNegated = cursor.takes("^")
  const pairs: number[] = []
  // In RE2 a bracket that comes first is a character of the class.
  let isFirst = cursor.dialect === "re2"
  while (isFirst || cursor.next !== "]") {
    if (cursor.isDone) cursor.refuse("invalid-regex", "expected a ] that closes the class, got the end", at)
    isFirst = false
    readMember(cursor, folds, pairs)
  }
  cursor.at++
  const set = asSet(pairs)
  cursor.spend(set.length, at)
  return isNegated ? allBut(set) : set
}

function readMember(cursor: Cursor, folds: boolean, pairs: number[]): void {
  const at = cursor.at
  const first = cursor.dialect === "re2" && cursor.sees("[:") ? namedClass(cursor, folds) : readOne(cursor, folds)
  const isRange = cursor.next === "-" && cursor.at + 1 < cursor.text.length && !cursor.sees("-]")
  if (typeof first !== "number") {
    if (isRange && cursor.dialect === "ecma") refuseRange(cursor, at)
    add(cursor, pairs, first, at)
    return
  }
  const last = isRange ? readLast(cursor, folds, first, at) : first
  add(cursor, pairs, folds ? foldCase([first, last]) : [first, last], at)
}

function readLast(cursor: Cursor, folds: boolean, first: number, at: number): number {
  cursor.at++
  const last = readOne(cursor, folds)
  return typeof last !== "number" || last < first ? refuseRange(cursor, at) : last
}

function add(cursor: Cursor, pairs: number[], set: CodePoints, at: number): void {
  cursor.spend(set.length, at)
  for (const point of set) pairs.push(point)
}

function readOne(cursor: Cursor, folds: boolean): number | CodePoints {
  if (cursor.next !== "\\") return cursor.point()
  const read = readEscape(cursor, folds, true)
  if ("point" in read) return read.point
  return "set" in read ? read.set : []
}

function namedClass(cursor: Cursor, folds: boolean): number | CodePoints {
  const at = cursor.at
  const found = cursor.match(/\[:(\^?)([^:\]]*):\]/y)
  if (found === undefined) return cursor.point()
  const set = named.get(found[2]!)
  if (set === undefined) {
    const message = `expected a named class such as [:alpha:], got ${shown(found[0])}`
    cursor.refuse("invalid-regex", message, at, `there are ${[...named.keys()].join(", ")}`)
  }
  const folded = folds ? foldCase(asSet(set)) : asSet(set)
  return found[1] === "^" ? allBut(folded) : folded
}

function refuseRange(cursor: Cursor, at: number): never {
  const range = shown(cursor.text.slice(at, cursor.at + (cursor.next === "-" ? 1 : 0)))
  const hint = "a range runs from a character to one that is not less; write \\- for the character itself"
  cursor.refuse("invalid-regex", `expected a range of characters in ascending order, got ${range}`, at, hint)
}
