import { describe, expect, test } from "vitest"
import { type CheckedCall, Guard, Policy } from "../../../src/index.ts"
import { pick, randomFrom } from "../../fuzz/random.mjs"

function policyOf(rules: string, more = ""): Policy {
  return Policy.parse(`version: "2"\n${more}sequences:\n${rules}`)
}

interface Told {
  readonly diagnostics: readonly { readonly code: string; readonly severity: string }[]
}

const told = ({ diagnostics }: Told): string[] => diagnostics.map(({ code, severity }) => `${code}: ${severity}`)

describe("too-costly", () => {
  // No finite automaton of bounded size knows which of the last 300 letters were an `a`.
  const greedy = "(?:a|b)*a(?:a|b){300}c"
  const rules = `  - { id: r, type: max_calls, max: 0, tool: { tool: Find, args_match: { text: "${greedy}" } } }\n`
  const policy = policyOf(rules)
  const call = { tool: "Find", args: { text: "a".repeat(200_000) } }
  const open = { ok: true, calls: 1, undetermined: 1, rules: [{ outcome: "undetermined", exercised: false }] }

  test("a judging whose fuel runs out is given up: the outcome is open, with a warning", () => {
    const started = performance.now()
    const verdict = policy.evaluate([call])
    expect(performance.now() - started).toBeLessThan(5000)
    expect(verdict).toMatchObject(open)
    expect(told(verdict)).toEqual(["too-costly: warning"])
  })

  test("the same from bytes, under both ways of looking", () => {
    const bytes = new TextEncoder().encode(JSON.stringify([call]))
    const verdict = policy.evaluate([call])
    for (const validate of ["shape", "full"] as const)
      expect([...policy.evaluateBytes(bytes, { validate })]).toEqual([verdict])
  })

  test("is told of once, however many judgings were given up, and not of the next trace", () => {
    const [diagnostic, ...more] = policy.evaluate([call, call, call]).diagnostics
    expect(more).toEqual([])
    expect(diagnostic?.message).toContain("3 checks")
    expect(policy.evaluate([{ tool: "Find", args: { text: "b" } }]).diagnostics).toEqual([])
  })

  test("values that nest deeper than a recorded trace may are given up, too", () => {
    let nested: unknown = 1
    for (let k = 0; k < 600; k++) nested = [nested]
    const verdict = policy.evaluate([{ tool: "Find", args: { text: nested } }])
    expect(verdict).toMatchObject(open)
    expect(told(verdict)).toEqual(["too-costly: warning"])
  })

  test("in a guard it is a case for on_error", () => {
    expect(new Guard(policy).check(call)).toMatchObject({ decision: "deny", code: "undetermined", violations: [] })
    const lenient = policyOf(rules, "on_error: allow\n")
    const guard = new Guard(lenient)
    expect(guard.check(call)).toMatchObject({ decision: "allow", code: "undetermined" })
    expect(guard.finish().rules).toMatchObject([{ outcome: "undetermined" }])
  })
})

const circle: { self?: unknown } = {}
circle.self = circle

/** Values that have no JSON text, each in its way. */
const hopeless: readonly [name: string, value: object][] = [
  ["a cycle", circle],
  ["a bigint", { amount: 1n }],
  [
    "a getter that throws",
    {
      get amount(): never {
        throw new Error("no")
      },
    },
  ],
  [
    "a toJSON that throws",
    {
      toJSON(): never {
        throw new Error("no")
      },
    },
  ],
  [
    "a proxy that throws",
    new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error("no")
        },
      },
    ),
  ],
]

