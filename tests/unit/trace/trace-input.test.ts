import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { isCall, isToolName, readTraceInput } from "../../../src/trace/index.ts"

const codes = (value: unknown) => readTraceInput(value).diagnostics.map(({ code, path }) => `${code} ${path}`)

describe("shapes", () => {
  test("names, calls and both together", () => {
    expect(readTraceInput(["A", { tool: "B" }])).toEqual({
      trace: { calls: [{ tool: "A" }, { tool: "B" }] },
      diagnostics: [],
    })
  })

  test("tools and calls, with an id", () => {
    expect(readTraceInput({ id: "s1", tools: ["A"] }).trace).toEqual({ id: "s1", calls: [{ tool: "A" }] })
    expect(readTraceInput({ id: 7, calls: ["A"] }).trace).toEqual({ id: "7", calls: [{ tool: "A" }] })
  })

  test("calls win over tools, which are then those on offer", () => {
    expect(readTraceInput({ tools: ["A", "B"], calls: ["A"] }).trace?.calls.length).toBe(1)
  })

  test("no calls at all is a trace", () => {
    for (const empty of [[], { calls: [] }, { tools: [] }]) expect(readTraceInput(empty).trace?.calls).toEqual([])
  })

  test("what has none of the shapes is unreadable", () => {
    for (const value of [undefined, null, 5, "Search", true, {}, { id: "x" }, Symbol("x"), () => 1]) {
      expect(codes(value)).toEqual(["unreadable-trace "])
    }
    expect(codes({ calls: "A" })).toEqual(["unreadable-trace /calls"])
    expect(codes({ calls: [], id: {} })).toEqual(["unreadable-trace /id"])
  })

  test("a policy is told from a trace", () => {
    expect(codes({ version: "1.1", sequences: [] })).toEqual(["policy-as-trace "])
    expect(codes({ version: "1.1", tools: { allow: ["A"] } })).toEqual(["policy-as-trace "])
  })
})

describe("calls", () => {
  test("each broken field is named by its pointer", () => {
    const call = {
      tool: 1,
      args: [],
      status: "eror",
      id: {},
      parent: [],
      agent: true,
      step: -1,
      turn: 1.5,
      time: "now",
    }
    expect(codes({ calls: ["A", call] })).toEqual(
      ["tool", "args", "status", "id", "parent", "agent", "step", "turn", "time"].map(
        (field) => `invalid-call /calls/1/${field}`,
      ),
    )
    expect(readTraceInput([call]).diagnostics.find(({ path }) => path === "/0/status")?.hint).toContain("error")
  })

  test("a name under another key is named in the hint", () => {
    const hintOf = (call: object) => readTraceInput({ calls: [call] }).diagnostics[0]?.hint
    expect(hintOf({ name: "Search", arguments: {} })).toContain("`name`")
    expect(hintOf({ toolName: "Search", args: {} })).toContain("`toolName`")
    expect(hintOf({ name: 7 })).toBeUndefined()
    expect(hintOf({ tool: 7, name: "Search" })).toBeUndefined()
    expect(hintOf({})).toBeUndefined()
  })

  test("elements that are no calls", () => {
    expect(codes(["", 5, null, ["A"], {}])).toEqual([
      "invalid-call /1",
      "invalid-call /2",
      "invalid-call /3",
      "invalid-call /4/tool",
    ])
    expect(codes({ tools: ["A", { tool: "B" }] })).toEqual(["invalid-call /tools/1"])
  })

  test("an empty name is a name", () => {
    expect(readTraceInput(["", { tool: "" }]).trace?.calls).toEqual([{ tool: "" }, { tool: "" }])
  })

  test("status follows from the answer unless it is given", () => {
    const status = (fields: object) => readTraceInput([{ tool: "A", ...fields }]).trace?.calls[0]?.status
    expect(status({})).toBeUndefined()
    expect(status({ result: null })).toBe("ok")
    expect(status({ result: undefined })).toBeUndefined()
    expect(status({ error: "no" })).toBe("error")
    expect(status({ result: 1, error: "no" })).toBe("error")
    expect(status({ result: 1, error: null })).toBe("ok")
    expect(status({ result: 1, status: "pending" })).toBe("pending")
    expect(status({ status: "denied" })).toBe("denied")
  })

  test("null is absence, but for results", () => {
    const nothing = {
      args: null,
      error: null,
      status: null,
      id: null,
      parent: null,
      agent: null,
      step: null,
      time: null,
    }
    expect(readTraceInput([{ tool: "A", ...nothing }]).trace?.calls).toEqual([{ tool: "A" }])
  })

  test("times are milliseconds; a text without zone is UTC", () => {
    const time = (fields: object) => readTraceInput([{ tool: "A", ...fields }]).trace?.calls[0]?.time
    expect(time({ time: 12.5 })).toBe(12.5)
    expect(time({ at: "2025-12-27T10:00:00Z" })).toBe(Date.UTC(2025, 11, 27, 10))
    expect(time({ at: 1, time: 2 })).toBe(2)
    expect(time({ time: "2025-12-27T10:00:00.123456" })).toBe(Date.UTC(2025, 11, 27, 10, 0, 0, 123))
    expect(time({ time: "2025-12-27 10:00:00+01:30" })).toBe(Date.UTC(2025, 11, 27, 8, 30))
    expect(time({ time: "2024-02-29" })).toBe(Date.UTC(2024, 1, 29))
    for (const wrong of ["2025-02-29", "2025-13-01", "2025-01-01T25:00Z", "10:00", "", Number.NaN, {}]) {
      expect(codes([{ tool: "A", time: wrong }])).toEqual(["invalid-call /0/time"])
    }
  })

  test("unknown fields are left out, `arguments` not without a word", () => {
    expect(readTraceInput([{ tool: "A", cost: 1 }])).toEqual({ trace: { calls: [{ tool: "A" }] }, diagnostics: [] })
    const { trace, diagnostics } = readTraceInput([{ tool: "A", arguments: {} }])
    expect(trace?.calls).toEqual([{ tool: "A" }])
    expect(diagnostics).toMatchObject([{ code: "invalid-call", severity: "warning", path: "/0/arguments" }])
  })

  test("keys of prototypes are data", () => {
    const args = JSON.parse('{"__proto__":{"x":1},"constructor":2}')
    const call = readTraceInput([{ tool: "__proto__", args }]).trace?.calls[0]
    expect(call?.tool).toBe("__proto__")
    expect(call?.args).toBe(args)
    expect(Object.keys(call?.args ?? {})).toEqual(["__proto__", "constructor"])
    expect(readTraceInput(JSON.parse('{"__proto__":{"calls":["A"]}}')).trace).toBeUndefined()
  })
})

