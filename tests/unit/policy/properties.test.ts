import fc from "fast-check"
import { dump } from "js-yaml"
import { expect, test } from "vitest"
import type { CheckedPolicy } from "../../../src/policy/index.ts"
import { checkPolicy, documentFrom } from "../../../src/policy/index.ts"

/** Every answer is a document without diagnostics, or diagnostics whose ranges lie in the text and agree with it. */
function expectSound(text: string, { document, diagnostics }: CheckedPolicy): void {
  expect((document === undefined) === diagnostics.length > 0).toBe(true)
  let last = 0
  for (const { range, path, message } of diagnostics) {
    expect(path).toMatch(/^(\/|$)/)
    expect(message).not.toBe("")
    if (range === undefined) throw new Error("a policy diagnostic without range")
    expect(range.start.offset).toBeGreaterThanOrEqual(last)
    expect(range.end.offset).toBeGreaterThanOrEqual(range.start.offset)
    expect(range.end.offset).toBeLessThanOrEqual(text.length)
    last = range.start.offset
    for (const { line, column, offset } of [range.start, range.end]) {
      const breaks = [...text.matchAll(/\r\n|\n|\r/g)].map((match) => match.index + match[0].length)
      const before = breaks.filter((end) => end <= offset)
      expect([line, column]).toEqual([before.length + 1, offset - (before.at(-1) ?? 0) + 1])
    }
  }
}

/** The document without its places, or the codes that stand in its way. */
function meaning({ document, diagnostics }: CheckedPolicy): unknown {
  if (document === undefined) return diagnostics.map(({ code, path }) => [code, path])
  return JSON.parse(JSON.stringify(document, (key, value) => (key === "range" ? undefined : value)))
}

const name = fc.oneof(
  fc.constantFrom(
    "Search",
    "Create",
    "A",
    "get_*",
    "*",
    "yes",
    "1",
    "null",
    "~",
    "__proto__",
    "constructor",
    "a: b",
    "#c",
  ),
  fc.string({ minLength: 1, maxLength: 8, unit: "binary" }),
)
const constant = fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), name)
const schema = fc.record(
  {
    type: fc.constantFrom("string", "number", ["object", "null"]),
    enum: fc.uniqueArray(constant, { minLength: 1, maxLength: 3, selector: (value) => JSON.stringify(value) }),
    minimum: fc.integer(),
    required: fc.uniqueArray(name, { maxLength: 3 }),
    properties: fc.dictionary(name, fc.constantFrom(true, {}, { pattern: "^a+" }), { maxKeys: 3 }),
  },
  { requiredKeys: [] },
)
const plain = name.filter((each) => !each.startsWith("/"))
const matches = fc.dictionary(plain, fc.constantFrom("", "^a", "(?i)b|c", "\\d{2,}"), { minKeys: 1, maxKeys: 3 })
const agent = name.filter((each) => !each.includes("*"))
const conditional = fc.record(
  {
    tool: name,
    agent: fc.oneof(agent, fc.array(agent, { minLength: 1, maxLength: 2 })),
    status: fc.constantFrom("ok", "error", ["error", "ok"]),
    args: schema,
    args_match: matches,
    result: schema,
    result_match: matches,
  },
  { requiredKeys: ["tool"] },
)
const selector = fc.oneof(name, conditional, fc.array(fc.oneof(name, conditional), { minLength: 1, maxLength: 3 }))
const constraint = fc
  .tuple(schema, fc.record({ max: fc.integer(), required: fc.boolean() }, { requiredKeys: [] }))
  .map(([keywords, short]) => ({ ...keywords, ...short }))
const whole = fc.oneof(fc.nat(5), fc.constantFrom(0, 2 ** 53 - 1))
const rule = (type: string, ...parts: (readonly [string, fc.Arbitrary<unknown>])[]) =>
  fc.record(Object.fromEntries([["type", fc.constant(type)], ...parts]))
