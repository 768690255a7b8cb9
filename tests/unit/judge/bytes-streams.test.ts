import { describe, expect, test } from "vitest"
import { Policy, type Verdict } from "../../../src/index.ts"
import { reference, utf8 } from "./bytes-inputs.ts"

const policy = Policy.parse(`
version: "1.1"
sequences:
  - { id: order, type: before, first: Search, then: Create }
  - { id: few, type: max_calls, tool: Search, max: 2 }
`)
const outcomes = (verdicts: Iterable<Verdict>): readonly string[] =>
  [...verdicts].map(({ id, rules }) => `${id}:${rules.map(({ outcome }) => outcome).join("+")}`)

const line = (id: string, ...tools: readonly string[]): string => `${JSON.stringify({ id, calls: tools })}\n`

async function* chunks(...parts: readonly (Uint8Array | string)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === "string" ? utf8(part) : part
}

async function all(verdicts: AsyncIterable<Verdict>): Promise<Verdict[]> {
  const found: Verdict[] = []
  for await (const verdict of verdicts) found.push(verdict)
  return found
}

describe("what is handed over", () => {
  test("a text, a buffer and wrong options are refused, with the remedy", () => {
    const take = (input: unknown, options: object = {}) => policy.evaluateBytes(input as Uint8Array, options)
    expect(() => take('["Search"]')).toThrow(/TextEncoder/)
    expect(() => take(new ArrayBuffer(2))).toThrow(/new Uint8Array/)
    expect(() => take(utf8("[]"), { format: "yaml" })).toThrow(TypeError)
    expect(() => take(utf8("[]"), { validate: "some" })).toThrow(TypeError)
    expect(() => take(utf8("[]"), { extent: "whole" })).toThrow(TypeError)
    expect(() => policy.evaluateStream("[]" as unknown as AsyncIterable<Uint8Array>)).toThrow(TypeError)
  })

  test("a stream of texts is refused", async () => {
    const texts = (async function* () {
      yield '["Search"]\n'
    })() as unknown as AsyncIterable<Uint8Array>
    await expect(all(policy.evaluateStream(texts))).rejects.toThrow(TypeError)
  })

  test("a view into the middle of a buffer is judged and not what stands around it", () => {
    const whole = utf8(`xx${line("a", "Search")}yy`)
    expect(outcomes(policy.evaluateBytes(whole.subarray(2, -2)))).toEqual(["a:not_exercised+held"])
  })
})

describe("one input among others", () => {
  const input = utf8(Array.from({ length: 50 }, (_, i) => line(`t${i}`, ...(i % 2 ? ["Create"] : ["Search"]))).join(""))
  const alone = [...policy.evaluateBytes(input)]

  test("two that are judged by turns do not disturb each other", () => {
    const first = policy.evaluateBytes(input)[Symbol.iterator]()
    const second = policy.evaluateBytes(input, { extent: "partial" })[Symbol.iterator]()
    const found: Verdict[] = []
    for (let next = first.next(); !next.done; next = first.next()) {
      found.push(next.value)
      expect(second.next().value?.extent).toBe("partial")
    }
    expect(found).toEqual(alone)
  })

  test("the policy judges other traces inside the loop", () => {
    const found: Verdict[] = []
    for (const verdict of policy.evaluateBytes(input)) {
      found.push(verdict)
      expect(policy.evaluate(["Create", "Search"]).ok).toBe(false)
      expect([...policy.evaluateBytes(utf8('["Search","Create"]'))][0]?.ok).toBe(true)
    }
    expect(found).toEqual(alone)
  })

  test("one that is left in the middle, or whose loop throws, leaves nothing behind", () => {
    for (const _ of policy.evaluateBytes(input)) break
    expect(() => {
      for (const _ of policy.evaluateBytes(input)) throw new Error("mine")
    }).toThrow("mine")
    expect([...policy.evaluateBytes(input)]).toEqual(alone)
  })
})

describe("streams", () => {
  test("give each verdict as soon as its line is there, and read no further", async () => {
    const pulled: number[] = []
    const source = (async function* () {
      for (let i = 0; i < 3; i++) {
        pulled.push(i)
        yield utf8(line(`t${i}`, "Search"))
      }
    })()
    const verdicts = policy.evaluateStream(source, { format: "jsonl", from: "native" })[Symbol.asyncIterator]()
    const seen: unknown[] = []
    for (let next = await verdicts.next(); !next.done; next = await verdicts.next()) seen.push(next.value.id)
    expect(seen).toEqual(["t0", "t1", "t2"])
    expect(pulled).toEqual([0, 1, 2])
  })

  test("are canceled when the loop is left, and told of progress", async () => {
    let canceled = false
    const text = line("a", "Search").repeat(5000)
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(utf8(text)),
      cancel: () => {
        canceled = true
      },
    })
    const read: number[] = []
    for await (const _ of policy.evaluateStream(stream, { onProgress: (bytes) => read.push(bytes) })) break
    expect(canceled).toBe(true)
    expect(read[0]).toBe(text.length)
  })

  test("that are not iterable are read by a reader, which is canceled too", async () => {
    let canceled = 0
    let left = 3
    const reader = {
      read: async () => (left-- > 0 ? { done: false, value: utf8(line("a", "Search")) } : { done: true }),
      cancel: async () => {
        canceled++
      },
      releaseLock: () => undefined,
    }
    expect((await all(policy.evaluateStream({ getReader: () => reader }))).length).toBe(3)
    expect(canceled).toBe(0)
    left = 1e9
    for await (const _ of policy.evaluateStream({ getReader: () => reader }, { format: "jsonl" })) break
    expect(canceled).toBe(1)
  })

  test("pass on what the source throws", async () => {
    const source = (async function* () {
      yield utf8(line("a", "Search"))
      throw new RangeError("the wire broke")
    })()
    await expect(all(policy.evaluateStream(source))).rejects.toThrow("the wire broke")
  })
})

