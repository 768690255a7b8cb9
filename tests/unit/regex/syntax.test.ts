import { expect, test } from "vitest"
import { REGEX_NO, REGEX_YES } from "../../../assembly/check/regex-abi.ts"
import { holds } from "../../../src/regex/code-points.ts"
import type { RegexForm } from "../../../src/regex/compile.ts"
import type { RegexDialect } from "../../../src/regex/index.ts"
import { category, foldCase } from "../../../src/regex/unicode.ts"
import { RegexCore, taken } from "./regex-core.ts"

const core = new RegexCore()

function found(pattern: string, text: string, dialect: RegexDialect): boolean {
  const [table, steps] = (["any", "steps"] as RegexForm[]).map((form) => {
    const { words } = taken(pattern, dialect, form)
    expect(core.load(words)).toBe(words.length)
    return core.search(text)
  })
  expect(steps, `${pattern} in ${text}`).toBe(table)
  expect([REGEX_NO, REGEX_YES]).toContain(table)
  return table === REGEX_YES
}

type Case = [pattern: string, yes: string[], no: string[]]

const re2: Case[] = [
  ["", ["", "a"], []],
  ["^/tmp/", ["/tmp/x"], ["x/tmp/", "/tmp"]],
  ["\\.sh$", ["a.sh"], ["a.sh\n", "ash"]],
  ["(?m)^b$", ["a\nb\nc", "b"], ["a\rb", "ab"]],
  ["(?m)a$(?-m)\\z", ["ba"], ["a\n"]],
  ["(?m:^)b|^c", ["a\nb", "c"], ["a\nc"]],
  ["a.c", ["abc", "a😀c"], ["a\nc", "ac"]],
  ["(?s)a.c", ["a\nc"], []],
  ["(?s:a.)c.", ["a\ncd"], ["a\nc\n"]],
  ["(?i)straße", ["STRAẞE", "straße"], ["STRASSE"]],
  ["(?i:a)b", ["Ab"], ["AB"]],
  ["(?i)a(?-i)b", ["Ab"], ["AB"]],
  ["(a(?i)b)c", ["aBc"], ["aBC"]],
  ["(?i)k", ["K", "\u212a"], []],
  ["(?i)[^k]", ["a"], ["K", "k", "\u212a"]],
  ["(?i)\\P{Lu}", ["1"], ["a", "A"]],
  ["(?i)[[:upper:]]", ["a"], ["1"]],
  ["(?U)a+b+?", ["aab"], ["b"]],
  ["\\Qa.b*\\Ec", ["a.b*c"], ["axbbc"]],
  ["\\Qab\\E+$", ["abbb"], ["abab1", "aba"]],
  ["^\\Qa|", ["a|"], ["a"]],
  ["\\x41\\x{1F600}\\101\\0?\\a?\\f?\\v?", ["A😀A"], ["A"]],
  ["^\\12$", ["\n"], ["12"]],
  ["[]a]", ["]", "a"], ["["]],
  ["[^]a]", ["b"], ["]a"]],
  ["^[a-]$|^[-b]$|^[\\d-x]$", ["-", "a", "b", "x", "5"], ["c"]],
  ["[[:alpha:][:^print:]]", ["a", "\n", "é"], ["1", "~"]],
  ["[[:word:]-]", ["_", "-"], ["."]],
  ["^[\\n-\\r\\]\\\\^]$", ["\r", "]", "\\", "^"], ["a"]],
  ["^\\s$", ["\t", "\n", "\f", "\r", " "], ["\v", "\u00a0"]],
  ["^\\d\\w$", ["1_", "0k"], ["1é", "٣a", "1\u212a"]],
  ["\\bcat\\b", ["a cat.", "cat"], ["cats", "_cat"]],
  ["\\bé", [], ["é", "aé1".slice(1)]],
  ["a\\bé", ["aé"], []],
  ["\\Bat", ["cat"], ["at"]],
  ["^\\pL\\p{Nd}\\PL\\p{^L}\\P{^L}$", ["é٣1-x"], ["111-x"]],
  ["^\\p{Uppercase_Letter}\\p{lowercaseletter}$", ["Éé"], ["éÉ"]],
  ["^\\p{Any}\\p{ASCII}\\p{Assigned}$", ["\ufdd0aa"], ["aéa", "aa\ufdd0"]],
  ["^\\p{Cn}\\p{Co}\\p{C}$", ["\u0378\ue000\u0378"], []],
  ["^a{,2}$", ["a{,2}"], ["aa"]],
  ["^a{2$|^{a}$", ["a{2", "{a}"], []],
  ["^(?:a{2,3}){2}$", ["aaaa", "aaaaaa"], ["aaa", "aaaaaaa"]],
  ["^a{0}b{0,0}$", [""], ["a"]],
  ["^*a", ["ba"], []],
  ["^(?P<one>a)(?<two_2>b)$", ["ab"], []],
  ["(|a)+b|(?:)c", ["b", "c"], ["a"]],
  ["^(?:a||b)$", ["", "a", "b"], ["c"]],
  ["[^\\x00-\\x{10FFFF}]", [], ["", "a"]],
  ["\\_\\-\\ \\~", ["_- ~"], []],
  ["^\\x{FFFD}$", ["\ufffd"], []],
  ["^\ud800$", ["\ufffd"], ["a"]],
  ["(?m)^$", ["", "a\n", "\n\n"], ["a"]],
  ["a$b|^\\z", [""], ["ab"]],
]

