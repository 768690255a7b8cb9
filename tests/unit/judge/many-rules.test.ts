import fc from "fast-check"
import { expect, test } from "vitest"
import { Policy, verdictToJSON } from "../../../src/index.ts"

const tools = Array.from({ length: 100 }, (_, i) => `T${i}`)
const rules = tools.flatMap((tool, i) => [
  { id: `m${i}`, type: "max_calls", tool, max: i % 3 },
  { id: `r${i}`, type: "require", tool, severity: i % 2 === 0 ? "warning" : "error" },
])
const many = Policy.from({ version: "1.1", sequences: rules })
/** The same rules in policies that are small enough to list their rules at once. */
const few = Array.from({ length: 4 }, (_, k) =>
  Policy.from({ version: "1.1", sequences: rules.slice(50 * k, 50 * (k + 1)) }),
)

test("a verdict on many rules says what the verdicts on parts of them say", () => {
  const trace = fc.array(fc.constantFrom(...tools.slice(0, 20)), { maxLength: 40 })
  fc.assert(
    fc.property(trace, fc.constantFrom("complete" as const, "partial" as const), (calls, extent) => {
      const whole = many.evaluate(calls, { extent })
      const parts = few.map((policy) => policy.evaluate(calls, { extent }))
      expect(whole.ok).toBe(parts.every(({ ok }) => ok))
      expect(whole.violations).toEqual(parts.flatMap(({ violations }) => violations))
      expect(whole.rules).toEqual(parts.flatMap(({ rules: listed }) => listed))
      expect(whole.rules).toBe(whole.rules)
      expect(verdictToJSON(whole).rules).toHaveLength(rules.length)
      expect(structuredClone(whole)).toEqual(whole)
    }),
    { numRuns: 60 },
  )
})
