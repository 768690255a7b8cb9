import { Ajv2020 } from "ajv/dist/2020.js"
import fc from "fast-check"
import { expect, test } from "vitest"
import { CHECK_NO, CHECK_YES } from "../../../assembly/check/schema-abi.ts"
import { builds } from "./compiled.ts"
import { checkOf, Judge } from "./judge.ts"
import { spelled } from "./spelled.ts"

const ajv = new Ajv2020({ strict: false, ownProperties: true, allErrors: false, logger: false, validateFormats: false })

const keys = fc.constantFrom("a", "b", "c", "", "1", "0", "é", "😀", "a b", 'q"', "\n", "longer than sixteen bytes")
const texts = fc.oneof(
  keys,
  fc.constantFrom("aa", "aaa", "😀😀", "\u0000", "e\u0301"),
  fc.string({ unit: "binary", maxLength: 6 }),
)
const numbers = fc.oneof(
  fc.integer({ min: -4, max: 12 }),
  fc.constantFrom(
    0.5,
    1.5,
    -0,
    1e21,
    1e-7,
    9007199254740991,
    2 ** 60 + 2 ** 20,
    0.1,
    0.30000000000000004,
    1e300,
    5e-324,
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)
const { value: values } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(null, true, false),
    numbers,
    texts,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(keys, tie("value"), { maxKeys: 4 }),
  ),
}))

const counts = fc.integer({ min: 0, max: 3 })
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 2 })
const types = fc.constantFrom("null", "boolean", "number", "integer", "string", "array", "object")
/** Not multipleOf: ajv divides doubles, and goes wrong beyond 10^21. */
const assertions: Record<string, fc.Arbitrary<unknown>> = {
  type: fc.oneof(types, fc.uniqueArray(types, { minLength: 1, maxLength: 3 })),
  enum: fc.array(values, { minLength: 1, maxLength: 5 }).map((list) => unique(list)),
  const: values,
  minimum: numbers,
  maximum: numbers,
  exclusiveMinimum: numbers,
  exclusiveMaximum: numbers,
  minLength: counts,
  maxLength: counts,
  minItems: counts,
  maxItems: counts,
  uniqueItems: fc.boolean(),
  minProperties: counts,
  maxProperties: counts,
  required: fc.uniqueArray(keys, { maxLength: 3 }),
  dependentRequired: fc.dictionary(keys, fc.uniqueArray(keys, { maxLength: 2 }), { maxKeys: 2 }),
  minContains: counts,
  maxContains: counts,
}
const { schema: schemas } = fc.letrec((tie) => {
  const schema = tie("schema")
  const list = fc.array(schema, { minLength: 1, maxLength: 3 })
  const map = fc.dictionary(keys, schema, { maxKeys: 3 })
  const applicators: Record<string, fc.Arbitrary<unknown>> = {
    ...Object.fromEntries(["allOf", "anyOf", "oneOf", "prefixItems"].map((name) => [name, list])),
    ...Object.fromEntries(["properties", "dependentSchemas"].map((name) => [name, map])),
    ...Object.fromEntries(
      ["not", "if", "then", "else", "items", "contains", "additionalProperties", "propertyNames"].map((name) => [
        name,
        schema,
      ]),
    ),
  }
  const pair = (from: Record<string, fc.Arbitrary<unknown>>) =>
    fc
      .constantFrom(...Object.keys(from))
      .chain((name) => (from[name] as fc.Arbitrary<unknown>).map((value) => [name, value]))
  const object = (from: Record<string, fc.Arbitrary<unknown>>, most: number) =>
    fc.array(pair(from), { minLength: 1, maxLength: most }).map((pairs) => Object.fromEntries(pairs) as object)
  return {
    schema: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.boolean(),
      object(assertions, 2),
      fc.constantFrom(
        { $ref: "#/$defs/x" },
        { $ref: "#y" },
        { properties: { a: { $ref: "#" } }, items: { $ref: "#" } },
      ),
      object({ ...assertions, ...applicators }, 4),
      object(applicators, 3),
    ),
  }
})
const rooted = fc.record({ root: schemas, x: optional(object()), y: optional(object()) }).map(({ root, x, y }) => ({
  allOf: [root],
  $defs: { x: x ?? { type: "string" }, y: { $anchor: "y", ...(y ?? { minItems: 1 }) } },
}))

/** Without references, so that there are no circles. */
function object(): fc.Arbitrary<object> {
  return fc
    .record({ type: optional(assertions.type as never), minimum: optional(numbers), maxLength: optional(counts) })
    .map((schema) => JSON.parse(JSON.stringify(schema)))
}

function unique(list: readonly unknown[]): unknown[] {
  return [...new Map(list.map((value) => [JSON.stringify(value), value])).values()]
}

/** Values that a schema mentions, and others. */
function candidates(schema: unknown, others: readonly unknown[]): unknown[] {
  const found: unknown[] = [...others]
  const visit = (part: unknown): void => {
    if (typeof part !== "object" || part === null) return
    for (const [key, member] of Object.entries(part)) {
      if (key === "const") found.push(member, [member, member], { a: member })
      if (key === "enum" && Array.isArray(member)) found.push(...member, member)
      visit(member)
    }
  }
  visit(schema)
  return found.slice(0, 24)
}

test.each(builds)("judges values as ajv does, however they are spelled (%s)", (build) => {
  const said = [0, 0]
  fc.assert(
    fc.property(rooted, fc.array(values, { minLength: 6, maxLength: 10 }), fc.nat(), (schema, others, seed) => {
      const valid = ajv.compile(JSON.parse(JSON.stringify(schema)))
      const judge = new Judge(build, [checkOf(schema)])
      for (const [i, candidate] of candidates(schema, others).entries()) {
        const text = spelled(candidate, seed + i)
        const expected = valid(JSON.parse(text)) ? CHECK_YES : CHECK_NO
        said[expected] = (said[expected] ?? 0) + 1
        expect([text, judge.judge(text)]).toEqual([text, expected])
      }
    }),
    { numRuns: 400 },
  )
  expect(Math.min(...said)).toBeGreaterThan(300)
})
