import { expect, test } from "vitest"
import { Policy, type TraceInput } from "../../src/index.ts"
import { readTraces } from "../../src/trace/index.ts"
import { campaign } from "../fuzz/campaign.mjs"
import { hostile } from "../fuzz/hostile.mjs"
import { emptied } from "../fuzz/shape.mjs"

const rounds = Number(process.env.FUZZ_ROUNDS ?? 30_000)

test("soups of bytes and damaged documents are judged as JSON.parse and objects have it", () => {
  const seen = campaign({ Policy, readTraces }, { rounds, seed: 7 })
  expect(seen.documents).toBeGreaterThanOrEqual(rounds)
  expect(seen.rejected).toBeGreaterThan(rounds / 2)
  expect(seen.rejected).toBeLessThan(rounds)
  expect(seen.loose).toBeGreaterThan(0)
})

test.each(["recursive schemas", "lone surrogates, NUL and marks of byte order", "512 and 513 deep"] as const)(
  "hostile inputs are answered: %s",
  async (name) => {
    await hostile[name]({ Policy, readTraces })
  },
)

/** Policies whose bytes are judged by their shape, whatever was asked for. */
const hasty = {
  parse(text: string) {
    const policy = Policy.parse(text)
    return {
      rules: policy.rules,
      evaluate: (trace: TraceInput, options: object) => policy.evaluate(trace, options),
      evaluateBytes: (bytes: Uint8Array) => policy.evaluateBytes(bytes, { from: "native", validate: "shape" }),
    }
  },
}

test("the campaign finds a `full` that looks at shapes only", () => {
  const run = (): unknown => campaign({ Policy: hasty, readTraces }, { rounds, seed: 7 })
  expect(run).toThrow(/^full/)
})

test("the campaign finds a reader that misses what JSON.parse rejects", () => {
  const blind: typeof readTraces = (input, options) => {
    const found = readTraces(input, options)
    const traces = found.traces.filter(({ diagnostics }) => diagnostics[0]?.code !== "invalid-json")
    return { ...found, traces }
  }
  expect(() => campaign({ Policy, readTraces: blind }, { rounds, seed: 7 })).toThrow(/^full/)
})

test("what shape may let through is broken inside what nobody reads, and nowhere else", () => {
  const reads = (tool: string, field: string): boolean => tool === '"A"' && field === "args"
  const let_ = (text: string): string | undefined => emptied(text, reads)
  expect(let_('{"calls":[{"tool":"B","args":{"a" 1,},"result":[01]}],"x":[{]}')).toBeUndefined()
  expect(let_('{"calls":[{"tool":"B","args":{"a" 1,},"result":[01]}],"x":[{}}')).toBeUndefined()
  expect(let_('{"calls":[{"tool":"B","args":{"a" 1,},"result":[01]}],"x":[,]}')).toBe(
    '{"calls":[{"tool":"B","args":{},"result":[]}],"x":[]}',
  )
  expect(let_('{"calls":[{"tool":"B","result":01}]}')).toBeUndefined()
  expect(let_('{"calls":[{"tool":"B","result":["\\x"]}]}')).toBeUndefined()
  expect(let_('{"calls":[{"args":{"a" 1},"tool":"A"}]}')).toContain('"a" 1')
})
