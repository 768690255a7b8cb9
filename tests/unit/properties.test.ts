import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { Guard, Policy, PolicyError, type RuleVerdict, type Verdict } from "../../src/index.ts"
import { judge, type OracleRule, outcomeOf } from "../oracle/oracle.ts"
import { alphabet, listRule, type Operand, operands, policyText, type TwinRule } from "../oracle/rules.ts"

const operand = fc.constantFrom(...operands)
const bound = fc.oneof(fc.nat(3), fc.nat(12))

function twin(written: TwinRule["written"], rule: OracleRule): Omit<TwinRule, "id"> {
  return { written, rule, sees: [] }
}

const ruleOfOne = fc
  .tuple(operand, bound)
  .chain(([{ written, names }, n]) =>
    fc.constantFrom(
      twin({ type: "require", tool: written }, { type: "require", tool: names }),
      twin({ type: "eventually", tool: written, within: n }, { type: "eventually", tool: names, within: n }),
      twin({ type: "max_calls", tool: written, max: n }, { type: "max_calls", tool: names, max: n }),
    ),
  )

const ruleOfTwo = fc
  .tuple(operand, operand, bound)
  .chain(([{ written: a, names: x }, { written: b, names: y }, n]) =>
    fc.constantFrom(
      twin({ type: "before", first: a, then: b }, { type: "before", first: x, then: y }),
      twin({ type: "after", trigger: a, then: b, within: n }, { type: "after", trigger: x, then: y, within: n }),
      twin({ type: "never_after", trigger: a, forbidden: b }, { type: "never_after", trigger: x, forbidden: y }),
    ),
  )

const ruleOfMany = fc.tuple(fc.array(operand, { maxLength: 6 }), fc.boolean()).map(([list, strict]) => {
  const [written, names] = [list.map((one: Operand) => one.written), list.map((one: Operand) => one.names)]
  return twin({ type: "sequence", tools: written, strict }, { type: "sequence", tools: names, strict })
})

const blocklist = fc
  .constantFrom("Search", "zz", "thing", "h*")
  .map((pattern) => twin({ type: "blocklist", pattern }, { type: "blocklist", pattern }))

const lists = fc.tuple(...(["allow", "deny", "ask"] as const).map(listOf)).map((all) => all.flat())

function listOf(type: "allow" | "deny" | "ask"): fc.Arbitrary<readonly TwinRule[]> {
  return fc.oneof(
    fc.constant<readonly TwinRule[]>([]),
    operand.map((one) => [listRule(type, one)]),
  )
}

const twins = fc
  .tuple(lists, fc.array(fc.oneof(ruleOfOne, ruleOfTwo, ruleOfTwo, ruleOfMany, blocklist), { maxLength: 40 }))
  .map(([fixed, free]): readonly TwinRule[] => [...fixed, ...free.map((rule, i) => ({ ...rule, id: `r${i}` }))])

const seasoned = fc
  .tuple(twins, fc.infiniteStream(fc.constantFrom({}, { action: "warn" }, { action: "ask" }, { severity: "warning" })))
  .map(([all, extras]) => Policy.parse(policyText(all, () => extras.next().value ?? {})))

const calls = fc.array(fc.constantFrom(...alphabet), { maxLength: 40 })
const mode = fc.constantFrom("enforce" as const, "shadow" as const)
const extent = fc.constantFrom("complete" as const, "partial" as const)

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
}

function flipped(bytes: Uint8Array, at: number, mask: number): Uint8Array {
  return bytes.map((byte, i) => (i === at % bytes.length ? byte ^ mask : byte))
}

function withoutCalls(rule: RuleVerdict): RuleVerdict {
  if (!rule.violation) return rule
  const { calls: _, ...violation } = rule.violation
  return { ...rule, violation }
}

/** The decisions of a whole session, and its end. */
function session(guard: Guard, tools: readonly string[]): string {
  return JSON.stringify([tools.map((tool) => guard.check({ tool })), guard.finish(), hex(guard.save())])
}

