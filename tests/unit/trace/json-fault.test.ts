import fc from "fast-check"
import { expect, test } from "vitest"
import { findJsonFault } from "../../../src/trace/json-fault.ts"
import { parseJson } from "../../../src/trace/json-text.ts"

const soup = fc
  .array(
    fc.constantFrom(
      ...'[]{}:,"\\u0e+-.1tfnalse \n\u0001é'.split(""),
      "true",
      "null",
      '"a"',
      "\\ud800",
      "1.5e3",
      '"k":',
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(""))

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

test("finds a fault exactly where JSON.parse refuses", () => {
  fc.assert(
    fc.property(fc.oneof(soup, fc.json()), (text) => (findJsonFault(text) === undefined) === isJson(text)),
    { numRuns: 3000 },
  )
})

test("every proper prefix of a document is called truncated, or is a document", () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (text, at) => {
      const prefix = text.slice(0, at % text.length)
      const fault = findJsonFault(prefix)
      if (fault)
        expect({ truncated: fault.truncated, offset: fault.offset }).toEqual({ truncated: true, offset: prefix.length })
      else expect(isJson(prefix)).toBe(true)
    }),
    { numRuns: 1000 },
  )
})

test.each([
  ['{"a":1,}', 7, "a key in double quotes", "`}`"],
  ["[1 2]", 3, "`,` or `]`", "`2`"],
  ["[1,2]x", 5, "the end of the text", "`x`"],
  ['{"a" 1}', 5, "`:`", "`1`"],
  ["{a:1}", 1, "a key in double quotes or `}`", "`a`"],
  ["[01]", 2, "`,` or `]`", "`1`"],
  ["nul!", 0, "a value", "`n`"],
  ['["\n"]', 2, "an escape for a control character in a string", "U+000A"],
  ['"\\x"', 2, "one of the escapes of JSON", "`x`"],
  ["", 0, "a value", "the end of the text"],
])("%j", (text, offset, expected, found) => {
  expect(findJsonFault(text)).toMatchObject({ offset, expected, found })
})

test("knows where the last complete element of an array ends", () => {
  expect(findJsonFault('[{"a":[1,2]},"x",{"b"')?.elementsEnd).toBe(16)
  expect(findJsonFault('{"a":[1,2')?.elementsEnd).toBe(0)
})

test("depth is bounded, brackets inside strings do not count", () => {
  expect(parseJson("[".repeat(512) + "]".repeat(512)).kind).toBe("value")
  expect(parseJson("[".repeat(513) + "]".repeat(513)).kind).toBe("too-deep")
  expect(parseJson("[".repeat(10_000_000)).kind).toBe("too-deep")
  expect(parseJson(`["${"[".repeat(10_000)}\\"${"{".repeat(10_000)}"]`).kind).toBe("value")
  expect(parseJson(`"${"\\\\".repeat(10_000)}"`).kind).toBe("value")
})
