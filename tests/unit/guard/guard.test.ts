import { describe, expect, test } from "vitest"
import { Guard, Policy, PolicyError } from "../../../src/index.ts"
import { checksum } from "../../../src/program/checksum.ts"

const policy = Policy.parse(`
version: "1.1"
tools: { allow: [Search, Create, Pay, Wipe], ask: [Pay], deny: [Wipe] }
sequences:
  - { type: before, first: Search, then: Create }
  - { type: max_calls, tool: Search, max: 2, severity: warning }
`)

const stateError = (state: Uint8Array): string | undefined => {
  try {
    Guard.restore(policy, state)
    return undefined
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    return error.diagnostics[0]?.code
  }
}

describe("Guard", () => {
  test("denied and asked calls have not happened", () => {
    const guard = new Guard(policy)
    const before = guard.save()
    expect(guard.check({ tool: "Create" })).toMatchObject({
      decision: "deny",
      violations: [{ type: "before", call: 0 }],
    })
    expect(guard.check({ tool: "Wipe" }).decision).toBe("deny")
    expect(guard.check({ tool: "Pay" })).toMatchObject({ decision: "ask", violations: [{ rule: "ask" }] })
    expect(guard.save()).toEqual(before)
    expect(guard.calls).toBe(0)
  })

  test("a plain allow is one frozen shared object, apart from an explicit grant", () => {
    const open = Policy.parse('version: "1.1"\nsequences: [{ type: require, tool: A }]')
    const guard = new Guard(open)
    const silent = guard.check({ tool: "A" })
    expect(silent).toBe(guard.check({ tool: "B" }))
    expect(Object.isFrozen(silent)).toBe(true)
    expect(silent.granted).toBe(false)
    expect(new Guard(policy).check({ tool: "Search" })).toMatchObject({ decision: "allow", granted: true })
  })

  test("a warned call is taken, and the rule goes on guarding", () => {
    const guard = new Guard(policy)
    for (let i = 0; i < 2; i++) expect(guard.check({ tool: "Search" }).decision).toBe("allow")
    for (let i = 2; i < 4; i++) expect(guard.check({ tool: "Search" })).toMatchObject({ decision: "warn" })
    expect(guard.calls).toBe(4)
    expect(guard.finish().violations).toMatchObject([{ type: "max_calls", call: 2, severity: "warning" }])
    expect(guard.finish().ok).toBe(true)
  })

  test("in shadow every call is taken, and `would` says what enforcing would have answered", () => {
    const guard = new Guard(policy, { mode: "shadow" })
    expect(guard.check({ tool: "Create" })).toMatchObject({ decision: "warn", would: "deny" })
    expect(guard.check({ tool: "Pay" })).toMatchObject({ decision: "warn", would: "ask" })
    expect(guard.finish()).toMatchObject({ ok: false, calls: 2, violations: [{ type: "before", call: 0 }] })
  })

  test("guards of one policy do not disturb each other, nor does evaluate", () => {
    const [one, two] = [new Guard(policy), new Guard(policy)]
    one.check({ tool: "Search" })
    expect(two.check({ tool: "Create" }).decision).toBe("deny")
    policy.evaluate(["Create", "Create"])
    expect(one.check({ tool: "Create" }).decision).toBe("allow")
    expect([one.calls, two.calls]).toEqual([2, 0])
  })

  test("a look-alike name is a case for on_error", () => {
    const lenient = Policy.parse('version: "1.1"\non_error: allow\ntools: { deny: [Wipe] }')
    const strict = Policy.parse('version: "1.1"\ntools: { deny: [Wipe] }')
    for (const tool of ["wipe", "Ｗipe", "Wi\u200bpe"]) {
      expect(new Guard(strict).check({ tool })).toMatchObject({ decision: "deny", code: "lookalike-tool" })
      expect(new Guard(lenient).check({ tool })).toMatchObject({ decision: "allow", code: "lookalike-tool" })
    }
  })

  test("misuse throws", () => {
    expect(() => new Guard(policy).check({} as never)).toThrow(TypeError)
    expect(() => new Guard(policy).record({ status: "denied" })).toThrow(TypeError)
    expect(() => new Guard(policy, { mode: "watch" as never })).toThrow(TypeError)
    expect(() => new Guard({} as never).check({ tool: "A" })).toThrow(TypeError)
  })

  test("reset begins a new session", () => {
    const guard = new Guard(policy)
    const fresh = guard.save()
    guard.check({ tool: "Search" })
    guard.reset()
    expect(guard.save()).toEqual(fresh)
  })
})

