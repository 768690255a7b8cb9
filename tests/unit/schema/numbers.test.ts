import { describe, expect, test } from "vitest"
import { resolveHardNumbers, shortestSpelling } from "../../../src/core/hard-numbers.ts"
import { builds } from "./compiled.ts"
import { checkOf, Judge } from "./judge.ts"
import { Random } from "./random.ts"

/** Whether a double is a multiple of another one, by their shortest spellings and in whole numbers. */
function isMultiple(value: number, divisor: number): boolean {
  const [a, b] = [shortestSpelling(value), shortestSpelling(divisor)]
  const least = Math.min(a.exponent, b.exponent)
  const scaled = (spelling: typeof a): bigint =>
    (BigInt(spelling.high) * 1_000_000_000n + BigInt(spelling.low)) * 10n ** BigInt(spelling.exponent - least)
  return scaled(a) % scaled(b) === 0n
}

function someDouble(random: Random): number {
  const kind = random.below(4)
  if (kind === 0) return random.below(2000) / random.pick([1, 10, 100, 1000])
  if (kind === 1) return Number(`${1 + random.below(1e9)}e${random.below(40) - 20}`)
  const view = new DataView(new ArrayBuffer(8))
  view.setUint32(0, random.below(2 ** 32))
  view.setUint32(4, kind === 2 ? 0 : random.below(2 ** 32))
  const value = view.getFloat64(0)
  return Number.isFinite(value) ? value : 1e308
}

const spellings = [
  ...[
    "0",
    "-0",
    "0.0",
    "-0e5",
    "1.0",
    "1e2",
    "100",
    "0.1",
    "0.10",
    "0.10000000000000001",
    "0.1000000000000000055511151231257827",
  ],
  ...[
    "9007199254740992",
    "9007199254740993",
    "9007199254740991",
    "1234567890123456789",
    "12345678901234567890123",
    "1e21",
    "1e22",
  ],
  ...[
    "123456789012345680000",
    "1e-6",
    "1e-7",
    "0.000001",
    "0.0000001",
    "1.5e300",
    "1e308",
    "1.7976931348623157e308",
    "5e-324",
  ],
  ...[
    "2e-324",
    "1e-400",
    "1e309",
    "-1e309",
    "1e99999999999999",
    "1e-99999999999999",
    "0e99999999999999",
    "4.35",
    "0.3",
  ],
  ...[
    "0.30000000000000004",
    "123456789012345",
    "1234567890123456",
    "99999999999999999",
    "1E5",
    "1e+5",
    "12.50",
    "1000000000000000128",
  ],
  `0.${"0".repeat(400)}1`,
  `1${"0".repeat(400)}`,
  `1.${"0".repeat(100_000)}`,
  `0.${"0".repeat(100_000)}`,
  `${"9".repeat(20)}.${"9".repeat(20)}`,
  `${"1".repeat(200)}e-190`,
]

describe.each(builds)("numbers (%s)", (build) => {
  test("are the doubles of JSON.parse, spelled as JSON.stringify spells them", () => {
    const judge = new Judge(build)
    for (const text of [...spellings, ...spellings.map((spelling) => `-${spelling.replace(/^-/, "")}`)]) {
      expect([text, judge.spell(text)]).toEqual([text, JSON.stringify(JSON.parse(text))])
    }
    const random = new Random(2)
    for (let i = 0; i < 30_000; i++) {
      const value = someDouble(random)
      const text = random.pick([String(value), value.toExponential(), value.toPrecision(1 + random.below(25))])
      const [found, expected] = [judge.spell(text), JSON.stringify(JSON.parse(text))]
      if (found !== expected) expect([text, found]).toEqual([text, expected])
    }
  })

  test("are judged as those that JSON.stringify writes", () => {
    for (const text of spellings) {
      const value: unknown = JSON.parse(JSON.stringify(JSON.parse(text)))
      const schemas = [
        { const: value },
        { type: "number" },
        { type: "integer" },
        { type: "null" },
        { minimum: 0.1 },
        { exclusiveMinimum: 0.1 },
        { exclusiveMaximum: 9007199254740992 },
        { multipleOf: 0.1 },
        { enum: [[value], value] },
        { uniqueItems: true },
      ]
      for (const schema of schemas) {
        const judge = new Judge(build, [checkOf(schema)])
        expect([text, schema, judge.judge(text)]).toEqual([text, schema, judge.judge(JSON.stringify(value))])
      }
      expect(new Judge(build, [checkOf({ const: value })]).judge(text)).toBe(1)
      expect(new Judge(build, [checkOf({ uniqueItems: true })]).judge(`[${text},${JSON.stringify(value)}]`)).toBe(0)
    }
  })

  test("are multiples exactly, on their shortest spellings", () => {
    const cases: [value: string, divisor: number, expected: number][] = [
      ["0.0075", 0.0001, 1],
      ["0.00751", 0.0001, 0],
      ["1e308", 0.5, 1],
      ["1e308", 0.123456789, 0],
      ["4.35", 0.01, 1],
      ["19.99", 0.01, 1],
      ["1e-7", 1e-8, 1],
      ["12391239123", 1e-8, 1],
      ["0", 3, 1],
      ["-9", 3, 1],
      ["5e-324", 5e-324, 1],
      ["1e-323", 5e-324, 1],
      ["1.7976931348623157e308", 5e-324, 1],
      ["1.7976931348623157e308", 3, 0],
      ["9007199254740993", 2, 1],
    ]
    for (const [text, divisor, expected] of cases) {
      const judge = new Judge(build, [checkOf({ multipleOf: divisor })])
      expect([text, divisor, judge.judge(text)]).toEqual([text, divisor, expected])
    }
    const random = new Random(3)
    for (let round = 0; round < 150; round++) {
      const divisor = Math.abs(someDouble(random)) || 0.25
      const judge = new Judge(build, [checkOf({ multipleOf: divisor })])
      for (let i = 0; i < 20; i++) {
        const value = random.below(3) === 0 ? someDouble(random) : divisor * random.below(1000)
        if (!Number.isFinite(value)) continue
        const text = JSON.stringify(value)
        expect([text, divisor, judge.judge(text)]).toEqual([text, divisor, isMultiple(value, divisor) ? 1 : 0])
      }
    }
  })

  test("ask the host only where they are hard, and all of a text at once", () => {
    const judge = new Judge(build, [checkOf({ items: { type: "number", multipleOf: 0.5 } })])
    judge.judge("[0, 1, 1.5, 100, -3e2, 1234567890.5, 9007199254740992, 1e22, 0.5]")
    expect(judge.asked).toBe(0)
    judge.judge("[1e23, 1e24, 12345678901234567890, 1e25]")
    expect(judge.asked).toBe(1)
    const other = new Judge(build, [checkOf({ properties: { a: { type: "string" } } })])
    other.judge('{"a":"x","b":[1e300,1e301]}')
    expect(other.asked).toBe(0)
  })
})

test("an answer of the host touches its record only", () => {
  const bytes = new Uint8Array(256).fill(0xee)
  bytes.set(new TextEncoder().encode("1e23"), 200)
  const view = new DataView(bytes.buffer)
  view.setUint32(64, 200, true)
  view.setUint32(68, 4, true)
  resolveHardNumbers(bytes, view, 64, 1)
  expect([...bytes.subarray(0, 64), ...bytes.subarray(96, 200)].every((byte) => byte === 0xee)).toBe(true)
  expect(view.getFloat64(72, true)).toBe(1e23)
  expect([view.getUint32(80, true), view.getUint32(84, true), view.getInt32(88, true)]).toEqual([0, 1, 23])
})
