import { describe, expect, test } from "vitest"
import { type ReadOptions, readTraces } from "../../../src/trace/index.ts"

const read = (value: unknown, options: ReadOptions = {}) => readTraces(JSON.stringify(value), options)
const codes = (value: unknown, options?: ReadOptions) => read(value, options).diagnostics.map(({ code }) => code)
const openai = { role: "assistant", tool_calls: [{ id: "1", function: { name: "A", arguments: "{}" } }] }

describe("detection", () => {
  test("two formats that are both certain are ambiguous, until one is named", () => {
    const both = { calls: ["B"], messages: [openai] }
    const { traces, diagnostics } = read(both)
    expect(traces.map(({ trace }) => trace)).toEqual([undefined])
    expect(diagnostics[0]?.code).toBe("ambiguous-format")
    expect(diagnostics[0]?.message).toContain("messages[0].tool_calls[0].function.arguments")
    expect(diagnostics[0]?.hint).toContain("--from native")
    expect(read(both, { from: "native" }).traces[0]?.trace?.calls).toEqual([{ tool: "B" }])
    expect(read(both, { from: "openai-chat" }).traces[0]?.trace?.calls[0]?.tool).toBe("A")
    expect(read(both, { from: "native" }).evidence).toBe("the caller named it")
  })

  test("what is certain beats what is plausible", () => {
    expect(read({ tools: [], messages: [openai] }).format).toBe("openai-chat")
    expect(read({ type: "tool_call", tool: "A", arguments: {} }).format).toBe("assay")
  })

  test("a format that is not known is named, with the nearest", () => {
    const { diagnostics } = read(["A"], { from: "openai" })
    expect(diagnostics).toMatchObject([{ code: "unknown-format" }])
    expect(diagnostics[0]?.hint).toContain("openai-chat")
    expect(read(["A"], { from: "natve" }).diagnostics[0]?.hint).toContain("`native`")
  })

  test.each([
    [5],
    ["Search"],
    [null],
    [{}],
    [{ foo: 1 }],
    [[1, 2]],
    [[{ a: 1 }]],
    [{ tools: [{ type: "function" }] }],
    [[[[1]]]],
  ])("%j is no trace, and says so", (value) => {
    const { traces, diagnostics } = read(value, { format: "json" })
    expect(traces.map(({ trace }) => trace)).toEqual([undefined])
    expect(diagnostics.map(({ code }) => code)).toEqual(["unknown-format"])
    expect(codes(value, { format: "jsonl" })).toEqual(["unknown-format"])
  })

  test("a named format says what it misses", () => {
    for (const from of ["native", "assay", "openai-chat"]) {
      for (const value of [{ foo: 1 }, 5, null, [[5]]]) {
        const { traces, diagnostics } = read(value, { from })
        expect(traces.some(({ trace }) => trace)).toBe(false)
        expect(diagnostics.every(({ code }) => code === "unreadable-trace" || code === "invalid-call")).toBe(true)
        expect(diagnostics.length).toBeGreaterThan(0)
      }
    }
  })

  test("elements and lines that are not recognised do not cost the others", () => {
    const { traces } = read([{ calls: ["A"] }, { foo: 1 }, { tools: ["B"] }, 7])
    expect(traces.map(({ trace, place }) => [trace?.calls.length, place.pointer])).toEqual([
      [1, "/0"],
      [undefined, "/1"],
      [1, "/2"],
      [undefined, "/3"],
    ])
    const lines = readTraces('{"foo":1}\n{"tools":["A"]}\n[]\n"x"\n')
    expect(lines.traces.map(({ trace, detection }) => [trace?.calls.length, detection?.format])).toEqual([
      [undefined, undefined],
      [1, "native"],
      [0, "native"],
      [undefined, "native"],
    ])
  })
})

describe("policies in place of traces", () => {
  const yaml = 'version: "1.1"\nname: x\ntools:\n  allow: [A]\n'

  test("as YAML, whatever the file is called", () => {
    for (const filename of ["policy.yaml", "x.json", "x.jsonl", undefined]) {
      const { traces, diagnostics } = readTraces(yaml, filename === undefined ? {} : { filename })
      expect(traces.length).toBe(1)
      expect(diagnostics.map(({ code }) => code)).toEqual(["policy-as-trace"])
    }
    expect(readTraces("sequences:\n  - type: require\n    tool: A\n").diagnostics[0]?.code).toBe("policy-as-trace")
    expect(readTraces("# note\n\nrules:\n- x\ntools:\n").diagnostics[0]?.code).toBe("policy-as-trace")
  })

  test("as JSON", () => {
    expect(codes({ version: "1.1", sequences: [{ type: "require", tool: "A" }] })).toEqual(["policy-as-trace"])
    expect(codes({ tools: { deny: ["A"] } })).toEqual(["policy-as-trace"])
    const pretty = JSON.stringify({ version: "1.1", rules: [] }, null, 2)
    expect(readTraces(pretty, { filename: "p.jsonl" }).diagnostics.map(({ code }) => code)).toEqual(["policy-as-trace"])
  })

  test("other text is not taken for a policy", () => {
    expect(readTraces("hello\nversion: 1\n").diagnostics.map(({ code }) => code)).toEqual(["invalid-json"])
  })
})

describe("containers", () => {
  const pretty = JSON.stringify([{ calls: ["A"] }, { calls: ["B"] }], null, 2)

  test("are told by the text where the name says nothing", () => {
    expect(readTraces(pretty).container).toBe("json")
    expect(readTraces('{"tools":["A"]}').container).toBe("json")
    expect(readTraces('{"tools":["A"]}\n{"tools":["A"]}').container).toBe("jsonl")
    expect(readTraces('["A"\n{"tools":["A"]}').traces.length).toBe(2)
  })

  test("JSONL in a file named .json, JSON in a file named .jsonl", () => {
    expect(readTraces('{"tools":["A"]}\n{"tools":["B"]}\n', { filename: "x.json" }).traces.length).toBe(2)
    expect(readTraces(pretty, { filename: "x.jsonl" }).traces.length).toBe(2)
  })

  test("are what the caller says", () => {
    expect(readTraces('{"tools":["A"]}\n{"tools":["B"]}\n', { format: "json" }).diagnostics[0]?.code).toBe(
      "invalid-json",
    )
    expect(readTraces(pretty, { format: "jsonl" }).traces.every(({ trace }) => !trace)).toBe(true)
  })
})
