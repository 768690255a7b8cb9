import { describe, expect, test } from "vitest"
import { schemaCheck } from "../../../src/schema/index.ts"
import { checkOf, Judge } from "./judge.ts"

const found = (schema: unknown) =>
  schemaCheck(schema).problems.map(({ code, pointer, onKey }) => [code, pointer, onKey])

describe("keywords that are not taken are named", () => {
  test.each([
    ["unevaluatedProperties", false],
    ["unevaluatedItems", {}],
    ["$dynamicRef", "#x"],
    ["$dynamicAnchor", "x"],
    ["$recursiveRef", "#"],
    ["$vocabulary", {}],
    ["dependencies", {}],
    ["additionalItems", false],
    ["id", "x"],
  ])("%s", (keyword, value) => {
    const schema = { properties: { a: { [keyword]: value } } }
    const { check, problems } = schemaCheck(schema)
    expect(check).toBeUndefined()
    expect(problems).toMatchObject([
      { code: "unsupported-schema", pointer: `/properties/a/${keyword}`, onKey: true, hint: expect.any(String) },
    ])
    expect(problems[0]?.message).toContain(keyword)
  })

  test("lists as items, remote references, other drafts", () => {
    expect(found({ items: [{}] })).toEqual([["unsupported-schema", "/items", false]])
    expect(found({ $ref: "https://example.com/other" })).toEqual([["unsupported-schema", "/$ref", false]])
    expect(found({ $ref: "other.json#/a" })).toEqual([["unsupported-schema", "/$ref", false]])
    expect(found({ $id: "#old" })).toEqual([["unsupported-schema", "/$id", false]])
    for (const draft of ["http://json-schema.org/draft-07/schema#", "https://json-schema.org/draft/2019-09/schema"]) {
      expect(found({ $schema: draft })).toEqual([["unsupported-schema", "/$schema", false]])
    }
    expect(found({ $schema: "https://json-schema.org/draft/2020-12/schema" })).toEqual([])
  })
})

test("unknown keywords are errors with the nearest known one, unless they begin with x-", () => {
  const { problems } = schemaCheck({ "x-note": 1, requird: ["a"], properties: { a: { minlength: 1, "foo/bar": 2 } } })
  expect(problems).toMatchObject([
    { code: "invalid-schema", pointer: "/requird", onKey: true, hint: "did you mean required?" },
    { code: "invalid-schema", pointer: "/properties/a/minlength", onKey: true, hint: "did you mean minLength?" },
    { code: "invalid-schema", pointer: "/properties/a/foo~1bar", onKey: true },
  ])
})

test("annotations are taken and say nothing of values", () => {
  const annotations = { title: "t", description: "d", default: 1, examples: [1], $comment: "c", deprecated: true }
  const others = {
    readOnly: true,
    writeOnly: false,
    format: "email",
    contentEncoding: "base64",
    contentMediaType: "a/b",
  }
  const judge = new Judge("simd", [checkOf({ ...annotations, ...others, contentSchema: { type: "null" } })])
  for (const text of ['"no address"', "1", "{}"]) expect(judge.judge(text)).toBe(1)
})

describe("malformed values are placed", () => {
  test.each<[unknown, string]>([
    [{ type: "strin" }, "/type"],
    [{ type: [] }, "/type"],
    [{ type: ["string", "string"] }, "/type"],
    [{ type: 1 }, "/type"],
    [{ enum: "a" }, "/enum"],
    [{ minLength: -1 }, "/minLength"],
    [{ maxItems: 1.5 }, "/maxItems"],
    [{ minimum: "1" }, "/minimum"],
    [{ exclusiveMinimum: true }, "/exclusiveMinimum"],
    [{ multipleOf: 0 }, "/multipleOf"],
    [{ uniqueItems: "yes" }, "/uniqueItems"],
    [{ required: true }, "/required"],
    [{ required: ["a", "a"] }, "/required"],
    [{ dependentRequired: { a: "b" } }, "/dependentRequired"],
    [{ properties: [] }, "/properties"],
    [{ properties: { "a/b~": 1 } }, "/properties/a~1b~0"],
    [{ allOf: [] }, "/allOf"],
    [{ anyOf: {} }, "/anyOf"],
    [{ oneOf: [true, null] }, "/oneOf/1"],
    [{ not: "x" }, "/not"],
    [{ pattern: 1 }, "/pattern"],
    [{ $ref: 1 }, "/$ref"],
    [{ $ref: "#/nowhere" }, "/$ref"],
    [{ $ref: "#/enum/0", enum: [{}] }, "/$ref"],
    [{ $ref: "#/%zz" }, "/$ref"],
    [{ $ref: "#name" }, "/$ref"],
    [{ $anchor: "1a" }, "/$anchor"],
    [{ $anchor: "a", not: { $anchor: "a" } }, "/not/$anchor"],
    [{ $id: "http://a/b#c" }, "/$id"],
    [{ $schema: 1 }, "/$schema"],
    ["text", ""],
    [null, ""],
    [[], ""],
  ])("%j", (schema, pointer) => {
    const { check, problems } = schemaCheck(schema)
    expect(check).toBeUndefined()
    expect(problems.map((problem) => [problem.code, problem.pointer])).toEqual([["invalid-schema", pointer]])
  })
})

test("a circle of references that never goes into the value is found", () => {
  const circles = [
    { $ref: "#" },
    { $ref: "#/$defs/a", $defs: { a: { $ref: "#/$defs/b" }, b: { $ref: "#/$defs/a" } } },
    { allOf: [{ anyOf: [{ not: { $ref: "#" } }] }] },
    { if: true, then: { $ref: "#" } },
    { dependentSchemas: { a: { $ref: "#" } } },
  ]
  for (const schema of circles) {
    const { problems } = schemaCheck(schema)
    expect(problems.map(({ code }) => code)).toEqual(["invalid-schema"])
    expect(problems[0]?.pointer).toMatch(/\/\$ref$/)
  }
  expect(found({ properties: { a: { $ref: "#" } }, items: { $ref: "#" }, propertyNames: { $ref: "#" } })).toEqual([])
})

test("schemas that are too large are refused before they are read", () => {
  const deep = (levels: number): unknown => JSON.parse(`${'{"not":'.repeat(levels)}true${"}".repeat(levels)}`)
  expect(found(deep(400))).toEqual([])
  expect(found(deep(600))).toEqual([["schema-too-large", "", false]])
  expect(found({ enum: Array.from({ length: 300_000 }, (_, i) => i) })).toEqual([["schema-too-large", "", false]])
  expect(found({ const: "x".repeat(5_000_000) })).toEqual([["schema-too-large", "", false]])
  const many = Object.fromEntries(Array.from({ length: 30_000 }, (_, i) => [`p${i}`, {}]))
  expect(found({ properties: many }).map(([code]) => code)).toEqual(["schema-too-large"])
  const hundreds = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`k${i}`, 1]))
  expect(found(hundreds)).toHaveLength(100)
})

test("faults of regular expressions come with their place", () => {
  expect(found({ pattern: "(" })).toMatchObject([[expect.stringMatching(/-regex$/), "/pattern", false]])
  expect(found({ patternProperties: { "a/(": true } })).toMatchObject([
    [expect.stringMatching(/-regex$/), "/patternProperties/a~1(", true],
  ])
})
