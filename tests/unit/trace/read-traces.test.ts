import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type ReadOptions, type ReadTrace, readTraces, streamTraces } from "../../../src/trace/index.ts"

setFlagsFromString("--expose-gc")
const collectGarbage = runInNewContext("gc") as () => void

/** Bytes of array buffers that something still holds; what only waits for the collector does not count. */
function held(): number {
  collectGarbage()
  return process.memoryUsage().arrayBuffers
}

const encode = (text: string) => new TextEncoder().encode(text)
const codes = (input: string | Uint8Array, options?: ReadOptions) =>
  readTraces(input, options).diagnostics.map(({ code }) => code)

async function* chunked(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  const shared = Buffer.alloc(bytes.length)
  for (let at = 0, k = 0; at < bytes.length; k++) {
    const size = Math.max(1, sizes[k % sizes.length] ?? 1)
    // One buffer for all chunks, as readers do that reuse theirs.
    shared.set(bytes.subarray(at, at + size))
    yield shared.subarray(0, Math.min(size, bytes.length - at))
    at += size
  }
}

async function stream(bytes: Uint8Array, sizes: readonly number[], options?: ReadOptions): Promise<ReadTrace[]> {
  const items: ReadTrace[] = []
  for await (const item of streamTraces(chunked(bytes, sizes), options)) items.push(item)
  return items
}

describe("lines", () => {
  test("carriage returns, blank lines, a mark of byte order, no last line feed", () => {
    const { traces, diagnostics } = readTraces('\uFEFF{"tools":["A"]}\r\n\r\n   \n{"tools":["B"]}')
    expect(diagnostics).toEqual([])
    expect(traces.map(({ place }) => place.line)).toEqual([1, 4])
  })

  test("broken JSON is placed by line, column and offset, and costs no other line", () => {
    const { traces, diagnostics } = readTraces('{"tools":["é"]}\r\n{"tools":["😀",]}\n{"tools":["C"]}\n', {
      filename: "t.jsonl",
    })
    expect(traces.map(({ trace }) => trace?.calls.length)).toEqual([1, undefined, 1])
    expect(traces[1]?.place).toEqual({ file: "t.jsonl", line: 2 })
    const start = { line: 2, column: 16, offset: 32 }
    expect(diagnostics).toMatchObject([
      { code: "invalid-json", file: "t.jsonl", range: { start, end: { line: 2, column: 17, offset: 33 } } },
    ])
  })

  test("bytes that are not UTF-8 are placed in their line", () => {
    const bytes = new Uint8Array([...encode('{"tools":["A"]}\n{"tools":["é'), 0xff, ...encode('"]}\n{"tools":["C"]}')])
    const { traces, diagnostics } = readTraces(bytes)
    expect(traces.map(({ trace }) => trace?.calls.length)).toEqual([1, undefined, 1])
    expect(diagnostics).toMatchObject([{ code: "invalid-utf8", range: { start: { line: 2, column: 13, offset: 28 } } }])
    expect(diagnostics[0]?.message).toContain("byte 14 of the line, 0xFF")
  })

  test("an input cut off in its last line: what came before is partial where it was open", () => {
    const open = readTraces('{"tool":"A"}\n{"tool":"B"}\n{"tool":"C","args":{"x')
    expect(open.traces.map(({ trace, extent }) => [trace?.calls.length, extent])).toEqual([
      [undefined, undefined],
      [2, "partial"],
    ])
    expect(open.diagnostics).toMatchObject([{ code: "truncated-input", range: { start: { line: 3, column: 23 } } }])
    const closed = readTraces('{"tools":["A"]}\n{"tools":["B"')
    expect(closed.traces.map(({ trace, extent }) => [trace?.calls.length, extent])).toEqual([
      [1, undefined],
      [undefined, undefined],
    ])
    expect(codes(encode('{"tools":["A"]}\n{"tools":["é').subarray(0, -1))).toEqual(["truncated-input"])
    expect(codes('{"tools":["A"]}\n{"tools":["B"\n')).toEqual(["invalid-json"])
  })

  test("a line that is too long is dropped, counted and placed", async () => {
    const long = `{"tools":["${"é".repeat(500)}"]}`
    const text = `{"tools":["A"]}\n${long}\n{"tools":["B"],}\n`
    const { traces, diagnostics } = readTraces(text, { maxTraceBytes: 100 })
    expect(traces.map(({ trace }) => trace?.calls.length)).toEqual([1, undefined, undefined])
    expect(diagnostics).toMatchObject([
      {
        code: "trace-too-large",
        range: { start: { line: 2, column: 1, offset: 16 }, end: { column: long.length + 1 } },
      },
      { code: "invalid-json", range: { start: { line: 3, offset: 16 + long.length + 1 + 15 } } },
    ])
    expect(diagnostics[0]?.message).toContain(String(encode(long).length))
    expect(await stream(encode(text), [7], { maxTraceBytes: 100 })).toEqual(traces)
  })

  test("a trace on many lines is bounded too, alone and with others", () => {
    const line = (session: string) => JSON.stringify({ tool: "A", session })
    const text = [line("s"), line("t"), line("s"), line("s"), line("t")].join("\n")
    const alone = readTraces(text, { maxTraceBytes: 60 })
    expect(alone.diagnostics.map(({ code }) => code)).toEqual(["trace-too-large"])
    expect(alone.traces.map(({ trace, place }) => [trace?.id, place.line])).toEqual([
      [undefined, 1],
      ["t", 2],
    ])
    const together = readTraces(text, { maxInputBytes: 80, format: "jsonl" })
    expect(together.diagnostics.map(({ code }) => code)).toEqual(["trace-too-large"])
    expect(together.traces.filter(({ trace }) => trace).length).toBe(1)
  })

  test("what nests too deeply is refused and costs no other line", () => {
    const deep = `{"tool":"A","args":${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}}`
    const { traces, diagnostics } = readTraces(`${deep}\n${"[".repeat(100_000)}\n{"tools":["A"]}`)
    expect(traces.map(({ trace }) => trace?.calls.length)).toEqual([undefined, undefined, 1])
    expect(diagnostics.map(({ code, range }) => [code, range?.start.line])).toEqual([
      ["too-deep", 1],
      ["too-deep", 2],
    ])
  })
})

