import { describe, expect, test } from "vitest"
import { CHECK_NUMBERS, SECTION_HEADER } from "../../../assembly/check/schema-abi.ts"
import { CheckSet } from "../../../src/schema/index.ts"
import { builds } from "./compiled.ts"
import { checkOf, Judge } from "./judge.ts"
import { Random } from "./random.ts"

const schema = {
  type: "object",
  required: ["a", "b"],
  properties: {
    a: { enum: ["x", { y: [1, null, true] }, 1.5] },
    b: {
      type: "array",
      items: { $ref: "#/$defs/n" },
      prefixItems: [{ minLength: 1 }],
      uniqueItems: true,
      contains: { const: 1 },
    },
    c: { oneOf: [{ multipleOf: 0.01 }, { not: { minimum: 3 } }], if: { maxItems: 2 }, then: { maxProperties: 3 } },
  },
  dependentSchemas: { c: { minProperties: 1 } },
  dependentRequired: { c: ["a"] },
  additionalProperties: { $ref: "#" },
  propertyNames: { maxLength: 4 },
  $defs: { n: { anyOf: [{ type: "integer" }, { type: "string", minLength: 2 }, { $ref: "#" }] } },
}
const texts = [
  '{"a":"x","b":["xx",1,"yy"],"c":2.51}',
  '{"a":{"y":[1,null,true]},"b":[1],"d":{"a":1.5,"b":[]}}',
  "[1,2]",
  '"x"',
  "1e30",
]

function words(): number[] {
  const set = new CheckSet()
  set.add(checkOf(schema))
  return [...set.words]
}

/** Every node of a section that was loaded, on some values: nothing may trap. */
function judgeAll(judge: Judge, count: number): void {
  for (const text of texts) {
    judge.parse(text)
    for (let check = SECTION_HEADER; check < count; check++) {
      if (judge.core.isCheck(check) === 0) continue
      const found = judge.core.holds(check, judge.core.root(), text.length)
      expect(found).toBeLessThanOrEqual(CHECK_NUMBERS)
    }
  }
}

describe.each(builds)("the section of the checks (%s)", (build) => {
  test("is taken as it is written, and its nodes are checks", () => {
    const judge = new Judge(build)
    const section = words()
    expect(judge.load(section)).toBe(true)
    expect(judge.core.isCheck(0)).toBe(0)
    expect(judge.core.isCheck(SECTION_HEADER)).toBe(1)
    expect(judge.core.isCheck(section.length)).toBe(0)
    expect(judge.core.isCheck(0xffffffff)).toBe(0)
    judgeAll(judge, section.length)
  })

  test("is refused when it is cut", () => {
    const section = words()
    for (let length = 1; length < section.length; length++) {
      expect(new Judge(build).load(section.slice(0, length))).toBe(false)
    }
    expect(new Judge(build).load([])).toBe(true)
  })

  test("never leads outside, whatever is wrong in it", () => {
    const section = words()
    const random = new Random(5)
    const values = [
      0,
      1,
      2,
      5,
      7,
      22,
      23,
      255,
      256,
      258,
      0x7fffffff,
      0xffffffff,
      section.length,
      0x00000f0c,
      0x40000000,
    ]
    let taken = 0
    for (let round = 0; round < 6000; round++) {
      const damaged = [...section]
      for (let i = 1 + random.below(3); i > 0; i--) {
        const at = random.below(damaged.length)
        const before = damaged[at] ?? 0
        const other = random.pick([
          before ^ (1 << random.below(32)),
          before + 1,
          before - 1,
          random.below(damaged.length),
        ])
        damaged[at] = (random.below(2) === 0 ? random.pick(values) : other) >>> 0
      }
      const judge = new Judge(build)
      if (!judge.load(damaged)) continue
      taken++
      if (taken % 4 === 0) judgeAll(judge, damaged.length)
    }
    expect(taken).toBeGreaterThan(200)
    expect(taken).toBeLessThan(5900)
  })
})
