import { IF_NO_WORD_EDGE, IF_TEXT_BEGINS, IF_TEXT_ENDS, IF_WORD_EDGE } from "../../assembly/check/regex-abi.ts"
import { ASCII_SPACE, allBut, type CodePoints, DIGITS, MAX_CODE_POINT, UNICODE_SPACE, WORD } from "./code-points.ts"
import type { Cursor } from "./cursor.ts"
import { shown } from "./fault.ts"
import { category, foldCase, foldedCategory, otherThan } from "./unicode.ts"

/** What stands behind a backslash: one character, a set of them, or a condition. */
export type Escape = { readonly point: number } | { readonly set: CodePoints } | { readonly condition: number }

/** Reads an escape; the cursor stands on the backslash. `folds`: sets hold what differs in case only. */
export function readEscape(cursor: Cursor, folds: boolean, inClass: boolean): Escape {
  const at = cursor.at
  cursor.at++
  if (cursor.isDone) cursor.refuse("invalid-regex", "expected a character after the backslash, got the end", at)
  const letter = cursor.next
  if ("dDsSwW".includes(letter)) {
    cursor.at++
    return { set: shorthand(cursor, letter, folds) }
  }
  if (letter === "p" || letter === "P") return { set: property(cursor, at, folds) }
  const condition = inClass ? undefined : conditions(cursor).get(letter)
  if (condition !== undefined) {
    cursor.at++
    return { condition }
  }
  return { point: point(cursor, at, letter, inClass) }
}

function shorthand(cursor: Cursor, letter: string, folds: boolean): CodePoints {
  const small = letter.toLowerCase()
  const space = cursor.dialect === "re2" ? ASCII_SPACE : UNICODE_SPACE
  const plain = small === "d" ? DIGITS : small === "w" ? WORD : space
  const set = folds ? foldCase(plain) : plain
  return letter === small ? set : allBut(set)
}

const shared: [string, number][] = [
  ["b", IF_WORD_EDGE],
  ["B", IF_NO_WORD_EDGE],
]
const ecmaConditions: ReadonlyMap<string, number> = new Map(shared)
const re2Conditions: ReadonlyMap<string, number> = new Map([...shared, ["A", IF_TEXT_BEGINS], ["z", IF_TEXT_ENDS]])

function conditions(cursor: Cursor): ReadonlyMap<string, number> {
  return cursor.dialect === "re2" ? re2Conditions : ecmaConditions
}

/** `\pL`, `\p{Lu}`, `\p{^Lu}`, `\P{Letter}`, `\p{gc=Lu}`. */
function property(cursor: Cursor, at: number, folds: boolean): CodePoints {
  const found = cursor.match(/([pP])(?:\{(\^?)([^{}]*)\}|([A-Za-z]))/y)
  if (found === undefined) {
    return cursor.refuse("invalid-regex", "expected a general category in braces after \\p", at, "write \\p{L}")
  }
  const [text, letter, caret, braced, single] = found
  const isRe2 = cursor.dialect === "re2"
  if ((single !== undefined || caret !== "") && !isRe2) {
    cursor.refuse("invalid-regex", `expected a general category in braces, got \\${shown(text)}`, at, "write \\p{L}")
  }
  const name = single ?? braced!
  const set = category(isRe2 ? name : name.replace(/^(?:gc|General_Category)=/, ""))
  if (set === undefined) {
    const hint =
      "general categories are known, such as L, Lu, Nd, P, Sc; list the ranges of others: [\\x{370}-\\x{3ff}]"
    const ecmaHint = hint.replaceAll(/\\x\{(\w+)\}/g, "\\u{$1}")
    const message = `expected a general category, got \\${shown(text)}: scripts and other properties are not supported`
    cursor.refuse("unsupported-regex", message, at, isRe2 ? hint : ecmaHint)
  }
  const folded = folds ? foldedCategory(set) : set
  return (letter === "P") === (caret === "^") ? folded : otherThan(folded)
}

const controls: ReadonlyMap<string, number> = new Map([
  ["f", 0x0c],
  ["n", 0x0a],
  ["r", 0x0d],
  ["t", 0x09],
  ["v", 0x0b],
])

