import fc from "fast-check"
import { expect, test } from "vitest"
import { percent, thresholdPercent } from "../../../../src/report/page/percent.ts"

test.each([
  [87.5, 87.50001, "87.5%", "87.50001%"],
  [87.44, 87.44, "87.44%", "87.44%"],
  [89.98, 90, "89.98%", "90.0%"],
  [66.66666666666667, 50, "66.7%", "50.0%"],
  [99.96, 80, "99.96%", "80.0%"],
  [100, 100, "100.0%", "100.0%"],
  [0, 0, "0.0%", "0.0%"],
  [89.9999999999, 90, "89.999999%", "90.0%"],
  [99.9999999999, 90, "99.999999%", "90.0%"],
  [87.5, 87.5000000001, "87.5%", "87.500001%"],
])("%d against %d reads %s and %s", (value, threshold, shown, goal) => {
  expect([percent(value, threshold), thresholdPercent(threshold)]).toEqual([shown, goal])
})

test("what is met reads as met, and what is not never reads the same as its threshold", () => {
  const share = fc.double({ min: 0, max: 100, noNaN: true })
  const near = fc
    .tuple(share, fc.integer({ min: -20, max: 20 }), fc.constantFrom(1e-1, 1e-3, 1e-5, 1e-7, 1e-9, 1e-12))
    .map(([value, steps, step]) => [value, Math.min(100, Math.max(0, value + steps * step))] as const)
  fc.assert(
    fc.property(near, ([value, threshold]) => {
      // Between the last six digits and 100 there is nothing left to tell the two apart with.
      fc.pre(threshold <= 99.999999 || threshold === 100)
      const [shown, goal] = [percent(value, threshold), thresholdPercent(threshold)].map(Number.parseFloat)
      expect(Number(shown) >= Number(goal)).toBe(value >= threshold)
      expect(Number(shown) === 100).toBe(value === 100)
      expect(Math.abs(Number(shown) - value)).toBeLessThanOrEqual(0.0500001)
    }),
    { numRuns: 3000 },
  )
})
