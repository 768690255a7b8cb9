import { describe, expect, test } from "vitest"
import { type ReadOptions, readTraces } from "../../../src/trace/index.ts"

const lines = (...values: unknown[]) => values.map((value) => JSON.stringify(value)).join("\n")
const codes = (text: string, options?: ReadOptions) => readTraces(text, options).diagnostics.map(({ code }) => code)
const json = (value: unknown, options: ReadOptions = {}) =>
  readTraces(JSON.stringify(value), { format: "json", ...options })
const traces = (text: string, options?: ReadOptions) => readTraces(text, options).traces.map(({ trace }) => trace)

describe("native", () => {
  test("a line is a trace in any of its shapes", () => {
    const { format, container, traces } = readTraces(
      lines({ tools: ["A"] }, ["A", { tool: "B" }], { id: "x", calls: [] }),
    )
    expect({ format, container }).toEqual({ format: "native", container: "jsonl" })
    expect(traces.map(({ trace }) => trace)).toEqual([
      { calls: [{ tool: "A" }] },
      { calls: [{ tool: "A" }, { tool: "B" }] },
      { id: "x", calls: [] },
    ])
    expect(traces.map(({ place }) => place)).toEqual([{ line: 1 }, { line: 2 }, { line: 3 }])
  })

  test("call lines without a session make one trace", () => {
    expect(traces(lines({ tool: "A" }, { tool: "B", args: { x: 1 }, result: 2 }))).toEqual([
      { calls: [{ tool: "A" }, { tool: "B", args: { x: 1 }, result: 2, status: "ok" }] },
    ])
  })

  test("call lines are grouped, sessions interleaved, in the order in which they began", () => {
    const text = lines(
      { tool: "A", session: "s" },
      { tool: "B", run_id: 7 },
      { tool: "C", session: "s", run_id: 7 },
      { tool: "D", trace_id: "t" },
      { tool: "E", run_id: 7 },
      { tool: "F" },
    )
    expect(traces(text).map((trace) => [trace?.id, trace?.calls.map(({ tool }) => tool).join("")])).toEqual([
      ["s", "AC"],
      ["7", "BE"],
      ["t", "D"],
      [undefined, "F"],
    ])
    expect(readTraces(text).traces.map(({ place }) => place.line)).toEqual([1, 2, 4, 6])
  })

  test("a session that cannot be told from others is refused, not mixed up", () => {
    const text =
      '{"tool":"A","session":12345678901234567890}\n{"tool":"B","session":{"id":1}}\n{"tool":"C","session":null}'
    const { traces, diagnostics } = readTraces(text)
    expect(diagnostics.map(({ code, path, range }) => [code, path, range?.start.line])).toEqual([
      ["invalid-call", "/session", 1],
      ["invalid-call", "/session", 2],
    ])
    expect(traces.at(-1)?.trace).toEqual({ calls: [{ tool: "C" }] })
    expect(codes('{"tool":"A","id":12345678901234567890}')).toEqual(["invalid-call"])
  })

  test("a document is one trace or an array of traces", () => {
    expect(json(["A", "B"]).traces.length).toBe(1)
    expect(json([{ tool: "A" }, { tool: "B" }]).traces.length).toBe(1)
    expect(json({ tool: "A", session: "s" }).traces[0]?.trace).toEqual({ id: "s", calls: [{ tool: "A" }] })
    expect(json([["A"], { tools: ["B"] }, { calls: [] }]).traces.map(({ place }) => place.pointer)).toEqual([
      "/0",
      "/1",
      "/2",
    ])
    expect(json({ test_id: "t", tools: ["A"] }).traces[0]?.trace?.id).toBe("t")
  })

  test("one broken call loses its trace and no other", () => {
    const { traces, diagnostics } = json([{ calls: ["A"] }, { calls: ["A", { tool: "B", args: 1 }] }, { calls: ["C"] }])
    expect(traces.map(({ trace }) => trace?.calls.length)).toEqual([1, undefined, 1])
    expect(diagnostics).toMatchObject([{ code: "invalid-call", path: "/1/calls/1/args" }])
  })

  test("an array with one call in it is one trace, and never an array of one-call traces", () => {
    const { traces, diagnostics } = json([{ tool: "A" }, { tol: "B" }])
    expect(traces.length).toBe(1)
    expect(diagnostics).toMatchObject([{ code: "invalid-call", path: "/1/tool" }])
  })

  test("an empty array is judged, with a warning", () => {
    const { traces, diagnostics } = json([])
    expect(traces[0]?.trace).toEqual({ calls: [] })
    expect(diagnostics).toMatchObject([{ code: "no-traces", severity: "warning" }])
  })
})

