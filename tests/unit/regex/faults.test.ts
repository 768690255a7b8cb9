import { expect, test } from "vitest"
import type { RegexDialect } from "../../../src/regex/index.ts"
import { refused, taken } from "./regex-core.ts"

type Case = [pattern: string, at: number, names: string]

const unsupported: Record<RegexDialect, Case[]> = {
  re2: [
    ["ab(?=c)", 2, "look-ahead"],
    ["(?!c)", 0, "negative look-ahead"],
    ["a(?<=b)", 1, "look-behind"],
    ["é(?<!b)", 1, "negative look-behind"],
    ["(a)\\1", 3, "back-reference"],
    ["(a)\\8", 3, "back-reference"],
    ["(?P<n>a)(?P=n)", 8, "back-reference"],
    ["(?<n>a)\\k<n>", 7, "back-reference"],
    ["(a)\\g{1}", 3, "back-reference"],
    ["\\p{Greek}", 0, "scripts"],
    ["😀[\\p{Script=Greek}]", 3, "scripts"],
    ["\\P{Alphabetic}", 0, "other properties"],
    ["a*+", 1, "possessive"],
    ["xa{2}+", 2, "possessive"],
    ["a?+", 1, "possessive"],
    ["(?>a)", 0, "atomic group"],
    ["(?|a|b)", 0, "branch reset"],
    ["(?#a)", 0, "comment"],
    ["(a)?(?(1)b)", 4, "conditional"],
    ["(a(?R)?b)", 2, "recursion"],
    ["(a(?1)?b)", 2, "subroutine call"],
    ["(?&a)", 0, "subroutine call"],
    ["(?P>a)", 0, "subroutine call"],
    ["(?'a'b)", 0, "quoted group name"],
    ["(*ANYCRLF)a", 0, "verb"],
    ["(?x) a", 0, "flags"],
    ["a\\C", 1, "single byte"],
    ["a\\Z", 1, "end"],
    ["\\Ga", 0, "last match"],
    ["a\\K", 1, "begun anew"],
    ["\\R", 0, "line end"],
    ["\\X", 0, "grapheme"],
    ["\\N", 0, "line feed"],
    ["\\h", 0, "white space"],
    ["\\V", 0, "white space"],
  ],
  ecma: [
    ["ab(?=c)", 2, "look-ahead"],
    ["(?!c)", 0, "negative look-ahead"],
    ["a(?<=b)", 1, "look-behind"],
    ["a(?<!b)", 1, "negative look-behind"],
    ["(a)\\1", 3, "back-reference"],
    ["(?<n>a)\\k<n>", 7, "back-reference"],
    ["\\p{Script=Greek}", 0, "scripts"],
    ["\\p{sc=Grek}", 0, "scripts"],
    ["[\\p{Emoji}]", 1, "other properties"],
    ["a++", 1, "possessive"],
    ["(?i:a)", 0, "flags"],
    ["(?-i:a)", 0, "flags"],
  ],
}

test.each(Object.entries(unsupported).flatMap(([dialect, cases]) => cases.map((one) => [dialect, ...one] as const)))(
  "%s: %s is not supported",
  (dialect, pattern, at, names) => {
    const fault = refused(pattern, dialect as RegexDialect)
    expect({ code: fault.code, at: fault.at }).toEqual({ code: "unsupported-regex", at })
    expect(fault.message).toContain(names)
  },
)

const invalid: Record<RegexDialect, [pattern: string, at: number][]> = {
  re2: [
    ["(a", 0],
    ["a)", 1],
    ["[a", 0],
    ["[]", 0],
    ["[^]", 0],
    ["a\\", 1],
    ["*a", 0],
    ["a|+", 2],
    ["({2})", 1],
    ["a**", 1],
    ["a{2}{3}", 1],
    ["a+?*", 1],
    ["a{3,2}", 1],
    ["[b-a]", 1],
    ["[a-\\d]", 1],
    ["[[:alfa:]]", 1],
    ["\\x{110000}", 0],
    ["\\x4", 0],
    ["\\y", 0],
    ["\\é", 0],
    ["\\u0041", 0],
    ["\\E", 0],
    ["\\Q\\E*", 4],
    ["[\\b]", 1],
    ["\\p{L", 0],
    ["(?<a b>c)", 0],
    ["(?<a>b)(?P<a>c)", 7],
    ["(?", 0],
    ["(?i", 0],
    ["(?i-)", 0],
    ["(?)", 0],
  ],
  ecma: [
    ["(a", 0],
    ["a)", 1],
    ["[a", 0],
    ["a\\", 1],
    ["*a", 0],
    ["a**", 1],
    ["^*", 1],
    ["a{3,2}", 1],
    ["[b-a]", 1],
    ["[\\d-a]", 1],
    ["[a-\\d]", 1],
    ["\\u{110000}", 0],
    ["\\u004", 0],
    ["\\x4", 0],
    ["\\c1", 0],
    ["\\01", 0],
    ["\\A", 0],
    ["\\z", 0],
    ["\\Qa", 0],
    ["\\pL", 0],
    ["(?P<n>a)", 0],
    ["(?<1>a)", 0],
  ],
}

test.each(Object.entries(invalid).flatMap(([dialect, cases]) => cases.map((one) => [dialect, ...one] as const)))(
  "%s: %s is invalid",
  (dialect, pattern, at) => {
    const fault = refused(pattern, dialect as RegexDialect)
    expect({ code: fault.code, at: fault.at }).toEqual({ code: "invalid-regex", at })
  },
)

test("what is too large is refused where it is", () => {
  const cases: [pattern: string, dialect: RegexDialect, at: number][] = [
    ["a".repeat(4097), "re2", 4096],
    ["é".repeat(2049), "re2", 2048],
    ["😀".repeat(1025), "ecma", 2048],
    ["a{1001}", "re2", 1],
    ["a{1001,}", "re2", 1],
    ["ba{99999999999999999999}", "re2", 2],
    ["(?:a{1000}){1000}", "re2", 11],
    ["((((a{100}){100}){100}){100}){100}", "re2", 11],
    ["(?:ab){3000}", "ecma", 6],
    ["a{4097}", "ecma", 1],
    [`${"(".repeat(201)}a${")".repeat(201)}`, "re2", 200],
    [`(?:a${"\\b".repeat(1000)}){20}`, "re2", 2005],
  ]
  for (const [pattern, dialect, at] of cases) {
    const fault = refused(pattern, dialect)
    expect({ pattern, code: fault.code, at: fault.at }).toEqual({ pattern, code: "regex-too-large", at })
  }
})

test("what is just small enough is taken", () => {
  taken("a".repeat(4096))
  taken("é".repeat(2048))
  taken("a{1000}")
  taken("(?:a{64}){64}")
  taken("^.{1,4096}$", "ecma")
  taken(`${"(".repeat(200)}a${")".repeat(200)}`)
  taken(`(?:${"\\b".repeat(1000)}){1000}`)
})

test("messages show patterns on one line of ASCII, and cut them", () => {
  const { message } = refused(`(?<n>a)(?<n>${"b".repeat(100)}`)
  expect(message).toMatch(/^[ -~]+$/)
  for (const name of ["\n\u202e\u001b[31m", "x".repeat(4000), "__proto__", "constructor"]) {
    const fault = refused(`\\p{${name}}`)
    expect(fault.message).toMatch(/^[ -~]{1,200}$/)
    expect(fault.hint).toMatch(/^[ -~]+$/)
  }
})
