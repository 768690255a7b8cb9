import { describe, expect, test } from "vitest"
import { checkPolicy, documentFrom } from "../../../src/policy/index.ts"

const codes = (value: unknown) => documentFrom(value).diagnostics.map(({ code, path }) => `${code} ${path}`)

describe("a policy from a plain object", () => {
  const policy = {
    version: 1.1,
    name: "a \u2028 \u007f \ufeff 😀",
    description: undefined,
    tools: { allow: ["A", "B*"] },
    sequences: [{ type: "max_calls", tool: "A", max: 3 }],
    metadata: JSON.parse('{"__proto__": {"x": 1}, "n": 1e21}'),
  }

  test("is the document of its text, ranges included", () => {
    const { metadata, ...rest } = policy
    expect(documentFrom(rest).diagnostics).toEqual([])
    expect(documentFrom({ ...rest, name: "a" })).toEqual(checkPolicy(JSON.stringify({ ...rest, name: "a" }, null, 2)))
    expect(documentFrom(rest).document?.name).toBe(policy.name)
  })

  test("keeps prototype keys as data", () => {
    const { document } = documentFrom({ version: "2", metadata: JSON.parse('{"__proto__": {"x": 1}}') })
    expect(Object.entries(document?.metadata ?? {})).toEqual([["__proto__", { x: 1 }]])
    expect(codes(JSON.parse('{"version": "2", "__proto__": 1, "constructor": 2}'))).toEqual([
      "unknown-key /__proto__",
      "unknown-key /constructor",
    ])
  })

  test("is judged by the same validator, with ranges", () => {
    const { diagnostics } = documentFrom({ version: "1.1", sequences: [{ type: "befor" }] }, { filename: "o" })
    expect(diagnostics[0]).toMatchObject({
      code: "unknown-rule-type",
      path: "/sequences/0/type",
      file: "o",
      range: { start: { line: 5, column: 15 } },
    })
  })

  test("beyond 2^53 is refused", () => {
    expect(codes({ version: "2", limits: { flow: 2 ** 53 } })).toEqual(["integer-too-large /limits/flow"])
  })

  test("refuses what JSON cannot hold, all at once, where it is", () => {
    const cycle: Record<string, unknown> = {}
    cycle.again = [cycle]
    const found = codes({
      version: "2",
      tools: { allow: [undefined, () => 1, Symbol("s"), 1n, Number.NaN, new Date(0), new Map()] },
      metadata: cycle,
    })
    expect(found).toEqual([
      ...[0, 1, 2, 3, 4, 5, 6].map((i) => `wrong-type /tools/allow/${i}`),
      "cyclic-anchor /metadata/again/0",
    ])
  })

  test.each([undefined, null, 1, "version: 2", [], () => 1])("refuses %s", (value) => {
    expect(documentFrom(value).document).toBeUndefined()
    expect(documentFrom(value).diagnostics[0]?.range).toBeDefined()
  })

  test("survives objects that fight back", () => {
    const revoked = Proxy.revocable({}, {})
    revoked.revoke()
    const thrower = {
      get version(): string {
        throw {
          toString: () => {
            throw 1
          },
        }
      },
    }
    let shared: unknown[] = ["x"]
    for (let i = 0; i < 60; i++) shared = [shared, shared]
    let deep: unknown[] = []
    for (let i = 0; i < 10_000; i++) deep = [deep]
    expect(codes(revoked.proxy)).toEqual(["wrong-type "])
    expect(codes(thrower)).toEqual(["wrong-type "])
    expect(documentFrom({ "x-a": shared }).diagnostics.map(({ code }) => code)).toEqual(["too-large"])
    expect(documentFrom({ "x-a": deep }).diagnostics.map(({ code }) => code)).toEqual(["too-large"])
    expect(documentFrom(new Array(2 ** 32 - 1)).diagnostics).toHaveLength(100)
  })
})
