import { describe, expect, test } from "vitest"
import { CHECK_COSTLY, CHECK_NO, CHECK_YES } from "../../../assembly/check/schema-abi.ts"
import { builds } from "./compiled.ts"
import { checkOf, Judge } from "./judge.ts"

const tree = { $defs: { t: { type: ["array", "object", "number"], items: { $ref: "#/$defs/t" } } }, $ref: "#/$defs/t" }

/** Milliseconds; generous, for the machine may be busy. */
function within<T>(limit: number, work: () => T): T {
  const start = performance.now()
  const result = work()
  expect(performance.now() - start).toBeLessThan(limit)
  return result
}

describe.each(builds)("hostile values (%s)", (build) => {
  test("a million keys, different or the same", () => {
    const judge = new Judge(build, [
      checkOf({ maxProperties: 1_000_000, properties: { k7: { const: 7 } }, required: ["k999999"] }),
      checkOf({ maxProperties: 1, const: { k: 999_999 } }),
      checkOf({ const: {} }),
    ])
    const different = `{${Array.from({ length: 1_000_000 }, (_, i) => `"k${i}":${i}`).join()}}`
    expect(within(5000, () => judge.judge(different, 0))).toBe(CHECK_YES)
    const before = judge.core.top()
    expect(within(5000, () => judge.judge(different, 2))).toBe(CHECK_NO)
    expect(judge.core.top()).toBe(before)
    const same = `{${Array.from({ length: 1_000_000 }, (_, i) => `"k":${i}`).join()}}`
    expect(within(5000, () => judge.judge(same, 1))).toBe(CHECK_YES)
  })

  test("large equal objects in another order, and a list of many equal-looking items", () => {
    const entries = Array.from({ length: 20_000 }, (_, i): [string, number] => [`key ${i}`, i])
    const [object, reversed] = [Object.fromEntries(entries), Object.fromEntries([...entries].reverse())]
    const judge = new Judge(build, [checkOf({ const: object }), checkOf({ uniqueItems: true })])
    expect(within(5000, () => judge.judge(JSON.stringify(reversed), 0))).toBe(CHECK_YES)
    expect(within(5000, () => judge.judge(JSON.stringify([object, reversed]), 1))).toBe(CHECK_NO)
    const items = Array.from({ length: 100_000 }, (_, i) => [{ a: [i % 99_999] }])
    expect(within(5000, () => judge.judge(JSON.stringify(items), 1))).toBe(CHECK_NO)
    expect(within(5000, () => judge.judge(JSON.stringify(items.slice(1)), 1))).toBe(CHECK_YES)
  })

  test("a schema that contains itself, on the deepest value", () => {
    const judge = new Judge(build, [checkOf(tree), checkOf({ ...tree, uniqueItems: true })])
    const deep = (inside: string): string => `${"[".repeat(512)}${inside}${"]".repeat(512)}`
    expect(judge.judge(deep("1"))).toBe(CHECK_YES)
    expect(judge.judge(deep('"x"'))).toBe(CHECK_NO)
    expect(judge.judge(deep("1"), 1)).toBe(CHECK_YES)
    const nested = `${'{"a":'.repeat(512)}{}${"}".repeat(512)}`.replace("{}", "1")
    const through = { properties: { a: { anyOf: [{ type: "null" }, { allOf: [{ $ref: "#" }] }] } } }
    expect(new Judge(build, [checkOf(through)]).judge(nested)).toBe(CHECK_YES)
  })

  test("references that branch at every step cost no more than one way", () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 200 }, (_, i) => [
        `d${i}`,
        { allOf: [{ $ref: `#/$defs/d${i + 1}` }, { anyOf: [{ $ref: `#/$defs/d${i + 1}` }] }] },
      ]),
    )
    const fan = { $ref: "#/$defs/d0", $defs: { ...$defs, d200: { type: "number" } } }
    const judge = new Judge(build, [checkOf(fan)])
    expect(within(1000, () => judge.judge("1"))).toBe(CHECK_YES)
    expect(within(1000, () => judge.judge('"x"'))).toBe(CHECK_NO)
  })

  test("what does not end in time is costly, not endless", () => {
    // Each level asks twice about each child, and the memory of references is smaller than the value.
    const twice = { anyOf: [{ items: { $ref: "#" }, contains: { const: 1 } }, { items: { $ref: "#" } }] }
    const judge = new Judge(build, [checkOf(twice)])
    let value: unknown = Array.from({ length: 40 }, (_, i) => i + 2)
    for (let i = 0; i < 11; i++) value = [value, value]
    const found = within(5000, () => judge.judge(JSON.stringify(value)))
    expect([CHECK_YES, CHECK_COSTLY]).toContain(found)
    const many = { anyOf: Array.from({ length: 9_000 }, (_, i) => ({ contains: { const: -1 - i } })) }
    const list = JSON.stringify(Array.from({ length: 5000 }, (_, i) => i))
    expect(within(5000, () => new Judge(build, [checkOf(many)]).judge(list))).toBe(CHECK_COSTLY)
  })

  test("an enumeration of ten thousand", () => {
    const names = Array.from({ length: 10_000 }, (_, i) => (i % 3 === 0 ? { n: i } : i % 3 === 1 ? `n${i}` : i))
    const judge = within(3000, () => new Judge(build, [checkOf({ items: { enum: names } })]))
    expect(within(3000, () => judge.judge(JSON.stringify([...names].reverse())))).toBe(CHECK_YES)
    expect(judge.judge(JSON.stringify([...names, "n2"]))).toBe(CHECK_NO)
  })

  test("megabytes of one string or one number", () => {
    const judge = new Judge(build, [
      checkOf({ minLength: 3_000_000, maxLength: 3_000_000 }),
      checkOf({ multipleOf: 3 }),
    ])
    expect(within(2000, () => judge.judge(`"${"é".repeat(3_000_000)}"`))).toBe(CHECK_YES)
    expect(within(2000, () => judge.judge(`"${"\\u00e9".repeat(3_000_000)}"`))).toBe(CHECK_YES)
    expect(within(5000, () => judge.judge(`9${"0".repeat(3_000_000)}`, 1))).toBe(CHECK_YES)
    expect(within(5000, () => judge.judge(`9.${"0".repeat(3_000_000)}`, 1))).toBe(CHECK_YES)
  })

  test("memory does not grow from text to text", () => {
    const judge = new Judge(build, [checkOf({ uniqueItems: true, items: { required: ["\u00e9"] } })])
    const text = JSON.stringify(Array.from({ length: 500 }, (_, i) => ({ é: i, "\n": 1e300 + i })))
    judge.judge(text)
    judge.judge(text)
    const before = judge.core.top()
    for (let i = 0; i < 200; i++) expect(judge.judge(text)).toBe(CHECK_YES)
    expect(judge.core.top()).toBe(before)
  })
})