describe("sizes", () => {
  test("a line takes as much room as it needs, in whatever pieces it comes", async () => {
    const long = line("long", "Search", "é".repeat(3_000_000), "Create")
    const text = line("a", "Search") + long + line("b", "Create")
    const bytes = utf8(text)
    const expected = reference(policy, bytes)
    expect([...policy.evaluateBytes(bytes)]).toEqual(expected)
    const pieces = Array.from({ length: Math.ceil(bytes.length / 9973) }, (_, i) =>
      bytes.subarray(i * 9973, (i + 1) * 9973),
    )
    expect(await all(policy.evaluateStream(chunks(...pieces)))).toEqual(expected)
  })

  test("a line beyond the limit is said to be, and counted to its end; those around it are judged", async () => {
    const filler = new Uint8Array(1 << 20).fill(0x61)
    const huge = [utf8('["Search","'), ...Array.from({ length: 70 }, () => filler), utf8('"]\n')]
    const parts = [utf8(line("a", "Search")), ...huge, utf8(`${line("b", "Create")}{oops\n`)]
    const found = await all(policy.evaluateStream(chunks(...parts)))
    expect(found.map(({ diagnostics }) => diagnostics[0]?.code)).toEqual([
      undefined,
      "trace-too-large",
      undefined,
      "invalid-json",
    ])
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
    let at = 0
    for (const part of parts) {
      whole.set(part, at)
      at += part.length
    }
    expect([...policy.evaluateBytes(whole)]).toEqual(found)
    expect(found).toEqual(reference(policy, whole))
  })

  test("the policy's limit is the limit", () => {
    const strict = Policy.parse('version: "1.1"\nlimits: { trace_bytes: 40 }\nsequences: [{ type: require, tool: A }]')
    const bytes = utf8(line("a", "Search") + line("b", "x".repeat(50)))
    expect([...strict.evaluateBytes(bytes)].map(({ diagnostics }) => diagnostics.length)).toEqual([0, 1])
    expect(
      [...strict.evaluateBytes(bytes, { maxTraceBytes: 100 })].map(({ diagnostics }) => diagnostics.length),
    ).toEqual([0, 0])
  })

  test("more names than are remembered, and patterns over them, are told apart", () => {
    const watched = Policy.parse('version: "1.1"\nsequences: [{ id: m, type: max_calls, tool: "*7", max: 0 }]')
    const text = Array.from({ length: 30_000 }, (_, i) => line(`t${i}`, `tool-${i}`, `tool-${i % 100}`)).join("")
    const bad = [...watched.evaluateBytes(utf8(text))].filter(({ ok }) => !ok).map(({ id }) => id)
    expect(bad.length).toBe(3000)
    expect(bad.slice(0, 3)).toEqual(["t7", "t17", "t27"])
  })

  test("more ways to be read than the core has room for at once", () => {
    const letters = [..."abcdefghijklmn"]
    const sequences = letters.map((letter) => ({ id: letter, type: "max_calls", tool: `*${letter}*`, max: 0 }))
    const spread = Policy.from({ version: "1.1", sequences })
    const name = (bits: number): string => letters.filter((_, i) => (bits >> i) & 1).join("-")
    const bytes = utf8(Array.from({ length: 9000 }, (_, i) => line(`${i}`, name(i), name(i ^ 5), name(3))).join(""))
    const counts = (verdicts: Iterable<Verdict>): readonly number[] =>
      [...verdicts].map(({ violations }) => violations.length)
    expect(counts(spread.evaluateBytes(bytes))).toEqual(counts(reference(spread, bytes)))
  })

  test("evidence is whole, however much of it there is", () => {
    const bytes = utf8(
      line("a", ...Array.from({ length: 9000 }, () => "Search"), ...Array.from({ length: 9000 }, () => "Create")),
    )
    const denied = Policy.parse(
      'version: "1.1"\ntools: { deny: [Create] }\nsequences: [{ id: d, type: blocklist, pattern: Sea }]',
    )
    const [found] = [...denied.evaluateBytes(bytes, { format: "jsonl", from: "native" })]
    expect(found?.violations.map(({ calls }) => calls?.length)).toEqual([9000, 9000])
    expect([found]).toEqual(reference(denied, bytes))
  })
})