describe("unreadable-args", () => {
  const asksArgs = policyOf(`  - { id: r, type: max_calls, max: 0, tool: { tool: Pay, args_match: { to: "a" } } }\n`)
  const asksResults = policyOf(
    `  - { id: r, type: max_calls, max: 0, tool: { tool: Pay, result_match: { to: "a" } } }\n`,
  )

  test.each(hopeless)("%s in args: the call stands, and what rules ask of it is open", (_name, args) => {
    const verdict = asksArgs.evaluate([{ tool: "Pay", args: args as never }])
    expect(verdict).toMatchObject({ ok: true, calls: 1, rules: [{ outcome: "undetermined" }] })
    expect(verdict.diagnostics).toMatchObject([{ code: "unreadable-args", severity: "warning", path: "/0/args" }])
  })

  test.each(hopeless)("%s in a result does the same", (_name, result) => {
    const verdict = asksResults.evaluate(["Other", { tool: "Pay", result }])
    expect(verdict).toMatchObject({ ok: true, calls: 2, rules: [{ outcome: "undetermined" }] })
    expect(verdict.diagnostics).toMatchObject([{ code: "unreadable-args", path: "/1/result" }])
  })

  test.each(hopeless)("%s that no rule reads is not looked at", (_name, args) => {
    const verdict = asksArgs.evaluate([{ tool: "Other", args: args as never, result: args }])
    expect(verdict).toMatchObject({ ok: true, rules: [{ outcome: "held" }], diagnostics: [] })
  })

  test.each(hopeless)("%s in a guard is a case for on_error, and the session goes on", (_name, args) => {
    const guard = new Guard(asksArgs)
    expect(guard.check({ tool: "Pay", args })).toMatchObject({ decision: "deny", code: "undetermined" })
    expect(guard.check({ tool: "Pay", args: { to: "b" } }).decision).toBe("allow")
    expect(guard.calls).toBe(1)
  })

  test.each(hopeless)("%s as an answer leaves open what reads it, and the session goes on", (_name, result) => {
    const guard = new Guard(asksResults)
    guard.check({ tool: "Pay" })
    expect(guard.record({ result })).toEqual([])
    guard.check({ tool: "Other" })
    expect(guard.finish()).toMatchObject({ calls: 2, rules: [{ outcome: "undetermined" }] })
  })
})

describe("a hostile call", () => {
  const policy = policyOf(`  - { id: r, type: max_calls, max: 1, tool: { tool: Pay, args_match: { to: "a" } } }\n`)
  const thrower = (field: string): CheckedCall =>
    Object.defineProperty({ tool: "Pay" }, field, {
      get: () => {
        throw new Error("no")
      },
    })

  test("whose tool or id throws, or is no text, is misuse, and the session goes on", () => {
    const guard = new Guard(policy)
    for (const field of ["tool", "id"]) expect(() => guard.check(thrower(field))).toThrow("no")
    for (const id of [7, {}, Symbol("x")])
      expect(() => guard.check({ tool: "Pay", id: id as never })).toThrow(TypeError)
    expect(guard.calls).toBe(0)
  })

  test.each(["args", "agent", "step"])("whose %s throws does not end the session", (field) => {
    const guard = new Guard(policy)
    expect(guard.check({ tool: "Pay", args: { to: "a" } }).decision).toBe("allow")
    const { decision } = guard.check(thrower(field))
    expect(["allow", "deny"]).toContain(decision)
    expect(guard.check({ tool: "Pay", args: { to: "a" } })).toMatchObject({
      decision: "deny",
      violations: [{ rule: "r" }],
    })
  })

  test("whose tool changes is judged as what it said first", () => {
    const guard = new Guard(policy)
    let reads = 0
    const call = {
      args: { to: "a" },
      get tool(): string {
        return reads++ === 0 ? "Pay" : "Other"
      },
    }
    guard.check(call)
    expect(guard.check({ tool: "Pay", args: { to: "a" } })).toMatchObject({ decision: "deny" })
  })

  test("whose agent is no text does not end the session", () => {
    const guard = new Guard(policy)
    for (const agent of [1n, circle, 7, null]) guard.check({ tool: "Pay", args: {}, agent: agent as never })
    expect(guard.calls).toBe(4)
  })

  test("that saves the session while it is read leaves no stale bytes", () => {
    const guard = new Guard(policy)
    const args = {
      get to(): string {
        guard.save()
        return "a"
      },
    }
    guard.check({ tool: "Pay", args })
    expect(Guard.restore(policy, guard.save()).calls).toBe(1)
  })

  test("that checks another one while it is read is judged after that", () => {
    const guard = new Guard(policy)
    const args = {
      get to(): string {
        guard.check({ tool: "Pay", args: { to: "a" } })
        return "a"
      },
    }
    expect(guard.check({ tool: "Pay", args })).toMatchObject({ decision: "deny" })
    expect(guard.calls).toBe(1)
  })
})