describe("documents", () => {
  test("nothing at all", () => {
    for (const empty of ["", " \n\n", "\uFEFF"]) {
      for (const format of ["json", "jsonl", undefined] as const)
        expect(codes(empty, { format })).toEqual(["no-traces"])
    }
  })

  test("a fault is placed, and the elements before it are judged", () => {
    const { traces, diagnostics } = readTraces('[\n {"calls":["A"]},\n {"calls":["B"]},\n {"calls":[}\n]', {
      filename: "t.json",
    })
    expect(traces.map(({ trace, extent, place }) => [trace?.calls.length, extent, place.pointer])).toEqual([
      [1, undefined, "/0"],
      [1, undefined, "/1"],
      [undefined, undefined, ""],
    ])
    expect(diagnostics).toMatchObject([
      { code: "invalid-json", file: "t.json", range: { start: { line: 4, column: 12, offset: 49 } } },
    ])
  })

  test("a document that is one trace and cut off is partial", () => {
    const { traces, diagnostics } = readTraces('[{"tool":"A"},{"tool":"B"},{"tool":"C","ar', { format: "json" })
    expect(traces.map(({ trace, extent }) => [trace?.calls.length, extent])).toEqual([
      [2, "partial"],
      [undefined, undefined],
    ])
    expect(diagnostics.map(({ code }) => code)).toEqual(["truncated-input"])
    expect(codes('{"calls":["A","B"', { format: "json" })).toEqual(["truncated-input"])
  })

  test("bytes that are not UTF-8, gzip among them", () => {
    const broken = new Uint8Array([...encode('[\n "é'), 0xc0, ...encode('"]')])
    expect(readTraces(broken, { format: "json" }).diagnostics).toMatchObject([
      { code: "invalid-utf8", range: { start: { line: 2, column: 4, offset: 5 } } },
    ])
    const { diagnostics } = readTraces(new Uint8Array([0x1f, 0x8b, 8, 0, 0xff]), { filename: "t.json" })
    expect(diagnostics[0]?.hint).toContain("gzip")
  })

  test("too large, too deep", () => {
    expect(codes('["A", "B"]', { format: "json", maxInputBytes: 5 })).toEqual(["trace-too-large"])
    expect(codes("[".repeat(1e6), { format: "json" })).toEqual(["too-deep"])
  })
})

