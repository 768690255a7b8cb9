import { describe, expect, test } from "vitest"
import { Policy, PolicyError, Program } from "../../../src/index.ts"
import { decodeProgram, encodeProgram, type ProgramImage, type ProgramInfo } from "../../../src/program/index.ts"
import { seal } from "../../../src/program/seal.ts"

/** Programs whose digest is right but whose content no compiler of ours would write. */
const image = decodeProgram(
  Policy.parse(`
version: "1.1"
tools: { allow: ["a*", b] }
sequences:
  - { type: before, first: a, then: b }
  - { type: max_calls, tool: "a*", max: 1 }
`).toBytes(),
) as ProgramImage

function forge(change: (words: Uint32Array, info: Record<string, unknown>) => void): Uint8Array {
  const words = new Uint32Array(image.tables.slice().buffer)
  const info = structuredClone(image.info) as unknown as Record<string, unknown>
  change(words, info)
  return encodeProgram(seal(words, info as unknown as ProgramInfo))
}

describe("forged programs", () => {
  test("unchanged, the forger's bytes are a program", () => {
    expect(Program.fromBytes(forge(() => undefined)).evaluate(["b"]).violations).toHaveLength(1)
  })

  test.each<[string, (info: Record<string, unknown>) => void]>([
    ["no rules", (info) => Object.assign(info, { rules: [] })],
    ["rules of an unknown type", (info) => ((info.rules as { type: string }[])[0]!.type = "exec")],
    ["an automaton that is not there", (info) => ((info.rules as { automaton: number }[])[0]!.automaton = 99)],
    ["too few names", (info) => (info.names as string[]).pop()],
    ["a pattern of an unknown rule", (info) => ((info.patterns as { uses: number[][] }[])[0]!.uses = [[99, 0]])],
    ["a reader that is no rule", (info) => Object.assign(info, { readers: [99] })],
    ["an automaton without letters", (info) => Object.assign((info.automata as object[])[0]!, { letters: undefined })],
    [
      "letters that its table has no columns for",
      (info) => Object.assign((info.automata as object[])[0]!, { letters: [[0], [1], [2], [3]] }),
    ],
    ["names that are no text", (info) => Object.assign(info, { names: [1, 2] })],
    ["limits that are no numbers", (info) => Object.assign(info, { limits: {} })],
  ])("%s: refused", (_, change) => {
    expect(() => Program.fromBytes(forge((_words, info) => change(info)))).toThrow(PolicyError)
  })

  test("words replaced one by one: refused, or judged without a crash", () => {
    for (let index = 0; index < image.tables.length / 4; index++) {
      for (const value of [0, 1, 0xff, 0xffff, 0xffffffff]) {
        const bytes = forge((words) => {
          words[index] = value
        })
        let program: Program
        try {
          program = Program.fromBytes(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(PolicyError)
          continue
        }
        expect(program.evaluate(["a", "b", "ab", "x"]).calls).toBe(4)
      }
    }
  })
})