describe("a session in which next to nothing is known", () => {
  const count = 130
  const rules = Array.from(
    { length: 60 },
    (_, k) =>
      `  - { id: r${k}, type: max_calls, max: ${150 + k}, severity: warning, tool: { tool: T, args_match: { x${k}: a } } }\n`,
  )
  const policy = policyOf(rules.join(""))

  test("goes on, until too many ways are open for anyone to tell", () => {
    const guard = new Guard(policy)
    for (let k = 0; k < count; k++) expect(guard.check({ tool: "T" }).decision).toBe("allow")
    expect(Guard.restore(policy, guard.save()).save()).toEqual(guard.save())
    const verdict = guard.finish()
    expect(verdict).toMatchObject({ calls: count, undetermined: rules.length })
    expect(verdict).toEqual(policy.evaluate(Array(count).fill("T")))
  })

  test("is certain of what every filling says, as long as there are not", () => {
    expect(policy.evaluate(Array(120).fill("T"))).toMatchObject({ ok: true, undetermined: 0 })
  })
})

describe("calls in flight", () => {
  const rule = `  - { id: r, type: max_calls, max: 0, tool: { tool: Pay, status: error } }\n`
  const narrow = "limits: { in_flight: 2 }\n"
  const policy = policyOf(rule, narrow)

  test("are bounded: the call beyond has not happened, and there is room again after an answer", () => {
    const guard = new Guard(policy)
    expect(guard.check({ tool: "Pay", id: "1" }).decision).toBe("allow")
    expect(guard.check({ tool: "Other", id: "2" }).decision).toBe("allow")
    expect(guard.check({ tool: "Pay", id: "3" })).toMatchObject({ decision: "deny", code: "too-many-in-flight" })
    expect(guard.calls).toBe(2)
    expect(guard.record({ id: "2", status: "ok" })).toEqual([])
    expect(guard.check({ tool: "Pay", id: "3" }).decision).toBe("allow")
    expect(guard.calls).toBe(3)
  })

  test("beyond the bound are let through where on_error allows, and not counted", () => {
    const guard = new Guard(policyOf(rule, `${narrow}on_error: allow\n`))
    for (const id of ["1", "2"]) guard.check({ tool: "Pay", id })
    expect(guard.check({ tool: "Pay", id: "3" })).toMatchObject({ decision: "allow", code: "too-many-in-flight" })
    expect(guard.calls).toBe(2)
  })

  test("beyond the bound leave no trace in the session", () => {
    const guard = new Guard(policy)
    for (const id of ["1", "2"]) guard.check({ tool: "Pay", id })
    const before = guard.save()
    guard.check({ tool: "Pay", id: "3" })
    expect(guard.save()).toEqual(before)
  })

  test("are not kept where no rule reads answers", () => {
    const guard = new Guard(policyOf("  - { type: require, tool: Pay }\n", narrow))
    for (let k = 0; k < 5; k++) expect(guard.check({ tool: "Pay" }).decision).toBe("allow")
    expect(guard.record({ status: "error" })).toEqual([])
  })

  test("several need an id, and misuse changes nothing", () => {
    const guard = new Guard(policy)
    for (const id of ["1", "2"]) guard.check({ tool: "Pay", id })
    const before = guard.save()
    expect(() => guard.record({ status: "ok" })).toThrow(TypeError)
    expect(() => guard.record({ id: "1", status: "denied" })).toThrow(TypeError)
    expect(() => guard.record({ id: "1", status: "fine" as never })).toThrow(TypeError)
    expect(() => guard.record(null as never)).toThrow(TypeError)
    expect(() => guard.record("ok" as never)).toThrow(TypeError)
    expect(guard.record({ id: "9", status: "error" })).toEqual([])
    expect(guard.record({ id: "1", status: "pending" })).toEqual([])
    expect(guard.save()).toEqual(before)
    expect(guard.record({ id: "1", status: "error" })).toMatchObject([{ rule: "r", call: 0 }])
  })

  test("nothing in flight: an answer belongs to no call", () => {
    const guard = new Guard(policy)
    expect(guard.record({ status: "error" })).toEqual([])
    expect(guard.finish()).toMatchObject({ ok: true, calls: 0 })
  })

  test("of one id: the answer is the latest one's", () => {
    const guard = new Guard(policy)
    for (let k = 0; k < 2; k++) guard.check({ tool: "Pay", id: "same" })
    expect(guard.record({ id: "same", status: "error" })).toMatchObject([{ call: 1 }])
    const open = Guard.restore(policy, guard.save())
    expect(open.check({ tool: "Other" })).toMatchObject({ decision: "deny", code: "stopped" })
  })

  test("a status beats an error, an error a result", () => {
    const answers = [{ error: 1 }, { error: 1, result: 1 }, { status: "error", result: 1 }, { status: "ok", error: 1 }]
    const violated = answers.map((answer) => {
      const guard = new Guard(policy)
      guard.check({ tool: "Pay" })
      return guard.record(answer as never).length
    })
    expect(violated).toEqual([1, 1, 1, 0])
  })

  test("an answer that records another answer while it is read takes out its own call", () => {
    const reads = policyOf(`  - { id: r, type: max_calls, max: 0, tool: { tool: Pay, result_match: { "": "bad" } } }\n`)
    const guard = new Guard(reads)
    for (const id of ["1", "2", "3"]) guard.check({ tool: "Pay", id })
    const result = {
      toJSON: () => {
        guard.record({ id: "1", result: "good" })
        return "good"
      },
    }
    guard.record({ id: "1", result })
    expect(guard.record({ id: "3", result: "bad" })).toMatchObject([{ rule: "r", call: 2 }])
  })
})