function point(cursor: Cursor, at: number, letter: string, inClass: boolean): number {
  const control = controls.get(letter)
  if (control !== undefined) {
    cursor.at++
    return control
  }
  const read = cursor.dialect === "re2" ? re2Point(cursor, letter) : ecmaPoint(cursor, letter, inClass)
  if (read !== undefined) {
    if (read > MAX_CODE_POINT) cursor.refuse("invalid-regex", "expected a code point up to 10FFFF", at)
    return read
  }
  if (/[1-9]/.test(letter)) {
    const hint = "no group can be referred to in an expression of linear time"
    cursor.refuse("unsupported-regex", `expected no back-reference, got \\${letter}`, at, hint)
  }
  if (/[!-/:-@[-`{-~ ]/.test(letter)) return cursor.point()
  return refuseLetter(cursor, at, inClass)
}

/** `\a`, `\x41`, `\x{10FFFF}`, `\0`, `\012`; a single digit but 0 would be a back-reference. */
function re2Point(cursor: Cursor, letter: string): number | undefined {
  if (letter === "a") return take(cursor, 1, 0x07)
  const hex = cursor.match(/x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,16})\})/y)
  if (hex !== undefined) return Number.parseInt(hex[1] ?? hex[2]!, 16)
  const octal = cursor.match(/0[0-7]{0,2}|[1-7][0-7]{1,2}/y)
  return octal === undefined ? undefined : Number.parseInt(octal[0], 8)
}

/** `\x41`, `\u0041`, `\u{41}`, `\cA`, `\0`; in a class `\b` is the backspace. A surrogate pair is one character. */
function ecmaPoint(cursor: Cursor, letter: string, inClass: boolean): number | undefined {
  if (letter === "b" && inClass) return take(cursor, 1, 0x08)
  if (letter === "0" && !/[0-9]/.test(cursor.text.charAt(cursor.at + 1))) return take(cursor, 1, 0)
  const pair = cursor.match(/u([Dd][89ABab][0-9A-Fa-f]{2})\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})/y)
  if (pair !== undefined) {
    const [high, low] = [pair[1]!, pair[2]!].map((text) => Number.parseInt(text, 16) & 0x3ff)
    return 0x10000 + (high! << 10) + low!
  }
  const hex = cursor.match(/x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,4096})\}/y)
  if (hex !== undefined) return Number.parseInt(hex[1] ?? hex[2] ?? hex[3]!, 16)
  const control = cursor.match(/c([A-Za-z])/y)
  return control === undefined ? undefined : control[1]!.charCodeAt(0) & 31
}

function take(cursor: Cursor, units: number, point: number): number {
  cursor.at += units
  return point
}

/** Constructs of other engines, by their letter; then what to write instead. */
const foreign: readonly [letters: string, what: string, hint?: string][] = [
  ["C", "a single byte", "write (?s:.) for any character"],
  ["k", "a back-reference", "no group can be referred to in an expression of linear time"],
  ["g", "a back-reference or subroutine call"],
  ["Z", "the end before a last line feed", "write \\n?\\z"],
  ["G", "the end of the last match"],
  ["K", "a match that is begun anew"],
  ["R", "any line end", "write (?:\\r\\n|[\\n-\\r])"],
  ["X", "a grapheme cluster"],
  ["N", "what is not a line feed, or a named character", "write [^\\n]"],
  ["hH", "horizontal white space", "write [\\t ] or [^\\t ]"],
  ["V", "what is not vertical white space", "write [^\\n-\\r]"],
]

function refuseLetter(cursor: Cursor, at: number, inClass: boolean): never {
  const letter = cursor.next
  const isRe2 = cursor.dialect === "re2"
  if (isRe2) {
    for (const [letters, what, hint] of foreign) {
      if (!letters.includes(letter)) continue
      cursor.refuse("unsupported-regex", `expected RE2's syntax, got \\${letter}: ${what}`, at, hint)
    }
    if (letter === "u") cursor.refuse("invalid-regex", "expected RE2's syntax, got \\u", at, "write \\x{20AC}")
    if (inClass && letter === "b") cursor.refuse("invalid-regex", "expected no \\b in a class", at, "write \\x08")
  } else {
    if (letter === "k") {
      const hint = "no group can be referred to in an expression of linear time"
      cursor.refuse("unsupported-regex", "expected no back-reference, got \\k", at, hint)
    }
    const anchor = { A: "^", z: "$", Z: "$" }[letter]
    if (anchor !== undefined) {
      cursor.refuse("invalid-regex", `expected ECMA-262's syntax, got \\${letter}`, at, `write ${anchor}`)
    }
  }
  cursor.point()
  const got = shown(cursor.text.slice(at, cursor.at))
  cursor.refuse("invalid-regex", `expected an escape that is known, got ${got}`, at, "write a plain character as it is")
}

/** The set of one character. */
export function setOf(point: number, folds: boolean): CodePoints {
  return folds ? foldCase([point, point]) : [point, point]
}
