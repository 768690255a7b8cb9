import type { Cursor } from "./cursor.ts"
import { shown } from "./fault.ts"

/** The inline flags: case (`i`), lines (`m`), line feeds (`s`), greed (`U`, which changes no language). */
export interface Flags {
  readonly i: boolean
  readonly m: boolean
  readonly s: boolean
}

/** What an opening parenthesis begins: a group, or flags for the rest of the group that it stands in. */
export interface Opening {
  readonly isGroup: boolean
  readonly flags: Flags
}

/** What other engines begin so; the longest come first. */
const foreign: readonly [opening: string, what: string, hint?: string][] = [
  ["(?<=", "look-behind", "match what comes before as part of the expression"],
  ["(?<!", "negative look-behind", "name the characters that may come before, as in (?:^|[^x])"],
  ["(?=", "look-ahead", "use several conditions, one expression each"],
  ["(?!", "negative look-ahead", "use a second condition that must not hold"],
  ["(?>", "an atomic group", "write (?:, for nothing is ever tried twice here"],
  ["(?|", "a branch reset", "write (?:"],
  ["(?#", "a comment", "leave it out"],
  ["(?(", "a conditional", "write both cases as alternatives"],
  ["(?P=", "a back-reference", "no group can be referred to in an expression of linear time"],
  ["(?P>", "a subroutine call", "write the group out where it is called"],
  ["(?&", "a subroutine call", "write the group out where it is called"],
  ["(?R", "recursion", "nesting of any depth is beyond regular expressions"],
  ["(?'", "a quoted group name", "write (?<name>"],
  ["(*", "a verb", "leave it out"],
]

/** Reads `(` and what belongs to it; the cursor stands on it. `names` are those of the groups so far. */
export function readOpening(cursor: Cursor, flags: Flags, names: Set<string>): Opening {
  const at = cursor.at
  if (!cursor.sees("(?")) {
    if (cursor.dialect === "re2" && cursor.sees("(*")) refuseForeign(cursor, at)
    cursor.at++
    return { isGroup: true, flags }
  }
  if (cursor.takes("(?:")) return { isGroup: true, flags }
  refuseForeign(cursor, at)
  if (readName(cursor, at, names)) return { isGroup: true, flags }
  if (/^\(\?[-+]?[0-9]/.test(cursor.text.slice(at, at + 4))) {
    const hint = "write the group out where it is called"
    cursor.refuse("unsupported-regex", "expected no subroutine call of a group by its number", at, hint)
  }
  return readFlags(cursor, flags, at)
}

function refuseForeign(cursor: Cursor, at: number): void {
  for (const [opening, what, hint] of foreign) {
    if (!cursor.sees(opening)) continue
    cursor.refuse(
      "unsupported-regex",
      `expected a regular expression of linear time, got ${what}: ${opening}`,
      at,
      hint,
    )
  }
}

/** `(?<name>`, and in RE2 `(?P<name>`. */
function readName(cursor: Cursor, at: number, names: Set<string>): boolean {
  const isRe2 = cursor.dialect === "re2"
  if (!cursor.sees("(?<") && !cursor.sees("(?P<")) return false
  const found = cursor.match(isRe2 ? /\(\?P?<(\w+)>/y : /\(\?<([\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*)>/uy)
  const name = found?.[1]
  if (name === undefined) {
    const hint = "write (?<name> with letters, digits and _"
    return cursor.refuse("invalid-regex", "expected the name of a group", at, hint)
  }
  if (names.has(name)) {
    const hint = "give each group a name of its own, or none"
    cursor.refuse("invalid-regex", `expected group names to differ, got ${shown(name)} again`, at, hint)
  }
  names.add(name)
  return true
}

/** `(?i)`, `(?i-s)`, `(?i:`, `(?-m:`. */
function readFlags(cursor: Cursor, flags: Flags, at: number): Opening {
  const found = cursor.match(/\(\?([A-Za-z]*)(-?)([A-Za-z]*)([:)])/y)
  if (found === undefined) {
    const start = shown(cursor.text.slice(at, at + 3))
    return cursor.refuse("invalid-regex", `expected a group, got ${start}`, at, "write (?: or (?<name>")
  }
  const [text, on = "", minus, off = "", end] = found
  const unknown = /[^imsU]/.exec(on + off)
  if (cursor.dialect === "ecma" || unknown !== null) {
    const hint = cursor.dialect === "ecma" ? "spell both cases out: [Aa]" : "the flags are i, m, s and U"
    const what = cursor.dialect === "ecma" ? "no flags inside the expression" : "flags that are known"
    cursor.refuse("unsupported-regex", `expected ${what}, got ${shown(text)}`, at, hint)
  }
  if ((on + off === "" && end === ")") || (minus === "-" && off === "")) {
    cursor.refuse("invalid-regex", `expected flags, got ${shown(text)}`, at, "write (?i) or (?-i)")
  }
  const flag = (name: "i" | "m" | "s"): boolean => (off.includes(name) ? false : on.includes(name) || flags[name])
  return { isGroup: end === ":", flags: { i: flag("i"), m: flag("m"), s: flag("s") } }
}