describe("a stopped session", () => {
  const policy = policyOf(`  - { id: r, type: max_calls, max: 0, tool: { tool: Pay, status: error } }\n`)
  const stopped = (options?: { readonly mode: "shadow" }): Guard => {
    const guard = new Guard(policy, options)
    guard.check({ tool: "Pay", id: "1" })
    guard.check({ tool: "Pay", id: "2" })
    expect(guard.record({ id: "1", status: "error" })).toMatchObject([{ rule: "r", call: 0, type: "max_calls" }])
    return guard
  }

  test("denies whatever comes, and still takes answers", () => {
    const guard = stopped()
    for (const tool of ["Pay", "Other"])
      expect(guard.check({ tool })).toMatchObject({ decision: "deny", code: "stopped" })
    expect(guard.calls).toBe(2)
    expect(guard.record({ id: "2", status: "ok" })).toEqual([])
    expect(guard.finish()).toMatchObject({
      ok: false,
      calls: 2,
      rules: [{ outcome: "violated", violation: { call: 0 } }],
    })
  })

  test("stays so when it is saved and restored, and is fresh after a reset", () => {
    const guard = Guard.restore(policy, stopped().save())
    expect(guard.check({ tool: "Other" })).toMatchObject({ code: "stopped" })
    guard.reset()
    expect(guard.check({ tool: "Other" }).decision).toBe("allow")
    expect(guard.save()).toEqual(
      (() => {
        const fresh = new Guard(policy)
        fresh.check({ tool: "Other" })
        return fresh.save()
      })(),
    )
  })

  test("is none in shadow", () => {
    expect(stopped({ mode: "shadow" }).check({ tool: "Other" })).toMatchObject({ decision: "allow" })
  })
})

