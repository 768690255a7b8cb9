import { expect, test } from "vitest"
import {
  MAX_STATES,
  REGEX_FORM,
  REGEX_IS_ANCHORED,
  REGEX_IS_STEPS,
  REGEX_NO,
  REGEX_STEPS,
  REGEX_TOO_COSTLY,
  REGEX_YES,
} from "../../../assembly/check/regex-abi.ts"
import { compileRegex, type RegexForm } from "../../../src/regex/compile.ts"
import { Random, randomPattern, randomText } from "./random-pattern.ts"
import { type Build, RegexCore, taken } from "./regex-core.ts"

const mega = 1 << 20

test.each<Build>(["simd", "scalar"])("patterns that make others backtrack take linear time (%s)", (build) => {
  const core = new RegexCore(build, mega)
  const cases: [pattern: string, text: string, found: number][] = [
    ["^(a+)+$", `${"a".repeat(mega - 1)}!`, REGEX_NO],
    ["(a|a)*b", "a".repeat(mega), REGEX_NO],
    ["(a*)*c", "a".repeat(mega), REGEX_NO],
    ["^(([a-z])+.)+[A-Z]([a-z])+$", "a".repeat(mega), REGEX_NO],
    ["(x+x+)+y", "x".repeat(mega), REGEX_NO],
    ["(.*)(.*)(.*)(.*)(.*)[12]z", "1".repeat(mega), REGEX_NO],
    ["((a?){4}){4}b", "a".repeat(mega), REGEX_NO],
    ["\\b(\\w+\\s?)*\\bé$", "word ".repeat(mega / 5), REGEX_NO],
    ["(é|日)*!$", `${"é日".repeat(mega / 5 - 1)}!`, REGEX_YES],
  ]
  for (const [pattern, text, found] of cases) {
    for (const form of ["any", "steps"] as RegexForm[]) {
      core.load(taken(pattern, "re2", form).words)
      const bytes = new TextEncoder().encode(text)
      const half = new TextEncoder().encode(text.slice(0, text.length / 2))
      core.search(half)
      const before = core.spent(half.length)
      expect({ pattern, form, found: core.search(bytes) }).toEqual({ pattern, form, found })
      expect(core.spent(bytes.length)).toBeLessThanOrEqual(2.1 * before + 100)
    }
  }
})

test("a match ends the search, and an anchored expression gives up where nothing can come", () => {
  const core = new RegexCore("simd", mega)
  for (const form of ["any", "steps"] as RegexForm[]) {
    for (const pattern of ["^ab", "b", "\\Aaa|\\Ab", "^a\\b"]) {
      core.load(taken(pattern, "re2", form).words)
      core.search(`ab${"a".repeat(mega - 2)}`)
      expect(core.spent(mega)).toBeLessThan(100)
    }
  }
})

test("what takes more steps than there is fuel says so", () => {
  const core = new RegexCore("simd", mega)
  const { words } = taken("(?:.{0,1000}){4}!")
  expect(words[REGEX_FORM]! & REGEX_IS_STEPS).toBe(REGEX_IS_STEPS)
  core.load(words)
  expect(core.search("a".repeat(mega))).toBe(REGEX_TOO_COSTLY)
  expect(core.search("a".repeat(100))).toBe(REGEX_NO)
})

test("tables have 1,024 states at most; what needs more is carried out", () => {
  const form = (pattern: string): number => taken(pattern).words[REGEX_FORM]!
  expect(taken("^a{1000}$").words[REGEX_STEPS]).toBeLessThanOrEqual(MAX_STATES)
  expect(form("^a{1000}$")).toBe(0)
  expect(form("^(?:a{1000}){2}$")).toBe(REGEX_IS_STEPS | REGEX_IS_ANCHORED)
  expect(form("(a|b)*a(a|b){8}c")).toBe(0)
  expect(form("(a|b)*a(a|b){14}c")).toBe(REGEX_IS_STEPS)
  const core = new RegexCore()
  core.load(taken("^(?:a{1000}){2}$").words)
  expect(core.search("a".repeat(2000))).toBe(REGEX_YES)
  expect(core.search("a".repeat(2001))).toBe(REGEX_NO)
})

