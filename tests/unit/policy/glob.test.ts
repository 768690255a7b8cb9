import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { globText, matchesGlob, parseGlob } from "../../../src/policy/glob.ts"

/** The definition, by trying every cut. */
function matchesSlowly(reference: string, name: string): boolean {
  if (reference === "") return name === ""
  const rest = reference.slice(1)
  if (reference[0] !== "*") return name[0] === reference[0] && matchesSlowly(rest, name.slice(1))
  for (let i = 0; i <= name.length; i++) if (matchesSlowly(rest, name.slice(i))) return true
  return false
}

describe("globs", () => {
  test.each([
    ["Search", "Search", true],
    ["Search", "search", false],
    ["Search", "SearchWeb", false],
    ["search_*", "search_", true],
    ["search_*", "search", false],
    ["*", "", true],
    ["**", "x", true],
    ["a*a", "a", false],
    ["a*a", "aa", true],
    ["*ab*ab*", "ab", false],
    ["*ab*ab*", "xabxabx", true],
    ["a*b*b", "ab", false],
  ])("%s and %s: %s", (reference, name, expected) => {
    expect(matchesGlob(parseGlob(reference), name)).toBe(expected)
  })

  test("pieces stand between runs of stars", () => {
    expect(parseGlob("search_*")).toEqual(["search_", ""])
    expect(parseGlob("a**b")).toEqual(["a", "b"])
    expect(globText(parseGlob("a**b"))).toBe("a*b")
  })

  test("agree with the definition", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 7 })
    const name = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 9 })
    fc.assert(
      fc.property(word, name, (reference, tool) => {
        expect(matchesGlob(parseGlob(reference), tool)).toBe(matchesSlowly(reference, tool))
      }),
      { numRuns: 2000 },
    )
  })

  test("long pieces match as short ones do", () => {
    const piece = "ab".repeat(40)
    expect(matchesGlob(parseGlob(`*${piece}c*`), `x${piece}${piece}c`)).toBe(true)
    expect(matchesGlob(parseGlob(`*${piece}c*${piece}c`), `x${piece}c${piece.slice(1)}c`)).toBe(false)
    expect(matchesGlob(parseGlob(`x*${piece}*y`), `x${piece}y`)).toBe(true)
    expect(matchesGlob(parseGlob(`x*${piece}*${piece.slice(1)}`), `x${piece}`)).toBe(false)
  })

  test("the worst patterns end", () => {
    const name = "a".repeat(1 << 20)
    expect(matchesGlob(parseGlob(`*${"a".repeat(50_000)}b*`), name)).toBe(false)
    expect(matchesGlob(parseGlob(`*${"a*".repeat(50_000)}b`), name)).toBe(false)
    expect(matchesGlob(parseGlob(`*${"a*".repeat(50_000)}b*`), name)).toBe(false)
  })
})