describe("a session with calls in flight", () => {
  const policy = policyOf(
    `  - { id: r, type: before, first: { tool: Test, status: ok }, then: Ship }\n` +
      `  - { id: s, type: max_calls, max: 0, tool: { tool: Test, args_match: { n: "^1$" }, result_match: { "": "bad" } } }\n`,
  )
  const ids = ["", "é🙂", "__proto__", "x".repeat(300), "\u0000"]

  test("goes on after it was saved and restored, ids and arguments and all", () => {
    for (const id of ids) {
      const guard = new Guard(policy)
      guard.check({ tool: "Test", id, args: { n: 1 } })
      guard.check({ tool: "Test", id: `${id}!`, args: { n: 2 } })
      const bytes = guard.save()
      const other = Guard.restore(policy, bytes)
      expect(other.save()).toEqual(bytes)
      expect(other.record({ id: `${id}!`, result: "bad" })).toEqual([])
      expect(other.record({ id, result: "bad" })).toMatchObject([{ rule: "s", call: 0 }])
      expect(guard.record({ id, result: "bad" })).toMatchObject([{ rule: "s", call: 0 }])
    }
  })

  test("forgets them when it is reset", () => {
    const guard = new Guard(policy)
    guard.check({ tool: "Test", id: "1", args: { n: 1 } })
    guard.reset()
    expect(guard.record({ id: "1", result: "bad" })).toEqual([])
    expect(guard.save()).toEqual(new Guard(policy).save())
  })

  test("is judged as if nothing came any more when it finishes, and goes on after that", () => {
    const guard = new Guard(policy)
    guard.check({ tool: "Test", args: { n: 1 } })
    const before = guard.save()
    expect(guard.finish().rules).toMatchObject([{ outcome: "not_exercised" }, { outcome: "held" }])
    expect(guard.save()).toEqual(before)
    expect(guard.record({ result: "good" })).toEqual([])
    expect(guard.check({ tool: "Ship" }).decision).toBe("allow")
  })

  test("of a policy that reads no answers is refused", () => {
    const guard = new Guard(policy)
    guard.check({ tool: "Test", args: {} })
    const bytes = guard.save()
    const names = policyOf("  - { type: require, tool: Test }\n")
    expect(() => Guard.restore(names, bytes)).toThrow("state-foreign")
  })

  test("is refused whichever bit of it is flipped", () => {
    const guard = new Guard(policy)
    for (const id of ids) guard.check({ tool: "Test", id, args: { n: 1 } })
    const bytes = guard.save()
    for (let bit = 0; bit < bytes.length * 8; bit += 7) {
      const flipped = bytes.slice()
      flipped[bit >> 3]! ^= 1 << (bit & 7)
      expect(() => Guard.restore(policy, flipped)).toThrow(/session/)
    }
  })

  test("that was forged is refused, or goes on as a session does", () => {
    const random = randomFrom(51)
    let accepted = 0
    for (let round = 0; round < 4000; round++) {
      const guard = new Guard(policy, { mode: "shadow" })
      for (let k = 0; k < 6; k++) {
        const args = random(2) === 0 ? undefined : { n: random(2) }
        guard.check({ tool: pick(random, ["Test", "Ship"]), id: `${k}`, args })
        if (random(3) === 0) guard.record({ id: `${random(6)}`, result: pick(random, ["bad", "good", undefined]) })
      }
      const forged = restoredOf(forgery(random, guard.save()))
      if (forged === undefined) continue
      accepted++
      for (let k = 0; k < 4; k++) {
        forged.check({ tool: "Test", id: "new", args: { n: 1 } })
        forged.record({ id: pick(random, ["new", `${random(6)}`]), result: "bad" })
      }
      forged.finish()
      const bytes = forged.save()
      expect(Guard.restore(policy, bytes).save()).toEqual(bytes)
    }
    expect(accepted).toBeGreaterThan(0)
  })

  function restoredOf(bytes: Uint8Array): Guard | undefined {
    try {
      return Guard.restore(policy, bytes)
    } catch (error) {
      expect(error).toMatchObject({ name: "PolicyError", diagnostics: [{ code: "state-invalid" }] })
      return undefined
    }
  }
})

/** A saved session with a few bytes changed behind the name of the policy, under a good checksum. */
function forgery(random: (limit: number) => number, saved: Uint8Array): Uint8Array {
  const bytes = saved.slice()
  for (let k = 1 + random(3); k > 0; k--) {
    const at = 9 + random(bytes.length - 13)
    bytes[at] = random(3) === 0 ? random(256) : bytes[at]! ^ (1 << random(8))
  }
  let hash = 0x811c9dc5
  for (const byte of bytes.subarray(0, -4)) hash = Math.imul(hash ^ byte, 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  new DataView(bytes.buffer).setUint32(bytes.length - 4, (hash ^ (hash >>> 13)) >>> 0, true)
  return bytes
}
