import { describe, expect, test } from "vitest"
import { CHECK_NO, CHECK_YES } from "../../../assembly/check/schema-abi.ts"
import { type CompiledRegex, compileRegex } from "../../../src/regex/index.ts"
import { allChecks, CheckSet, matchCheck, notCheck, oneOfCheck, requiredCheck } from "../../../src/schema/index.ts"
import { builds } from "./compiled.ts"
import { checkOf, Judge } from "./judge.ts"

function regex(pattern: string): CompiledRegex {
  const made = compileRegex(pattern, "re2")
  if ("code" in made) throw new Error(made.message)
  return made
}

describe.each(builds)("checks (%s)", (build) => {
  test.each<[path: string[], pattern: string, text: string, expected: number]>([
    [["a"], "^x+$", '{"a":"xx"}', CHECK_YES],
    [["a"], "^x+$", '{"a":"x\\u0078"}', CHECK_YES],
    [["a"], "^x+$", '{"a":"yy"}', CHECK_NO],
    [["a"], "", "{}", CHECK_NO],
    [["a"], "", "[1]", CHECK_NO],
    [["a"], "", '"a"', CHECK_NO],
    [["a"], "^y$", '{"a":"x","a":"y"}', CHECK_YES],
    [["a"], "^x$", '{"a":"x","a":"y"}', CHECK_NO],
    [["__proto__", "x"], "^1$", '{"__proto__":{"x":1}}', CHECK_YES],
    [["a", "1", "b"], "^z$", '{"a":[0,{"b":"z"}]}', CHECK_YES],
    [["a", "01"], "", '{"a":[0,1]}', CHECK_NO],
    [["a", "2"], "", '{"a":[0,1]}', CHECK_NO],
    [["a", "-"], "", '{"a":[0,1]}', CHECK_NO],
    [["é", ""], "^true$", '{"\\u00e9":{"":true}}', CHECK_YES],
    [[], "^text$", '"text"', CHECK_YES],
    [[], "^null$", "null", CHECK_YES],
    [["a"], "^100$", '{"a":1e2}', CHECK_YES],
    [["a"], "^0\\.1$", '{"a":0.10000000000000001}', CHECK_YES],
    [["a"], "^null$", '{"a":1e999}', CHECK_YES],
    [["a"], '^\\[1,"x\\\\n",\\{"b":\\{\\}\\}\\]$', '{"a": [1.0 , "\\u0078\\u000a" , {"b" : { } }]}', CHECK_YES],
    [["a"], '^\\{"1":1,"9":2,"10":3,"b":4\\}$', '{"a":{"b":4,"10":3,"9":2,"1":1}}', CHECK_YES],
    [["a"], '^\\{"x":3,"y":2\\}$', '{"a":{"x":1,"y":2,"x":3}}', CHECK_YES],
    [["a"], '^\\["\\x{fffd}"\\]$', '{"a":["\\ud800"]}', CHECK_YES],
  ])("match %j %s in %s", (path, pattern, text, expected) => {
    expect(new Judge(build, [matchCheck(path, regex(pattern))]).judge(text)).toBe(expected)
  })

  test("one of some strings, keys that have to be there, all and not", () => {
    const checks = [
      oneOfCheck(["a", "\ud800", "long enough for more than one block"]),
      requiredCheck(["a", "b"]),
      allChecks([requiredCheck(["a"]), notCheck(requiredCheck(["b"]))]),
      allChecks([]),
      oneOfCheck([]),
      requiredCheck([]),
    ]
    const judge = new Judge(build, checks)
    const said = (text: string): number[] => checks.map((_, check) => judge.judge(text, check))
    expect(said('"a"')).toEqual([1, 0, 0, 1, 0, 0])
    expect(said('"\\ufffd"')).toEqual([1, 0, 0, 1, 0, 0])
    expect(said('"\\udfff"')).toEqual([1, 0, 0, 1, 0, 0])
    expect(said('["a"]')).toEqual([0, 0, 0, 1, 0, 0])
    expect(said('{"b":1,"\\u0061":2}')).toEqual([0, 1, 0, 1, 0, 1])
    expect(said('{"a":null}')).toEqual([0, 0, 1, 1, 0, 1])
    expect(said("{}")).toEqual([0, 0, 0, 1, 0, 1])
  })

  test("duplicate keys: the last one counts, and the others nowhere", () => {
    const text = '{"a":1,"b":2,"\\u0061":"x","c":{"d":1,"d":2}}'
    const schemas = [
      [{ maxProperties: 3, minProperties: 3 }, CHECK_YES],
      [{ minProperties: 4 }, CHECK_NO],
      [{ properties: { a: { type: "string" } } }, CHECK_YES],
      [{ const: { a: "x", b: 2, c: { d: 2 } } }, CHECK_YES],
      [{ properties: { c: { maxProperties: 1 } } }, CHECK_YES],
    ] as const
    for (const [schema, expected] of schemas) expect(new Judge(build, [checkOf(schema)]).judge(text)).toBe(expected)
    const many = Array.from({ length: 40 }, (_, i) => `"k${i % 10}":${i}`).join()
    const last = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`k${i}`, 30 + i]))
    expect(new Judge(build, [checkOf({ const: last, maxProperties: 10 })]).judge(`{${many}}`)).toBe(CHECK_YES)
  })

  test("code points are counted, not bytes or units", () => {
    const judge = new Judge(build, [checkOf({ minLength: 3, maxLength: 3 })])
    for (const text of ['"abc"', '"äöü"', '"😀😀😀"', '"\\ud83d\\ude00ab"', '"\\ud800\\ud800a"']) {
      expect([text, judge.judge(text)]).toEqual([text, CHECK_YES])
    }
    const long = new Judge(build, [checkOf({ minLength: 40, maxLength: 40 })])
    for (const part of ["a", "é", "€", "😀"]) {
      expect(long.judge(JSON.stringify(part.repeat(40)))).toBe(CHECK_YES)
      expect(long.judge(JSON.stringify(part.repeat(41)))).toBe(CHECK_NO)
      expect(long.judge(JSON.stringify(part.repeat(39)))).toBe(CHECK_NO)
    }
  })

  test("names of JavaScript's objects are keys like any other", () => {
    const names = ["__proto__", "constructor", "toString", "hasOwnProperty"]
    const schema = JSON.parse('{"properties":{"__proto__":{"type":"number"}},"required":["__proto__","toString"]}')
    const judge = new Judge(build, [checkOf(schema), requiredCheck(names)])
    expect(judge.judge("{}")).toBe(CHECK_NO)
    expect(judge.judge('{"__proto__":1,"toString":2}')).toBe(CHECK_YES)
    expect(judge.judge('{"__proto__":"1","toString":2}')).toBe(CHECK_NO)
    expect(judge.judge(`{${names.map((name) => `"${name}":1`).join()}}`, 1)).toBe(CHECK_YES)
    const constant = new Judge(build, [checkOf({ const: JSON.parse('{"__proto__":{"a":1}}') })])
    expect(constant.judge('{"__proto__":{"a":1}}')).toBe(CHECK_YES)
    expect(constant.judge("{}")).toBe(CHECK_NO)
  })
})

test("equal checks have equal keys and stand once", () => {
  const first = checkOf({ type: "object", properties: { a: { minimum: 1 }, b: { enum: [{ x: 1, y: [2] }] } } })
  const again = checkOf({ properties: { b: { enum: [{ y: [2], x: 1.0 }] }, a: { minimum: 1 } }, type: "object" })
  expect(again.key).toBe(first.key)
  const set = new CheckSet()
  const place = set.add(first)
  const { length } = set.words
  expect(set.add(again)).toBe(place)
  expect(set.words.length).toBe(length)
  expect(set.add(notCheck(first))).not.toBe(place)
  expect(set.words.length).toBe(length + 2)
  expect(new CheckSet().words).toEqual([])
  expect(allChecks([first]).key).toBe(first.key)
  expect(allChecks([first, requiredCheck(["a"])]).key).toBe(allChecks([requiredCheck(["a"]), again]).key)
})