describe("verdicts", () => {
  test("agree with the naive oracle on long traces and larger bounds", () => {
    const property = fc.property(twins, calls, (all, trace) => {
      const policy = Policy.parse(policyText(all))
      const [whole, part] = [policy.evaluate(trace), policy.evaluate(trace, { extent: "partial" })]
      all.forEach(({ rule, written }, k) => {
        const { outcome, exercised, settled, violation } = whole.rules[k]!
        const got = { outcome, exercised, settled, call: violation?.call, calls: violation?.calls }
        expect({ written, ...got }).toEqual({
          written,
          call: undefined,
          calls: undefined,
          ...judge(rule, trace, "complete", []),
        })
        expect(part.rules[k]!.outcome).toBe(outcomeOf(rule, trace, "partial"))
      })
    })
    fc.assert(property, { numRuns: 150 })
  })

  test("are the same for every shape of the trace", () => {
    const property = fc.property(seasoned, calls, extent, fc.object(), (policy, tools, until, args) => {
      const wanted = JSON.stringify(policy.evaluate(tools, { extent: until }))
      const objects = tools.map((tool) => ({ tool }))
      const full = tools.map((tool, step) => ({
        tool,
        args,
        result: [args],
        status: "ok" as const,
        id: "c",
        step,
        time: step,
      }))
      const mixed = tools.map((tool, i) => (i % 2 === 0 ? tool : { tool }))
      for (const trace of [{ tools }, objects, { calls: objects }, full, { calls: full }, mixed, { calls: mixed }])
        expect(JSON.stringify(policy.evaluate(trace, { extent: until }))).toBe(wanted)
    })
    fc.assert(property)
  })

  test("are the same after the policy went through bytes", () => {
    const property = fc.property(seasoned, calls, extent, (policy, tools, until) => {
      const copy = Policy.fromBytes(policy.toBytes())
      expect(JSON.stringify(copy.evaluate(tools, { extent: until }))).toBe(
        JSON.stringify(policy.evaluate(tools, { extent: until })),
      )
      expect(hex(copy.toBytes())).toBe(hex(policy.toBytes()))
      expect(session(new Guard(copy), tools)).toBe(session(new Guard(policy), tools))
    })
    fc.assert(property)
  })

  test("pass over denied calls", () => {
    const property = fc.property(seasoned, calls, calls, extent, (policy, tools, denied, until) => {
      const attempts = tools.flatMap((tool, i) => [
        ...denied.slice(i, i + 2).map((name) => ({ tool: name, status: "denied" as const })),
        { tool },
      ])
      expect(JSON.stringify(policy.evaluate(attempts, { extent: until }))).toBe(
        JSON.stringify(policy.evaluate(tools, { extent: until })),
      )
    })
    fc.assert(property)
  })

  test("that are settled stay what they are, and violations stay where they are", () => {
    const property = fc.property(seasoned, calls, calls, extent, (policy, tools, more, until) => {
      const early = policy.evaluate(tools, { extent: "partial" })
      const late = policy.evaluate([...tools, ...more], { extent: until })
      early.rules.forEach((rule, k) => {
        if (rule.settled) expect(late.rules[k]!.outcome).toBe(rule.outcome)
        if (rule.violation) expect(late.rules[k]!.violation?.call).toBe(rule.violation.call)
      })
    })
    fc.assert(property)
  })
})