test("equal patterns have equal words, whatever was compiled before", () => {
  const pattern = "(?i)[\\p{L}\\pN]+|\\bx\\S"
  const first = taken(pattern).words
  taken("(?i)\\P{L}[^k]")
  expect(taken(pattern).words).toEqual(first)
})

test("compiling is bounded, whatever the pattern", () => {
  const many = (count: number, of: (index: number) => string): string =>
    Array.from({ length: count }, (_, i) => of(i)).join("")
  const char = (point: number): string => String.fromCodePoint(point)
  const hostile = [
    "((a{1000}){1000})",
    "(?:(?:(?:(?:a?){9}){9}){9}){5}",
    "(?:a|b|c|d|.)*".repeat(290),
    many(800, (i) => `[^${char(0x100 + i)}]`),
    many(450, (i) => `[\\pL${char(0x2500 + i)}]`),
    `(?i)${many(450, (i) => `[^\\pL${char(0x2500 + i)}]`)}`,
    `(?i)${"[\\pL\\pM\\pN\\pP\\pS\\pZ\\pC]".repeat(180)}`,
    many(1900, (i) => char(0x80 + i)),
    many(1300, (i) => `${char(0x100 + i)}|`),
    `${".*".repeat(2000)}x`,
    `(${"|".repeat(4000)})*`,
    `${"(?:a|".repeat(199)}${")*".repeat(199)}`,
    `(?:${"\\b".repeat(1300)})*`,
    `${"(?i)".repeat(1000)}a`,
    "\\Q".repeat(2000),
    "(?<a".repeat(1000),
    "[".repeat(4096),
    "{".repeat(4096),
    "a{1".repeat(1000),
    `\\p{${"L".repeat(4000)}`,
    `\\u{${"0".repeat(4000)}41}`,
  ]
  for (const pattern of hostile) {
    for (const dialect of ["re2", "ecma"] as const) {
      const began = performance.now()
      compileRegex(pattern, dialect)
      // Generous, for machines that are busy; the slowest takes a tenth of it.
      expect(performance.now() - began, pattern.slice(0, 40)).toBeLessThan(3000)
    }
  }
})

test("any text as a pattern is taken or refused, and never thrown at", () => {
  const random = new Random(31)
  const pieces = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "?",
    "*",
    "+",
    "|",
    "\\",
    "^",
    "$",
    "-",
    "<",
    "P",
    ":",
    "p",
    "L",
    "1",
    ",",
    "Q",
    "E",
  ]
  const core = new RegexCore()
  for (let i = 0; i < 20_000; i++) {
    const pattern = Array.from({ length: random.below(12) }, () =>
      random.pick([...pieces, "x", "é", "\ud800", "😀"]),
    ).join("")
    const made = compileRegex(pattern, random.pick(["re2", "ecma"]))
    if ("code" in made) expect(made.at).toBeLessThanOrEqual(pattern.length)
    else expect(core.load(made.words)).toBe(made.words.length)
  }
})

test("damaged words are refused, or searched without leaving them", () => {
  const random = new Random(32)
  const core = new RegexCore()
  let refused = 0
  for (let i = 0; i < 300; i++) {
    const { words } = taken(randomPattern(random, 1, false).re2, "re2", random.pick<RegexForm>(["any", "steps"]))
    expect(core.load(words, words.length - 1)).toBe(0)
    expect(core.load(words, words.length + 9)).toBe(words.length)
    for (let j = 0; j < 60; j++) {
      const damaged = [...words]
      const at = random.below(random.below(2) === 0 ? 8 : words.length)
      const bit = 1 << random.below(32)
      damaged[at] = random.below(4) === 0 ? random.below(2 ** 32) : (damaged[at]! ^ bit) >>> 0
      if (core.load(damaged) === 0) refused++
      else expect([REGEX_NO, REGEX_YES, REGEX_TOO_COSTLY]).toContain(core.search(randomText(random)))
    }
  }
  expect(refused).toBeGreaterThan(300 * 20)
})
