import { describe, expect, test } from "vitest"
import { TAPE_INVALID, TAPE_OK, TAPE_TOO_DEEP } from "../../../assembly/check/schema-abi.ts"
import { builds } from "./compiled.ts"
import { expectedSpelling, someText } from "./documents.ts"
import { Judge } from "./judge.ts"
import { Random } from "./random.ts"

const TEXTS = 220_000

describe.each(builds)("the tape (%s)", (build) => {
  test(`takes what JSON.parse takes, and reads the same in it (${TEXTS} texts)`, () => {
    const judge = new Judge(build)
    const random = new Random(1)
    const { stackTraceLimit } = Error
    Error.stackTraceLimit = 0
    let taken = 0
    for (let i = 0; i < TEXTS; i++) {
      const text = someText(random)
      const expected = expectedSpelling(text)
      if (judge.spell(text) !== expected) expect([text, judge.spell(text)]).toEqual([text, expected])
      if (expected !== undefined) taken++
    }
    Error.stackTraceLimit = stackTraceLimit
    expect(taken).toBeGreaterThan(TEXTS / 5)
    expect(taken).toBeLessThan((TEXTS * 4) / 5)
  })

  test("finds the end of a string wherever it falls in a block", () => {
    const judge = new Judge(build)
    for (let length = 0; length < 70; length++) {
      for (const inside of ["", "\\n", "é", "\\u00e9", "\\\\", '\\"', "\u0001", "\\", "\\u00g0", "😀"]) {
        for (const at of [0, length >> 1, length]) {
          const text = `"${"a".repeat(at)}${inside}${"b".repeat(length - at)}"`
          expect([text, judge.spell(text)]).toEqual([text, expectedSpelling(text)])
        }
      }
    }
  })

  test("reads no byte behind the text", () => {
    const judge = new Judge(build)
    for (const text of ['"a', "1", "12", "tru", "[1", '{"a":', '{"a"', "-", "1e", "nul", '"\\', '"\\u12']) {
      const code = judge.parse(text)
      expect([text, code]).toEqual([text, /^\d+$/.test(text) ? TAPE_OK : TAPE_INVALID])
    }
    expect(judge.spell("12")).toBe("12")
  })

  test("takes text at the very end of the memory", () => {
    const { core } = new Judge(build)
    core.alloc(65536 * 3)
    for (const text of ['"abc"', '["a"]', "17", "true", '{"a":"b"}', '"a', "[1,", "-", "fals"]) {
      const bytes = new TextEncoder().encode(text)
      core.reset()
      core.parse(core.alloc(16) >>> 0, 0)
      const at = core.memory.buffer.byteLength - bytes.length
      new Uint8Array(core.memory.buffer).set(bytes, at)
      expect([text, core.parse(at, bytes.length)]).toEqual([
        text,
        expectedSpelling(text) === undefined ? TAPE_INVALID : TAPE_OK,
      ])
    }
  })

  test("takes 512 levels and no more", () => {
    const judge = new Judge(build)
    const nested = (depth: number): string => `${"[".repeat(depth)}${"]".repeat(depth)}`
    const objects = (depth: number): string => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`
    expect(judge.spell(nested(512))).toBe(nested(512))
    expect(judge.spell(objects(512))).toBe(objects(512))
    expect(judge.parse(nested(513))).toBe(TAPE_TOO_DEEP)
    expect(judge.parse(objects(513))).toBe(TAPE_TOO_DEEP)
    expect(judge.parse("[".repeat(1_000_000))).toBe(TAPE_TOO_DEEP)
    expect(judge.spell("[1]")).toBe("[1]")
  })

  test("holds several texts until it is wound back", () => {
    const judge = new Judge(build)
    const { core } = judge
    const roots = ['{"a":[1,"x"]}', "[", "2e300", '"\\u0041"'].map((text) => {
      const bytes = new TextEncoder().encode(text)
      const at = core.alloc(bytes.length) >>> 0
      new Uint8Array(core.memory.buffer).set(bytes, at)
      return core.parse(at, bytes.length) === TAPE_OK ? core.root() : undefined
    })
    expect(roots[1]).toBeUndefined()
    expect(new Set(roots).size).toBe(4)
  })
})