describe("guards", () => {
  test("saved and restored before every call go on as if nothing had happened", () => {
    const property = fc.property(seasoned, calls, mode, (policy, tools, how) => {
      const steady = new Guard(policy, { mode: how })
      let moved = new Guard(policy, { mode: how })
      for (const tool of tools) {
        moved = Guard.restore(policy, moved.save(), { mode: how })
        expect(moved.check({ tool })).toEqual(steady.check({ tool }))
        expect(hex(moved.save())).toBe(hex(steady.save()))
      }
      expect(JSON.stringify(Guard.restore(policy, moved.save(), { mode: how }).finish())).toBe(
        JSON.stringify(steady.finish()),
      )
    })
    fc.assert(property)
  })

  test("do not move when a call is denied or asked for", () => {
    const property = fc.property(seasoned, calls, (policy, tools) => {
      const guard = new Guard(policy)
      for (const tool of tools) {
        const [bytes, count] = [hex(guard.save()), guard.calls]
        const { decision } = guard.check({ tool })
        const stays = decision === "deny" || decision === "ask"
        expect(guard.calls).toBe(stays ? count : count + 1)
        if (stays) expect(hex(guard.save())).toBe(bytes)
      }
    })
    fc.assert(property)
  })

  test("finish as their own log is judged", () => {
    const property = fc.property(seasoned, calls, mode, (policy, tools, how) => {
      const guard = new Guard(policy, { mode: how })
      const log = tools.map((tool) => {
        const taken = ["allow", "warn"].includes(guard.check({ tool }).decision)
        return taken ? { tool } : { tool, status: "denied" as const }
      })
      const [end, whole]: Verdict[] = [guard.finish(), policy.evaluate(log)]
      expect({ ...end, violations: [] }).toEqual({ ...whole, rules: whole!.rules.map(withoutCalls), violations: [] })
    })
    fc.assert(property)
  })

  test("are disturbed neither by evaluations nor by other guards", () => {
    const property = fc.property(seasoned, seasoned, calls, calls, mode, (policy, other, tools, noise, how) => {
      const alone = new Guard(policy, { mode: how })
      const wanted = tools.map((tool) => alone.check({ tool }))
      const [guard, neighbour, twinGuard] = [new Guard(policy, { mode: how }), new Guard(other), new Guard(policy)]
      const got = tools.map((tool, i) => {
        policy.evaluate(noise)
        other.evaluate(noise, { extent: "partial" })
        neighbour.check({ tool: noise[i] ?? "zz" })
        twinGuard.check({ tool: noise[i] ?? "zz" })
        return guard.check({ tool })
      })
      expect(got).toEqual(wanted)
      expect(JSON.stringify(guard.finish())).toBe(JSON.stringify(alone.finish()))
    })
    fc.assert(property)
  })

  test("are not moved by looking at them", () => {
    const property = fc.property(seasoned, calls, mode, (policy, tools, how) => {
      const [left, watched] = [new Guard(policy, { mode: how }), new Guard(policy, { mode: how })]
      for (const tool of tools) {
        const end = JSON.stringify(watched.finish())
        watched.record({ result: tool })
        expect(JSON.stringify(watched.finish())).toBe(end)
        expect(hex(watched.save())).toBe(hex(watched.save()))
        expect(watched.check({ tool })).toEqual(left.check({ tool }))
      }
      expect(hex(watched.save())).toBe(hex(left.save()))
    })
    fc.assert(property)
  })

  test("and policies from bytes that were touched are refused", () => {
    const spoiled = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 }))
    const property = fc.property(seasoned, calls, spoiled, (policy, tools, [at, mask]) => {
      const guard = new Guard(policy, { mode: "shadow" })
      for (const tool of tools) guard.check({ tool })
      expect(() => Guard.restore(policy, flipped(guard.save(), at, mask))).toThrow(PolicyError)
      expect(() => Policy.fromBytes(flipped(policy.toBytes(), at, mask))).toThrow(PolicyError)
      expect(() => Guard.restore(policy, guard.save().slice(0, at % guard.save().length))).toThrow(PolicyError)
    })
    fc.assert(property)
  })

  test("answer the same after reset as when new", () => {
    const property = fc.property(seasoned, calls, calls, (policy, before, tools) => {
      const guard = new Guard(policy)
      for (const tool of before) guard.check({ tool })
      guard.reset()
      expect(session(guard, tools)).toBe(session(new Guard(policy), tools))
    })
    fc.assert(property)
  })
})

const strange = ["__proto__", "constructor", "toString", "", "\0", "a\0b", " ", "q".repeat(100_000), "名前", "🛑", "\n"]

describe("names that a policy does not know", () => {
  test("are just names", () => {
    const property = fc.property(seasoned, calls, fc.constantFrom(...strange), extent, (policy, tools, name, until) => {
      const renamed = tools.map((tool) => (tool === "zz" ? "yy" : tool))
      const odd = tools.map((tool) => (tool === "zz" ? name : tool))
      expect(JSON.stringify(policy.evaluate(odd, { extent: until }))).toBe(
        JSON.stringify(policy.evaluate(renamed, { extent: until })),
      )
      expect(session(new Guard(policy), odd)).toBe(session(new Guard(policy), renamed))
    })
    fc.assert(property)
  })

  test("are just names when the policy does know them", () => {
    for (const name of strange.filter((text) => text !== "")) {
      const policy = Policy.parse(
        JSON.stringify({
          version: "1.1",
          tools: { deny: [name] },
          sequences: [{ type: "max_calls", tool: name, max: 1, id: "m" }],
        }),
      )
      const verdict = policy.evaluate(["other", name, `${name}x`, name])
      expect(verdict.rules.map(({ violation }) => violation?.calls)).toEqual([
        [1, 3],
        [1, 3],
      ])
      expect(new Guard(policy).check({ tool: name }).decision).toBe("deny")
    }
  })
})
