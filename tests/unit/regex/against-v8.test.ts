import { expect, test } from "vitest"
import { REGEX_NO, REGEX_YES } from "../../../assembly/check/regex-abi.ts"
import { compileRegex, type RegexForm } from "../../../src/regex/compile.ts"
import type { RegexDialect } from "../../../src/regex/index.ts"
import { Random, randomPattern, randomText } from "./random-pattern.ts"
import { type Build, RegexCore } from "./regex-core.ts"

/** Sticky at each character, as V8 itself would also look for a place inside a surrogate pair. */
function finds(theirs: RegExp, text: string): boolean {
  for (let at = 0; at <= text.length; at += text.codePointAt(at)! > 0xffff ? 2 : 1) {
    theirs.lastIndex = at
    if (theirs.test(text)) return true
  }
  return false
}

const texts = (random: Random): string[] => ["", ...Array.from({ length: 11 }, () => randomText(random))]

/** Texts on which the core and V8 disagree, each with what it was about. */
function disagreements(
  core: RegexCore,
  pattern: string,
  dialect: RegexDialect,
  theirs: RegExp,
  cases: readonly string[],
): string[] {
  return (["any", "steps"] as RegexForm[]).flatMap((form) => {
    const made = compileRegex(pattern, dialect, form)
    if ("code" in made) return [`${JSON.stringify(pattern)}: ${made.message}`]
    if (core.load(made.words) !== made.words.length) return [`${JSON.stringify(pattern)}: refused by the core`]
    const wrong = cases.filter((text) => core.search(text) !== (finds(theirs, text) ? REGEX_YES : REGEX_NO))
    return wrong.map((text) => `${dialect} ${form} ${JSON.stringify(pattern)} ${theirs} ${JSON.stringify(text)}`)
  })
}

test.each<Build>(["simd", "scalar"])("both forms find what V8 finds (%s)", (build) => {
  const core = new RegexCore(build)
  const random = new Random(build === "simd" ? 11 : 12)
  const found: string[] = []
  for (let i = 0; i < 1000 && found.length < 5; i++) {
    const { re2, ecma, asRe2, asEcma } = randomPattern(random, random.below(3), false)
    const cases = texts(random)
    found.push(...disagreements(core, re2, "re2", new RegExp(asRe2, "uy"), cases))
    found.push(...disagreements(core, ecma, "ecma", new RegExp(asEcma, "uy"), cases))
  }
  expect(found).toEqual([])
})

test("the patterns and texts above match now and then", () => {
  const random = new Random(11)
  const matches = Array.from({ length: 1000 }, () => {
    const theirs = new RegExp(randomPattern(random, random.below(3), false).asRe2, "uy")
    return texts(random).filter((text) => finds(theirs, text)).length
  })
  expect(matches.filter((count) => count > 0 && count < 12).length).toBeGreaterThan(100)
})

test("with (?i) both forms find what V8 finds with flag i", () => {
  const core = new RegexCore()
  const random = new Random(13)
  const found: string[] = []
  for (let i = 0; i < 1500 && found.length < 5; i++) {
    const { re2, asRe2 } = randomPattern(random, random.below(3), true)
    // V8 takes \P{..} before it folds, RE2 folds before it takes the rest.
    if (/\\P|\^\\p|\\p\{\^/.test(re2)) continue
    found.push(...disagreements(core, `(?i)${re2}`, "re2", new RegExp(asRe2, "iuy"), texts(random)))
  }
  expect(found).toEqual([])
})
