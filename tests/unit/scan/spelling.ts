/** Plain traces, spelled in all the ways that JSON allows. */

export type Random = () => number

export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

export const below = (random: Random, most: number): number => Math.floor(random() * most)
export const pick = <T>(random: Random, list: readonly T[]): T => list[below(random, list.length)] as T

const letters = ["a", "Z", " ", "7", "{", "}", "[", "]", ",", ":", "y", "Y", "_", "\u007f", "/", "'", "ü", "é", "ß"]
const beyond = ["東", "\u2028", "€", "\uffff", "𝄞", "🛫", "\u{10ffff}", "\u0080", "\u07ff", "\u0800", "\ud7ff"]
const spelled = [
  '\\"',
  "\\\\",
  "\\/",
  "\\b",
  "\\f",
  "\\n",
  "\\r",
  "\\t",
  "\\u0041",
  "\\ud83d\\udeeb",
  "\\ud800",
  "\\uDEAD",
  "\\u0000",
]

/** A string as JSON. Most are short; some end far away, or are nothing but backslashes. */
export function spellText(random: Random, escapes = true): string {
  const length = random() < 0.1 ? below(random, 200) : below(random, 12)
  const nasty = escapes ? random() * 0.6 : 0
  let text = ""
  for (let k = 0; k < length; k++) {
    if (random() < nasty) text += random() < 0.4 ? "\\\\" : pick(random, spelled)
    else text += random() < 0.2 ? pick(random, beyond) : pick(random, letters)
  }
  return `"${text}"`
}

const numbers = [
  "0",
  "-0",
  "1",
  "-17",
  "3.25",
  "1e5",
  "1E+2",
  "2.5e-7",
  "12345678901234567890",
  "0.1",
  "-0.0e0",
  "1e999",
]

export interface Spelling {
  readonly random: Random
  /** White space between tokens: none, some, or with line feeds. */
  readonly blanks: readonly string[]
}

export const blank = ({ random, blanks }: Spelling): string =>
  blanks.length > 0 && random() < 0.3 ? pick(random, blanks) + (random() < 0.2 ? pick(random, blanks) : "") : ""

export function spellList(spelling: Spelling, items: readonly string[]): string {
  const spaced = items.map((item) => `${blank(spelling)}${item}${blank(spelling)}`)
  return items.length === 0 ? `[${blank(spelling)}]` : `[${spaced.join(",")}]`
}

export function spellObject(spelling: Spelling, fields: readonly (readonly [string, string])[]): string {
  const gap = (): string => blank(spelling)
  const spaced = fields.map(([key, value]) => `${gap()}${key}${gap()}:${gap()}${value}${gap()}`)
  return fields.length === 0 ? `{${gap()}}` : `{${spaced.join(",")}}`
}

/** Any value. */
export function spellValue(spelling: Spelling, depth = 0): string {
  const { random } = spelling
  const kind = below(random, depth > 5 ? 5 : 8)
  if (kind < 2) return spellText(random)
  if (kind === 2) return pick(random, numbers)
  if (kind < 5) return pick(random, ["true", "false", "null", "{}", "[]"])
  const size = below(random, 4)
  if (kind === 5)
    return spellList(
      spelling,
      Array.from({ length: size }, () => spellValue(spelling, depth + 1)),
    )
  return spellFields(spelling, size, depth)
}

function spellFields(spelling: Spelling, size: number, depth: number): string {
  const key = (): string =>
    spelling.random() < 0.1 ? pick(spelling.random, ['"__proto__"', '"tool"', '""']) : spellText(spelling.random)
  return spellObject(
    spelling,
    Array.from({ length: size }, () => [key(), spellValue(spelling, depth + 1)] as const),
  )
}

function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const order = list.map((item) => ({ item, at: random() }))
  return random() < 0.5 ? [...list] : order.sort((a, b) => a.at - b.at).map(({ item }) => item)
}

const times = ["0", "1700000000000", "-5", "1700000000000.25", "0.5", "999999999999999", "-0", "null", '"2026-01-31"']
const isoTimes = [
  '"2024-02-29T23:59:60Z"',
  '"0001-01-01 00:00"',
  '"2026-12-31t12:30:45.1234+05:30"',
  '"1969-07-20T20:17:40,5-0400"',
]
const others = [
  "note",
  "meta",
  "duration_ms",
  "__proto__",
  "toolName",
  "too",
  "argsx",
  "result2",
  "a-very-long-key",
  "",
]

/** A call that is plain: what the scanner must take. */
export function spellCall(spelling: Spelling): string {
  const { random } = spelling
  const tool = random() < 0.2 ? spellText(random) : `"${pick(random, ["Search", "a", "", "book_reservation", "ä"])}"`
  if (random() < 0.2) return tool
  const fields: (readonly [string, string])[] = [['"tool"', tool]]
  const add = (chance: number, key: string, value: () => string): void => {
    if (random() < chance) fields.push([`"${key}"`, value()])
  }
  add(0.8, "args", () => (random() < 0.1 ? "null" : spellFields(spelling, below(random, 4), 0)))
  add(0.6, "result", () => spellValue(spelling))
  add(0.15, "error", () => spellValue(spelling))
  add(0.2, "status", () => pick(random, ['"ok"', '"error"', '"denied"', '"pending"', "null"]))
  for (const key of ["id", "parent", "agent"]) add(0.3, key, () => (random() < 0.1 ? "null" : spellText(random)))
  for (const key of ["step", "turn"])
    add(0.2, key, () => pick(random, ["0", "7", "9007199254740991", "null", "123456"]))
  add(0.5, "time", () => pick(random, random() < 0.5 ? times : isoTimes))
  const strange = shuffled(random, others).slice(0, random() < 0.3 ? below(random, 3) : 0)
  for (const key of strange) fields.push([JSON.stringify(key), spellValue(spelling)])
  return spellObject(spelling, shuffled(random, fields))
}

/** A trace that is plain. */
export function spellTrace(spelling: Spelling): string {
  const { random } = spelling
  const size = random() < 0.1 ? 0 : below(random, 6)
  const calls = (): string =>
    spellList(
      spelling,
      Array.from({ length: size }, () => spellCall(spelling)),
    )
  const names = (): string =>
    spellList(
      spelling,
      Array.from({ length: size }, () => spellText(random)),
    )
  if (random() < 0.15) return calls()
  const fields: (readonly [string, string])[] = []
  const byNames = random() < 0.2
  if (byNames) fields.push(['"tools"', names()])
  else fields.push(['"calls"', calls()])
  if (!byNames && random() < 0.2) fields.push(['"tools"', random() < 0.5 ? names() : spellValue(spelling)])
  const named = random() < 0.6
  if (named) fields.push(['"id"', spellText(random)])
  if (named && random() < 0.1)
    fields.push([pick(random, ['"session_id"', '"run_id"', '"trace_id"']), spellText(random)])
  for (const key of shuffled(random, others).slice(0, below(random, 3))) {
    fields.push([JSON.stringify(key), spellValue(spelling)])
  }
  return spellObject(spelling, shuffled(random, fields))
}