describe("saved sessions", () => {
  const guard = new Guard(policy)
  guard.check({ tool: "Search" })
  guard.check({ tool: "Create" })
  const state = guard.save()

  test("go on where they stopped", () => {
    const restored = Guard.restore(Policy.fromBytes(policy.toBytes()), state)
    expect(restored.calls).toBe(2)
    expect(restored.finish()).toEqual(guard.finish())
  })

  test("every flipped bit is refused", () => {
    for (let bit = 0; bit < state.length * 8; bit++) {
      const flipped = state.slice()
      flipped[bit >> 3]! ^= 1 << (bit & 7)
      expect(stateError(flipped)).toMatch(/^state-(invalid|version)$/)
    }
  })

  test("truncated, extended, empty and foreign bytes are refused", () => {
    for (let length = 0; length < state.length; length++)
      expect(stateError(state.slice(0, length))).toBe("state-invalid")
    expect(stateError(Uint8Array.from([...state, 0]))).toBe("state-invalid")
    expect(stateError(new Uint8Array(1_000_000))).toBe("state-version")
    expect(stateError(Uint8Array.from([...state, ...new Uint8Array(1_000_000)]))).toBe("state-invalid")
    const other = Policy.parse('version: "1.1"\nsequences: [{ type: require, tool: A }]')
    expect(stateError(new Guard(other).save())).toBe("state-foreign")
  })

  test("a state of another layout is refused by a code of its own", () => {
    expect(stateError(Uint8Array.from([state[0]! + 1, ...state.slice(1)]))).toBe("state-version")
  })

  test("a refused state leaves other sessions as they were", () => {
    const alive = new Guard(policy)
    alive.check({ tool: "Search" })
    expect(stateError(new Uint8Array(40))).toBeDefined()
    expect(alive.check({ tool: "Create" }).decision).toBe("allow")
  })
})

describe("a session of 20 rules", () => {
  test("fits in 40 bytes after 10,000 calls", () => {
    const kinds = ["max_calls, tool: A%, max: 100", "after, trigger: A%, then: B%, within: 100"]
    const rules = Array.from(
      { length: 20 },
      (_, i) => `  - { type: ${(kinds[i % 2] ?? "").replaceAll("%", String(i))} }`,
    )
    const guard = new Guard(Policy.parse(`version: "1.1"\nsequences:\n${rules.join("\n")}`))
    for (let call = 0; call < 10_000; call++) {
      const tool = call < 9_980 ? "quiet" : `A${call - 9_980}`
      expect(guard.check({ tool }).decision).toBe("allow")
    }
    expect(guard.finish().violations.every((violation) => violation.type === "after")).toBe(true)
    expect(guard.save().length).toBeLessThanOrEqual(40)
  })
})

describe("a session of 2^30 calls", () => {
  /** With its checksum, a session can be written that would take hours to make. */
  const sealed = (body: readonly number[]): Uint8Array => {
    const hash = checksum(Uint8Array.from(body))
    return Uint8Array.from([...body, hash, hash >>> 8, hash >>> 16, hash >>> 24].map((byte) => byte & 255))
  }
  const atEnd = (onError: string): Guard => {
    const empty = Policy.parse(`version: "1.1"\non_error: ${onError}`)
    const fresh = new Guard(empty).save()
    return Guard.restore(empty, sealed([...fresh.slice(0, 9), 0xff, 0xff, 0xff, 0xff, 0x03, 0, 0, 0]))
  }

  test.each([
    ["block", "deny"],
    ["allow", "allow"],
  ])("is full: on_error %s answers %s", (onError, decision) => {
    const guard = atEnd(onError)
    expect(guard.calls).toBe(2 ** 30 - 1)
    expect(guard.check({ tool: "A" })).toMatchObject({ decision, code: "session-full" })
    expect(guard.calls).toBe(2 ** 30 - 1)
  })
})
