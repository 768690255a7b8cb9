import { describe, expect, test } from "vitest"
import { Machine } from "../../../src/core/index.ts"
import { CoreTrapError, Guard, Policy } from "../../../src/index.ts"
import { courtOf } from "../../../src/judge/index.ts"

/** Breaks the core the way a bug would: its memory is overwritten, and the next step traps. */
function breakCore(policy: Policy): void {
  const { machine } = courtOf(policy)
  const { memory } = (machine as unknown as { core: { memory: { buffer: ArrayBuffer } } }).core
  // Every row now begins and ends far outside the memory.
  new BigUint64Array(memory.buffer).fill(0x70000010_70000000n)
}

const text = (onError: string): string =>
  `version: "1.1"\non_error: ${onError}\nsequences: [{ type: max_calls, tool: A, max: 9 }]`

describe("a core that fails", () => {
  test.each([
    ["block", "deny"],
    ["allow", "allow"],
  ])("on_error: %s answers %s, again and again, until reset", (onError, decision) => {
    const policy = Policy.parse(text(onError))
    const guard = new Guard(policy)
    guard.check({ tool: "A" })
    breakCore(policy)
    for (let i = 0; i < 3; i++) expect(guard.check({ tool: "A" })).toMatchObject({ decision, code: "core-failed" })
    expect(() => guard.finish()).toThrow(CoreTrapError)
    expect(() => guard.save()).toThrow(CoreTrapError)
    guard.reset()
    expect(guard.check({ tool: "A" })).toMatchObject({ decision: "allow", violations: [] })
    expect(guard.calls).toBe(1)
  })

  test("loses no other session, and the next trace is judged by a fresh instance", () => {
    const policy = Policy.parse(text("block"))
    const idle = new Guard(policy)
    for (let i = 0; i < 3; i++) idle.check({ tool: "A" })
    const active = new Guard(policy)
    active.check({ tool: "A" })
    breakCore(policy)
    expect(active.check({ tool: "A" }).code).toBe("core-failed")
    expect(idle.calls).toBe(3)
    expect(policy.evaluate(["A"]).ok).toBe(true)
  })

  test("evaluate says so and recovers", () => {
    const policy = Policy.parse(text("block"))
    policy.evaluate(["A"])
    breakCore(policy)
    expect(() => policy.evaluate(["A"])).toThrow(CoreTrapError)
    expect(policy.evaluate(["A"]).ok).toBe(true)
  })

  test("the core is what the host was built with", () => {
    expect(Machine.load(new Uint8Array(4))).toBeTypeOf("number")
  })
})