describe("hostile objects", () => {
  test("what throws is a diagnostic", () => {
    const throws = (): never => {
      throw new Error("no")
    }
    const trap = new Proxy({}, { get: throws, has: throws, getOwnPropertyDescriptor: throws, ownKeys: throws })
    for (const value of [trap, [trap], { calls: [{ tool: "A", args: trap }, trap] }]) {
      const { trace, diagnostics } = readTraceInput(value)
      expect(trace).toBeUndefined()
      expect(diagnostics.at(-1)?.code).toBe("unreadable-trace")
    }
  })

  test("a million broken calls make twenty diagnostics and a word on the rest", () => {
    const { diagnostics } = readTraceInput(new Array(1e6).fill(0))
    expect(diagnostics.length).toBe(21)
    expect(diagnostics.at(-1)?.code).toBe("unreadable-trace")
    expect(readTraceInput(new Array(2 ** 32 - 1)).diagnostics.length).toBe(21)
  })

  test("nothing throws, and what gives no trace gives an error", () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withSparseArray: true }), (value) => {
        const { trace, diagnostics } = readTraceInput(value)
        expect(trace === undefined).toBe(diagnostics.some(({ severity }) => severity === "error"))
      }),
    )
  })
})

test("what the predicates let pass is what reading leaves as it is, but for the status", () => {
  const field = fc.oneof(fc.constant(undefined), fc.constant(null), fc.integer(), fc.constant("ok"), fc.constant({}))
  const keys = ["args", "status", "id", "parent", "agent", "step", "turn", "time", "at", "error", "arguments"]
  const calls = fc.record({ tool: fc.constantFrom("A", "", 1), ...Object.fromEntries(keys.map((key) => [key, field])) })
  fc.assert(
    fc.property(calls, (call) => {
      if (!isCall(call)) return
      const { trace, diagnostics } = readTraceInput([call])
      expect(diagnostics).toEqual([])
      const { status: _, ...read } = trace?.calls[0] ?? { tool: "" }
      const { status: __, ...given } = JSON.parse(JSON.stringify(call))
      delete given.arguments
      expect(read).toEqual(given)
    }),
  )
  expect([isToolName("A"), isToolName(""), isToolName(1)]).toEqual([true, true, false])
  expect([isCall("A"), isCall(null), isCall([])]).toEqual([false, false, false])
})