const ecma: Case[] = [
  ["^\\u0041\\u{1F600}\\ud83d\\ude00\\x41\\cJ\\0$", ["A😀😀A\n\0"], []],
  ["^.$", ["a", "😀", "\v"], ["\n", "\r", "\u2028", "\u2029", ""]],
  ["a$", ["a"], ["a\n"]],
  ["^\\s$", ["\v", "\u00a0", "\ufeff", "\u3000"], ["\u200b", "\u0085"]],
  ["^\\d\\w$", ["1a"], ["٣a", "1é"]],
  ["[^]", ["\n"], [""]],
  ["[]", [], ["", "a"]],
  ["^[\\b]$", ["\b"], ["b"]],
  ["^\\/\\-\\@\\_\\#$", ["/-@_#"], []],
  ["^[\\-a\\/]$", ["-", "/"], ["\\"]],
  ["^{a}]$", ["{a}]"], []],
  ["^a{,2}$", ["a{,2}"], ["a"]],
  ["^\\p{L}\\p{Lu}\\p{gc=Nd}\\p{General_Category=Decimal_Number}\\P{L}$", ["éA1٣1"], []],
  ["^(?<naïve>a)$", ["a"], []],
  ["[[:alpha:]]", [":]", "a]"], ["b", "a"]],
  ["^[\\ud83d\\ude00-\\u{1f64f}]$", ["😃"], ["a"]],
  ["^[^\\ud800-\\udfff]$", ["a", "😀"], ["ab"]],
  ["(?:^|,)x(?:,|$)", ["x", "a,x", "x,b"], ["ax"]],
]

test.each(re2)("RE2: %s", (pattern, yes, no) => {
  expect(yes.filter((text) => !found(pattern, text, "re2"))).toEqual([])
  expect(no.filter((text) => found(pattern, text, "re2"))).toEqual([])
})

test.each(ecma)("ECMA-262: %s", (pattern, yes, no) => {
  expect(yes.filter((text) => !found(pattern, text, "ecma"))).toEqual([])
  expect(no.filter((text) => found(pattern, text, "ecma"))).toEqual([])
})

// Between versions of Unicode some dozen characters change their category; with the same version none differ.
const tolerated = process.versions.unicode === "17.0" ? 0 : 60
const simple = "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Cs Co Cn".split(" ")

test("every character has the category that the engine gives it, unless it is new to one of them", () => {
  let count = 0
  let differing = 0
  for (const name of simple) {
    const set = category(name)!
    const theirs = new RegExp(`\\p{${name}}`, "u")
    for (let i = 0; i < set.length; i += 2) {
      for (let point = set[i]!; point <= set[i + 1]!; point++) {
        const char = String.fromCodePoint(point)
        count++
        if (!theirs.test(char) && name !== "Cn" && !/\p{Cn}/u.test(char)) differing++
      }
    }
  }
  expect(count).toBe(0x110000)
  expect(differing).toBeLessThanOrEqual(tolerated)
})

test.each(["L", "M", "N", "P", "S", "Z", "C", "LC", "Any", "ASCII", "Assigned"])(
  "%s is the union it is in the engine",
  (name) => {
    const set = category(name)!
    const theirs = new RegExp(`\\p{${name}}`, "u")
    const edges = set.flatMap((point, i) => (i % 2 === 0 ? [point - 1, point] : [point, point + 1]))
    const known = edges.filter((point) => point >= 0 && point <= 0x10ffff)
    const wrong = known.filter((point) => theirs.test(String.fromCodePoint(point)) !== holds(set, point))
    expect(wrong.length).toBeLessThanOrEqual(tolerated === 0 ? 0 : known.length / 10)
  },
)

test("characters fold as in the engine", () => {
  let count = 0
  for (let point = 0; point <= 0x1ffff; point++) {
    const char = String.fromCodePoint(point)
    const folded = foldCase([point, point])
    const others = [char.toLowerCase(), char.toUpperCase(), ...folded.map((one) => String.fromCodePoint(one))]
    const told = others.filter((other) => other !== char && [...other].length === 1)
    if (told.length === 0) continue
    const theirs = new RegExp(`^\\u{${point.toString(16)}}$`, "iu")
    for (const other of told) if (theirs.test(other) !== holds(folded, other.codePointAt(0)!)) count++
  }
  expect(count).toBeLessThanOrEqual(tolerated)
})