describe("openai-chat", () => {
  const call = (id: string, name: string, args = "{}") => ({
    id,
    type: "function",
    function: { name, arguments: args },
  })
  const calling = (...tool_calls: unknown[]) => ({ role: "assistant", content: null, tool_calls })
  const answer = (id: string, content: string) => ({ role: "tool", tool_call_id: id, content })
  const user = { role: "user", content: "hello" }

  test("messages, steps, turns and answers", () => {
    const messages = [
      user,
      calling(call("1", "Find", '{"q":"x"}'), call("2", "Look")),
      answer("2", "second"),
      answer("1", "first"),
      user,
      calling(call("3", "Book")),
    ]
    const expected = [
      { tool: "Find", args: { q: "x" }, id: "1", turn: 1, step: 0, result: "first", status: "ok" },
      { tool: "Look", args: {}, id: "2", turn: 1, step: 0, result: "second", status: "ok" },
      { tool: "Book", args: {}, id: "3", turn: 2, step: 1 },
    ]
    const { traces, format, evidence } = json({ id: "c", messages })
    expect({ format, evidence }).toEqual({
      format: "openai-chat",
      evidence: "`messages[1].tool_calls[0].function.arguments` is a string",
    })
    expect(traces[0]?.trace).toEqual({ id: "c", calls: expected })
    expect(json(messages).traces[0]?.trace).toEqual({ calls: expected })
    expect(readTraces(JSON.stringify(messages), { format: "jsonl" }).traces[0]?.trace).toEqual({ calls: expected })
  })

  test("ids repeat: a result belongs to the latest unanswered call of its id", () => {
    const { traces, diagnostics } = json({
      traj: [calling(call("1", "A")), answer("1", "a"), calling(call("1", "B")), answer("1", "b"), answer("1", "c")],
      task_id: 4,
      trial: 2,
    })
    expect(traces[0]?.trace?.id).toBe("4/2")
    expect(traces[0]?.trace?.calls.map(({ tool, result }) => [tool, result])).toEqual([
      ["A", "a"],
      ["B", "b"],
    ])
    expect(diagnostics).toMatchObject([{ code: "orphan-result", severity: "warning", path: "/traj/4" }])
    const both = json([calling(call("1", "A"), call("1", "B")), answer("1", "b"), answer("1", "a")])
    expect(both.traces[0]?.trace?.calls.map(({ result }) => result)).toEqual(["a", "b"])
  })

  test("arguments that are no object are left out, with a warning", () => {
    const texts = ["{oops", "[1]", '"x"', "", `${"[".repeat(600)}${"]".repeat(600)}`]
    const { traces, diagnostics } = json([calling(...texts.map((text, k) => call(String(k), "A", text)))])
    expect(traces[0]?.trace?.calls.every((made) => made.args === undefined && made.tool === "A")).toBe(true)
    expect(diagnostics.map(({ code, severity, path }) => [code, severity, path])).toEqual(
      texts.map((_, k) => ["unparsable-args", "warning", `/0/tool_calls/${k}/function/arguments`]),
    )
  })

  test("legacy function calls, custom tools, arguments as objects", () => {
    const { traces } = json([
      { role: "assistant", content: "", function_call: { name: "Old", arguments: '{"a":1}' } },
      { role: "function", name: "Old", content: "done" },
      calling(
        { id: "c", type: "custom", custom: { name: "Run", input: "ls" } },
        { function: { name: "New", arguments: { b: 2 } } },
      ),
    ])
    expect(traces[0]?.trace?.calls).toEqual([
      { tool: "Old", args: { a: 1 }, turn: 0, step: 0, result: "done", status: "ok" },
      { tool: "Run", args: { input: "ls" }, id: "c", turn: 0, step: 1 },
      { tool: "New", args: { b: 2 }, turn: 0, step: 1 },
    ])
  })

  test("a conversation without calls is a trace without calls", () => {
    const { traces, evidence, diagnostics } = json([{ task_id: 0, trial: 0, traj: [user] }])
    expect(traces[0]?.trace).toEqual({ id: "0/0", calls: [] })
    expect(evidence).toContain("none of which calls a tool")
    expect(diagnostics).toEqual([])
  })

  test("conversations of other makers, whose calls stand elsewhere, are not read as silence", () => {
    const anthropic = { role: "assistant", content: [{ type: "tool_use", id: "1", name: "A", input: {} }] }
    const langchain = { role: "assistant", content: "", tool_calls: [{ name: "A", args: {} }] }
    const gemini = { role: "model", parts: [{ functionCall: { name: "A" } }] }
    const sdk = { role: "assistant", content: "", toolInvocations: [{ toolName: "A" }] }
    for (const message of [anthropic, langchain, gemini, sdk]) {
      const { traces, diagnostics } = json({ messages: [user, message] })
      expect(traces.map(({ trace }) => trace)).toEqual([undefined])
      expect(diagnostics.map(({ code }) => code)).toEqual(["unknown-format"])
      const forced = json({ messages: [user, message] }, { from: "openai-chat" })
      expect(forced.diagnostics.map(({ code }) => code)).toEqual(["unreadable-trace"])
    }
  })

  test("a call without a name loses its trace", () => {
    const { traces, diagnostics } = json([calling({ id: "1", function: { arguments: "{}" } })])
    expect(traces[0]?.trace).toBeUndefined()
    expect(diagnostics).toMatchObject([{ code: "invalid-call", path: "/0/tool_calls/0/function/name" }])
  })
})

