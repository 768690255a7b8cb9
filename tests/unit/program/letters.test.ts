import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { parseGlob } from "../../../src/policy/glob.ts"
import { letterOf, lettersOf } from "../../../src/program/letters.ts"

const globs = (...references: string[]) => references.map(parseGlob)

describe("lettersOf", () => {
  test("exact names are letters of their own, and there is always another name", () => {
    expect(lettersOf([globs("a"), globs("b"), globs("a", "c")])).toEqual({ letters: [[1], [2], [0, 2]], others: true })
  })

  test("patterns overlap where some name matches both", () => {
    expect(lettersOf([globs("a*"), globs("*b")])).toEqual({ letters: [[0], [1], [0, 1]], others: true })
  })

  test("patterns that exclude each other never make a common letter", () => {
    expect(lettersOf([globs("a*"), globs("b*")])).toEqual({ letters: [[0], [1]], others: true })
  })

  test("a star matches every name, so no other name is left", () => {
    expect(lettersOf([globs("*"), globs("b")])).toEqual({ letters: [[0], [0, 1]], others: false })
  })

  test("patterns that overlap in too many ways are given up, not guessed", () => {
    const operands = Array.from({ length: 16 }, (_, i) => globs(`*${String.fromCharCode(97 + i)}*`))
    expect(lettersOf(operands)).toBeUndefined()
  })

  test("agrees with reading every short name", () => {
    const reference = fc.array(fc.constantFrom("a", "b", "*"), { minLength: 1, maxLength: 4 }).map((it) => it.join(""))
    const operands = fc.array(fc.array(reference, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 })
    const names = namesUpTo(6)
    fc.assert(
      fc.property(operands, (references) => {
        const parsed = references.map((list) => globs(...list))
        const seen = new Set(names.map((name) => letterOf(parsed, name).join()))
        const known = lettersOf(parsed)
        const letters = known?.letters.map((letter) => letter.join()) ?? []
        // A name of six characters over two and a fresh one shows every letter of references this short.
        expect(new Set(known?.others ? [...letters, ""] : letters)).toEqual(seen)
      }),
      { numRuns: 300, seed: 1 },
    )
  })
})

function namesUpTo(length: number): string[] {
  const all = [""]
  for (let from = 0, size = 1; size <= length; size++) {
    const to = all.length
    for (let i = from; i < to; i++) for (const character of "ab#") all.push(all[i] + character)
    from = to
  }
  return all
}