describe("streams", () => {
  const item = fc.oneof(
    fc.constantFrom(
      '{"tools":["A"]}',
      '["é😀"]',
      "",
      "  ",
      '{"tool":"B","session":"s"}',
      '{"calls":[{"tool":5}]}',
      "{oops",
      '{"x":1}',
    ),
    fc.constantFrom(
      '{"type":"episode_start","episode_id":"e"}',
      '{"type":"episode_end","episode_id":"e"}',
      `["${"x".repeat(300)}"]`,
    ),
  )
  const input = fc
    .tuple(fc.array(item, { maxLength: 12 }), fc.constantFrom("\n", "\r\n"), fc.boolean(), fc.boolean())
    .map(([lines, end, mark, last]) => encode((mark ? "\uFEFF" : "") + lines.join(end) + (last ? end : "")))
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 })

  test("chunks may end anywhere", async () => {
    await fc.assert(
      fc.asyncProperty(input, sizes, fc.constantFrom("json", "jsonl", undefined), async (bytes, chunks, format) => {
        const options = { format, maxTraceBytes: 200, filename: "x" } as const
        expect(await stream(bytes, chunks, options)).toEqual(readTraces(bytes, options).traces)
      }),
      { numRuns: 300 },
    )
  })

  test("inputs longer than what is looked at first", async () => {
    const lines = Array.from({ length: 3000 }, (_, k) => JSON.stringify({ id: `t${k}`, calls: ["Search", "é"] }))
    const bytes = encode(lines.join("\n"))
    const items = await stream(bytes, [65_536])
    expect(items.length).toBe(3000)
    expect(items).toEqual(readTraces(bytes).traces)
    const document = encode(`[${lines.join(",\n")}]`)
    expect((await stream(document, [1000, 50_000])).length).toBe(3000)
    expect(await stream(document, [9999], { format: "json", maxInputBytes: 1000 })).toMatchObject([
      { diagnostics: [{ code: "trace-too-large" }] },
    ])
  })

  test("memory does not grow with a line that is too long", async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield encode('{"tools":["')
      for (let k = 0; k < 500; k++) {
        yield new Uint8Array(65_536).fill(0x61)
        if (k % 20 === 0) most = Math.max(most, held() - before)
      }
      yield encode('"]}\n{"tools":["A"]}\n')
    }
    const before = held()
    let most = 0
    const items: ReadTrace[] = []
    for await (const found of streamTraces(endless(), { maxTraceBytes: 1_000_000 })) items.push(found)
    expect(items.map(({ trace }) => trace?.calls.length)).toEqual([undefined, 1])
    expect(items[0]?.diagnostics[0]?.message).toContain(String(500 * 65_536 + 14))
    expect(most).toBeLessThan(4_000_000)
  })

  test("giving up early closes the source", async () => {
    let closed = false
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield encode('{"tools":["A"]}\n'.repeat(10_000))
      } finally {
        closed = true
      }
    }
    for await (const _ of streamTraces(source())) break
    expect(closed).toBe(true)
  })
})

describe("whatever comes", () => {
  const nasty = fc
    .array(
      fc.constantFrom(
        0x22,
        0x5c,
        0x5b,
        0x7b,
        0x7d,
        0x5d,
        0x3a,
        0x2c,
        0x0a,
        0x0d,
        0x80,
        0xc3,
        0xf0,
        0x31,
        0x74,
        0xef,
        0xbb,
        0xbf,
      ),
    )
    .map((bytes) => Uint8Array.from(bytes))
  const options = fc.record({
    format: fc.constantFrom("json", "jsonl", undefined),
    from: fc.constantFrom("native", "assay", "openai-chat", "none", undefined),
    filename: fc.constantFrom("x.json", "x.jsonl", undefined),
  })

  test("it never throws and never says nothing", () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), nasty), options, (bytes, given) => {
        const { traces, diagnostics } = readTraces(bytes, given)
        expect(traces.length).toBeGreaterThan(0)
        for (const { trace, diagnostics: own } of traces) expect(trace !== undefined || own.length > 0).toBe(true)
        expect(diagnostics.every((finding) => finding.message.endsWith("."))).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test("any JSON value gives a trace or an error", () => {
    const key = fc.constantFrom(
      "tool",
      "tools",
      "calls",
      "type",
      "episode_id",
      "messages",
      "role",
      "tool_calls",
      "function",
      "name",
      "arguments",
      "content",
      "prompt",
      "response",
      "id",
      "args",
      "meta",
      "result",
      "__proto__",
    )
    const word = fc.constantFrom("A", "", "tool_call", "tool_result", "episode_end", "assistant", "tool", "{}", "{")
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        word,
        fc.constant(null),
        fc.integer(),
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(key, tie("value"), { maxKeys: 5 }),
      ),
    }))
    fc.assert(
      fc.property(value, options, (given, chosen) => {
        const { traces } = readTraces(JSON.stringify(given), chosen)
        expect(traces.length).toBeGreaterThan(0)
        for (const { trace, diagnostics } of traces) {
          expect(trace === undefined).toBe(diagnostics.some(({ severity }) => severity === "error"))
        }
      }),
      { numRuns: 3000 },
    )
  })
})