describe("assay", () => {
  const start = (episode_id: string) => ({ type: "episode_start", episode_id, timestamp: 1000, input: { prompt: "p" } })
  const end = (episode_id: string) => ({ type: "episode_end", episode_id, timestamp: 9000, outcome: "pass" })
  const made = (episode_id: string, tool_name: string, more: object = {}) => ({
    type: "tool_call",
    episode_id,
    step_id: "s1",
    timestamp: 1500,
    tool_name,
    call_index: 0,
    args: null,
    result: null,
    error: null,
    ...more,
  })

  test("episodes, interleaved, each given when it ends", () => {
    const text = lines(
      start("e1"),
      start("e2"),
      made("e1", "A", { args: { x: 1 }, result: { ok: true } }),
      {
        type: "step",
        episode_id: "e1",
        step_id: "s2",
        idx: 0,
        timestamp: 1,
        kind: "model",
        name: "agent",
        content: "hi",
      },
      made("e2", "B", { error: "no" }),
      made("e1", "C", { call_index: 1 }),
      end("e2"),
      made("e1", "D", { step_id: "s3" }),
    )
    const { traces, format, diagnostics } = readTraces(text)
    expect({ format, diagnostics }).toEqual({ format: "assay", diagnostics: [] })
    expect(traces.map(({ trace, place }) => [trace?.id, place.line])).toEqual([
      ["e2", 2],
      ["e1", 1],
    ])
    expect(traces[1]?.trace?.calls).toEqual([
      { tool: "A", args: { x: 1 }, result: { ok: true }, status: "ok", time: 1500, step: 0 },
      { tool: "C", time: 1500, step: 0 },
      { tool: "D", time: 1500, step: 1 },
    ])
    expect(traces[0]?.trace?.calls).toEqual([{ tool: "B", error: "no", status: "error", time: 1500, step: 0 }])
  })

  test("an episode without calls is a trace, and an id may come again", () => {
    expect(
      traces(lines(start("e"), end("e"), start("e"), made("e", "A"), end("e"))).map((trace) => trace?.calls.length),
    ).toEqual([0, 1])
  })

  test("what the recorder cut to size counts as not captured", () => {
    const cut = made("e", "A", {
      args: { x: "…" },
      result: "…",
      truncations: [{ field: "args.x" }, { field: "result" }],
    })
    const { traces, diagnostics } = readTraces(lines(cut))
    expect(traces[0]?.trace?.calls).toEqual([{ tool: "A", status: "ok", time: 1500, step: 0 }])
    expect(diagnostics.map(({ code, path }) => [code, path])).toEqual([
      ["truncated-value", "/args"],
      ["truncated-value", "/result"],
    ])
  })

  test("calls and results on lines of their own", () => {
    const text = lines(
      { type: "tool_call", id: "c1", tool: "A", arguments: { x: 1 }, timestamp: "2025-12-27T10:00:00Z" },
      { type: "tool_result", id: "c1", result: { y: 2 }, timestamp: "2025-12-27T10:00:01Z" },
      { type: "tool_result", id: "c9", result: 1 },
    )
    const { traces, diagnostics } = readTraces(text)
    expect(traces.map(({ trace }) => trace?.calls)).toEqual([
      [{ tool: "A", args: { x: 1 }, id: "c1", time: Date.UTC(2025, 11, 27, 10), result: { y: 2 }, status: "ok" }],
    ])
    expect(diagnostics).toMatchObject([{ code: "orphan-result", severity: "warning", range: { start: { line: 3 } } }])
  })

  test("call_tool lines are grouped by test", () => {
    const text = lines(
      { type: "call_tool", tool: "A", test_id: "t1" },
      { type: "call_tool", tool_name: "B", test_id: "t2", input: { x: 1 } },
      { type: "call_tool", tool: "C", test_id: "t1" },
    )
    expect(traces(text)).toEqual([
      { id: "t1", calls: [{ tool: "A" }, { tool: "C" }] },
      { id: "t2", calls: [{ tool: "B", args: { x: 1 } }] },
    ])
  })

  test("prompt records, old and new", () => {
    const record = { schema_version: 1, type: "assay.trace", request_id: "r", prompt: "p", response: "x", meta: {} }
    const calls = [{ id: "1", tool_name: "A", args: { x: 1 }, result: 3, error: null, index: 0, ts_ms: 5 }]
    const text = lines(
      record,
      { ...record, meta: { tool_calls: calls } },
      { prompt: "p", response: "x", tool_calls: [{ tool_name: "B", args: {} }] },
      { prompt: "p", response: "x", function_call: { name: "C", arguments: "{}" } },
      { prompt: "p", response: "x" },
    )
    expect(traces(text)).toEqual([
      { id: "r", calls: [] },
      { id: "r", calls: [{ tool: "A", args: { x: 1 }, result: 3, status: "ok", id: "1", time: 5 }] },
      { calls: [{ tool: "B", args: {} }] },
      { calls: [{ tool: "C", args: {} }] },
      { calls: [] },
    ])
    expect(codes(lines({ prompt: "p", response: "x", tool_uses: [{}] }))).toEqual(["unknown-format"])
  })

  test("events in an array", () => {
    const { traces, format, evidence } = json([start("e"), made("e", "A"), end("e"), start("f")])
    expect({ format, evidence }).toEqual({ format: "assay", evidence: "`[0].type` is `episode_start`" })
    expect(traces.map(({ trace, place }) => [trace?.id, trace?.calls.length, place.pointer])).toEqual([
      ["e", 1, "/0"],
      ["f", 0, "/3"],
    ])
  })
})
