import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { Policy, PolicyError, Program } from "../../../src/index.ts"

const policy = Policy.parse(`
version: "1.1"
name: format
tools: { allow: [Search, Create, "get_*"], deny: [Drop] }
sequences:
  - { type: before, first: Search, then: Create }
  - { type: max_calls, tool: "get_*", max: 2 }
  - { type: after, trigger: Create, then: "*_x", within: 2 }
  - { type: eventually, tool: Create, within: 3 }
  - { type: sequence, tools: [Search, Create], strict: true }
  - { type: blocklist, pattern: sudo }
`)
const bytes = policy.toBytes()

const codesOf = (input: Uint8Array): string[] => {
  try {
    Program.fromBytes(input)
    return []
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    return error.diagnostics.map((item) => item.code)
  }
}

describe("program bytes", () => {
  test("the same policy gives the same bytes, and they come back as the same program", () => {
    const again = Program.fromBytes(bytes)
    expect(again.toBytes()).toEqual(bytes)
    expect(again.digest).toBe(policy.digest)
    expect(again.rules).toEqual(policy.rules)
  })

  test("comments and layout of the text do not change the digest, meaning does", () => {
    const text = 'version: "1.1"\nsequences: [{type: require, tool: A}]'
    expect(Policy.parse(`# note\n${text}\n`).digest).toBe(Policy.parse(text).digest)
    expect(Policy.parse(text.replace("A", "B")).digest).not.toBe(Policy.parse(text).digest)
  })

  test("every flipped bit is found", () => {
    for (let bit = 0; bit < bytes.length * 8; bit += 3) {
      const flipped = bytes.slice()
      flipped[bit >> 3]! ^= 1 << (bit & 7)
      expect(codesOf(flipped)).toHaveLength(1)
    }
  })

  test("every truncation and every extension is found", () => {
    for (let length = 0; length < bytes.length; length += 7) {
      expect(codesOf(bytes.slice(0, length))).toEqual(["program-invalid"])
    }
    expect(codesOf(Uint8Array.from([...bytes, 0]))).toEqual(["program-invalid"])
  })

  test("a later format and unknown features are refused whole, by a code of their own", () => {
    const later = bytes.slice()
    later[4] = 4
    expect(codesOf(later)).toEqual(["program-version"])
    const features = bytes.slice()
    features[8] = 1
    expect(codesOf(features)).toEqual(["program-version"])
  })

  test("what is no program is refused", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (soup) => {
        expect(codesOf(soup)).toEqual(["program-invalid"])
      }),
      { numRuns: 200, seed: 2 },
    )
    expect(() => Program.fromBytes("text" as never)).toThrow(TypeError)
  })

  test("bytes come as a Buffer too, pooled or not, and are left as they were", () => {
    const pooled = Buffer.concat([Buffer.from("xyz"), bytes]).subarray(3)
    for (const buffer of [Buffer.from(bytes), pooled]) {
      expect(Program.fromBytes(buffer).toBytes()).toEqual(bytes)
      expect(Uint8Array.from(buffer)).toEqual(bytes)
    }
  })

  test("bytes at an odd offset of a larger buffer are read as well", () => {
    const padded = new Uint8Array(bytes.length + 1)
    padded.set(bytes, 1)
    expect(Program.fromBytes(padded.subarray(1)).evaluate(["Drop"]).ok).toBe(false)
  })
})