const operands = fc.oneof(
  rule("require", ["tool", selector]),
  rule("eventually", ["tool", selector], ["within", whole]),
  rule("max_calls", ["tool", selector], ["max", whole]),
  rule("before", ["first", selector], ["then", selector]),
  rule("after", ["trigger", selector], ["then", selector], ["within", whole]),
  rule("never_after", ["trigger", selector], ["forbidden", selector]),
  rule("sequence", ["tools", fc.array(selector, { maxLength: 4 })], ["strict", fc.boolean()]),
  rule("blocklist", ["pattern", name]),
)
const policy = fc.record(
  {
    version: fc.constantFrom("1.0", "1.1", "2"),
    name,
    tools: fc.record(
      {
        allow: fc.array(name),
        deny: fc.array(name),
        ask: fc.array(name),
        require_args: fc.dictionary(name, fc.array(plain, { maxLength: 3 }), { maxKeys: 3 }),
        arg_constraints: fc.dictionary(name, fc.dictionary(plain, constraint, { maxKeys: 2 }), { maxKeys: 2 }),
        schemas: fc.dictionary(plain, schema, { maxKeys: 2 }),
      },
      { requiredKeys: [] },
    ),
    sequences: fc.array(
      fc
        .tuple(
          operands,
          fc.record({ severity: fc.constantFrom("error", "warning"), message: name }, { requiredKeys: [] }),
        )
        .map(([rule, rest]) => ({ ...rule, ...rest })),
    ),
    metadata: fc.dictionary(name, fc.jsonValue({ maxDepth: 2 })),
  },
  { requiredKeys: ["version"] },
)

const indents = fc.constantFrom("", " ", "  ", "\t", "    ")

test("an object and its JSON are the same policy, however the JSON is indented", () => {
  fc.assert(
    fc.property(policy, indents, (object, indent) => {
      const fromObject = documentFrom(object)
      expect(fromObject.diagnostics.filter(({ code }) => code !== "integer-too-large")).toEqual([])
      const text = JSON.stringify(object, null, indent)
      // Characters that JSON lets stand raw and YAML does not: only the object path can escape them.
      fc.pre(!/[\u007f-\u0084\u0086-\u009f\ufeff\ufffe\uffff\u0085\u2028\u2029]/.test(text))
      expect(meaning(checkPolicy(text))).toEqual(meaning(fromObject))
    }),
    { numRuns: 300 },
  )
})

test("an object and its YAML are the same policy", () => {
  fc.assert(
    fc.property(policy, (object) => {
      const text = dump(object)
      const fromText = checkPolicy(text)
      fc.pre(!fromText.diagnostics.some(({ code }) => code === "yaml-syntax"))
      expect(meaning(fromText)).toEqual(meaning(documentFrom(object)))
    }),
    { numRuns: 200 },
  )
})

test("any text has an answer", () => {
  const words = [
    "version",
    ": ",
    "2",
    "\n",
    "  ",
    "- ",
    "type",
    "require",
    "tool",
    "{",
    "}",
    "[",
    "]",
    ",",
    "&a ",
    "*a",
    "|",
    ">",
  ]
  const more = [
    "!",
    "'",
    '"',
    "#",
    "\r",
    "\t",
    "? ",
    "---",
    "...",
    "%",
    "sequences",
    "tools",
    "allow",
    "schemas",
    "args_match",
    "aliases",
    "x-",
    "é",
    "😀",
  ]
  const soup = fc.array(fc.constantFrom(...words, ...more), { maxLength: 40 }).map((parts) => parts.join(""))
  fc.assert(
    fc.property(fc.oneof(soup, fc.string({ unit: "binary" })), (text) => expectSound(text, checkPolicy(text))),
    { numRuns: 3000 },
  )
})

test("any broken policy has an answer", () => {
  const cut = fc.tuple(policy, fc.nat(), fc.nat(20), fc.string({ maxLength: 3 }), fc.boolean())
  fc.assert(
    fc.property(cut, ([object, at, length, insert, asJson]) => {
      const text = asJson ? JSON.stringify(object, null, 2) : dump(object)
      const start = at % (text.length + 1)
      const broken = text.slice(0, start) + insert + text.slice(start + length)
      expectSound(broken, checkPolicy(broken))
    }),
    { numRuns: 300 },
  )
})

test("any object has an answer", () => {
  const key = fc.constantFrom(
    "version",
    "tools",
    "allow",
    "sequences",
    "type",
    "tool",
    "aliases",
    "limits",
    "args",
    "args_match",
    "schemas",
    "arg_constraints",
    "required",
    "__proto__",
    "x-a",
  )
  const anything = fc.anything({ key, withBigInt: true, withDate: true, withMap: true, withSparseArray: true })
  fc.assert(
    fc.property(fc.oneof(anything, fc.dictionary(key, anything)), (value) => {
      const checked = documentFrom(value)
      expect((checked.document === undefined) === checked.diagnostics.length > 0).toBe(true)
      expect(checked.diagnostics.every(({ range }) => range !== undefined)).toBe(true)
    }),
    { numRuns: 300 },
  )
})
