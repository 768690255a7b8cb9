import { describe, expect, test } from "vitest"
import type { PolicyDocument, Selector } from "../../../src/policy/index.ts"
import { checkPolicy } from "../../../src/policy/index.ts"
import { compile } from "../../../src/program/index.ts"
import { compileRegex } from "../../../src/regex/index.ts"
import type { Check } from "../../../src/schema/index.ts"
import {
  allChecks,
  matchCheck,
  memberCheck,
  oneOfCheck,
  requiredCheck,
  schemaCheck,
} from "../../../src/schema/index.ts"

function documentOf(text: string): PolicyDocument {
  const { document, diagnostics } = checkPolicy(
    `version: "1.1"\naliases: {Money: [Refund, "pay_*"], Other: [X]}\n${text}`,
  )
  expect(diagnostics).toEqual([])
  if (document === undefined) throw new Error("no document")
  return document
}

function selectorOf(text: string): Selector {
  const [rule] = documentOf(`sequences: [{type: require, tool: ${text}}]`).rules
  if (rule?.type !== "require") throw new Error("no rule")
  return rule.tool
}

/** The fields that the cases read, each with the key of its check or its statuses. */
function casesOf(selector: Selector): unknown {
  return selector.cases?.map(({ globs, conditions }) => [
    globs,
    ...conditions.map((each) => [each.field, each.field === "status" ? each.statuses : each.check.key]),
  ])
}

function schema(value: unknown): Check {
  const { check, problems } = schemaCheck(value)
  expect(problems).toEqual([])
  if (check === undefined) throw new Error("no check")
  return check
}

function match(pattern: string, ...path: string[]): Check {
  const regex = compileRegex(pattern, "re2")
  if ("code" in regex) throw new Error(regex.message)
  return matchCheck(path, regex)
}

describe("conditions", () => {
  test.each([
    ["args_match: {order: '^A'}", ["args", match("^A", "order").key]],
    ["args_match: {/order/id: x}", ["args", match("x", "order", "id").key]],
    ["args_match: {/a~1b/~01: x}", ["args", match("x", "a/b", "~1").key]],
    ["args_match: {/: x}", ["args", match("x", "").key]],
    ["args_match: {'': x}", ["args", match("x").key]],
    ["args_match: {a~b: ''}", ["args", match("", "a~b").key]],
    ["args_match: {__proto__: x, x-a: y}", ["args", allChecks([match("x", "__proto__"), match("y", "x-a")]).key]],
    ["args: {required: [a]}", ["args", schema({ required: ["a"] }).key]],
    ["args: false", ["args", schema(false).key]],
    [
      "args: {required: [a]}, args_match: {a: x}",
      ["args", allChecks([match("x", "a"), schema({ required: ["a"] })]).key],
    ],
    ["agent: planner", ["agent", oneOfCheck(["planner"]).key]],
    ["agent: [b, a, b]", ["agent", oneOfCheck(["a", "b"]).key]],
    ["status: error", ["status", ["error"]]],
    ["status: [error, ok, error]", ["status", ["error", "ok"]]],
    ["result_match: {'': oops}", ["result", match("oops").key]],
    ["result_match: {code: '^5'}", ["result", match("^5", "code").key]],
    ["result: {type: string}", ["result", schema({ type: "string" }).key]],
  ])("%s", (text, ...expected) => {
    expect(casesOf(selectorOf(`{tool: Money, ${text}}`))).toEqual([[[["Refund"], ["pay_", ""]], ...expected]])
  })

  test("all parts of a selector have to hold", () => {
    const all = "agent: a, status: ok, args: true, args_match: {b: c}, result: {}, result_match: {d: e}"
    const [only] = selectorOf(`{tool: "*", ${all}}`).cases ?? []
    expect(only?.conditions.map(({ field }) => field)).toEqual(["args", "agent", "status", "result"])
  })

  test("a name alone has no cases, however it is written", () => {
    for (const text of ["A", "{tool: A}", "[A]", "[{tool: A, x-note: y}]"]) {
      expect(selectorOf(text)).toEqual({ label: "A", globs: [["A"]] })
    }
    expect(selectorOf("[A, {tool: B}]").cases).toBeUndefined()
  })

  test("a list gathers what goes by name, and keeps what asks for more apart", () => {
    const selector = selectorOf("[A, {tool: B, agent: b}, [Money, {tool: Money, agent: m}], Refund]")
    expect(selector.label).toBe("A|B[agent]|Money|Money[agent]|Refund")
    expect(selector.globs).toEqual([["A"], ["B"], ["Refund"], ["pay_", ""]])
    expect(casesOf(selector)).toEqual([
      [[["A"], ["Refund"], ["pay_", ""]]],
      [[["B"]], ["agent", oneOfCheck(["b"]).key]],
      [
        [["Refund"], ["pay_", ""]],
        ["agent", oneOfCheck(["m"]).key],
      ],
    ])
  })

  test("uses of one alias share its list, and equal patterns share their regular expression", () => {
    const selector = selectorOf("[{tool: Money, args_match: {a: x}}, {tool: Money, result_match: {a: x}}]")
    const [first, second] = selector.cases ?? []
    expect(first?.globs).toBe(second?.globs)
    const [one, two] = [first?.conditions[0], second?.conditions[0]]
    if (one?.field !== "args" || two?.field !== "result") throw new Error("no checks")
    expect(one.check.key).toBe(two.check.key)
  })
})

describe("ids", () => {
  test.each([
    ["{tool: A, args_match: {b: x, a: y}}", "require:A[b,a]"],
    ["{tool: A, args_match: {/a/b: x}}", "require:A[/a/b]"],
    ["{tool: A, args_match: {'': x}}", "require:A[args]"],
    ["{tool: A, args: {required: [c, b], properties: {b: {}, a: {}}}}", "require:A[c,b,a]"],
    ["{tool: A, args: {minProperties: 1}}", "require:A[args]"],
    ["{tool: A, args: {properties: {b: {}}}, args_match: {b: x, c: y}}", "require:A[b,c]"],
    ["{tool: A, result_match: {'': x, b: y, /c: z}}", "require:A[result,result.b,result/c]"],
    ["{tool: A, result: {properties: {b: {}}}}", "require:A[result.b]"],
    ["{tool: A, result: {type: string}}", "require:A[result]"],
    ["{tool: Money, status: ok, agent: [x, y]}", "require:Money[agent,status]"],
    [
      "{tool: '*', result: {type: string}, status: ok, agent: x, args: {required: [a]}}",
      "require:*[a,agent,status,result]",
    ],
  ])("%s is %s", (text, id) => {
    const [rule] = documentOf(`sequences: [{type: require, tool: ${text}}]`).rules
    expect(rule?.id).toBe(id)
    expect(rule?.legacyId).toBeUndefined()
  })

  test("the same label of different conditions is numbered", () => {
    const { rules } = documentOf(`sequences:
  - {type: before, first: {tool: A, args_match: {a: x}}, then: B}
  - {type: before, first: {tool: A, args_match: {a: y}}, then: B}
  - {type: before, first: A, then: B}`)
    expect(rules.map(({ id }) => id)).toEqual(["before:A[a]->B", "before:A[a]->B#2", "before:A->B"])
    expect(rules.map(({ legacyId }) => legacyId)).toEqual([undefined, undefined, "before_a_then_b"])
  })
})

describe("rules about arguments", () => {
  const rulesOf = (text: string) =>
    documentOf(`tools:\n${text}`).args.map(({ selector, check }) => [selector.label, check.key])

  test("require_args", () => {
    expect(rulesOf("  require_args: {A: [b, a, b], B: []}")).toEqual([
      ["A", requiredCheck(["a", "b"]).key],
      ["B", allChecks([]).key],
    ])
  })

  test.each([
    ["{min: 1, max: 2}", { minimum: 1, maximum: 2 }],
    ["{minimum: 1, max: 2, type: number}", { minimum: 1, maximum: 2, type: "number" }],
    ["{required: false, enum: [a]}", { enum: ["a"] }],
    ["{type: object, required: [x]}", { type: "object", required: ["x"] }],
    ["{$defs: {a: {max: 1, maximum: 1}}}", undefined],
    ["{$defs: {a: {maximum: 1}}, $ref: '#/$defs/a'}", { $defs: { a: { maximum: 1 } }, $ref: "#/$defs/a" }],
    ["{not: {}}", { not: {} }],
  ])("arg_constraints %s", (text, value) => {
    const policy = `version: "1.1"\ntools: {arg_constraints: {A: {b: ${text}}}}`
    const { document } = checkPolicy(policy)
    expect(document?.args[0]?.check.key).toBe(value && memberCheck("b", schema(value)).key)
  })

  test("required: true makes an argument one that must be there", () => {
    const expected = allChecks([requiredCheck(["b"]), memberCheck("b", schema({ maximum: 1 }))])
    expect(rulesOf("  arg_constraints: {A: {b: {required: true, max: 1}}}")).toEqual([["A", expected.key]])
  })

  test("the three of one key make one rule, named as the key is written, in order of first mention", () => {
    const text = `  schemas: {B: {minProperties: 1}, Money: true}
  require_args: {A: [x], B: [y]}
  allow: [A]
  arg_constraints:
    Refund: {}
    B: {z: {type: string}}
`
    const [b, money, a, refund] = documentOf(`tools:\n${text}`).args
    expect([b, money, a, refund].map((rule) => rule?.selector)).toEqual([
      { label: "B", globs: [["B"]] },
      { label: "Money", globs: [["Refund"], ["pay_", ""]] },
      { label: "A", globs: [["A"]] },
      { label: "Refund", globs: [["Refund"]] },
    ])
    const parts = [requiredCheck(["y"]), schema({ minProperties: 1 }), memberCheck("z", schema({ type: "string" }))]
    expect(b?.check.key).toBe(allChecks(parts).key)
    expect(b?.range).toMatchObject({ start: { line: 4, column: 13 }, end: { line: 4, column: 34 } })
    expect(refund?.range).toMatchObject({ start: { line: 8, column: 5 }, end: { line: 8, column: 15 } })
  })

  test("names of tools and arguments are free", () => {
    const text = "  require_args: {x-tool: [x-arg, __proto__], __proto__: [constructor], 'get_*': ['a b']}"
    expect(rulesOf(text).map(([label]) => label)).toEqual(["x-tool", "__proto__", "get_*"])
    const { args } = documentOf("tools: {arg_constraints: {A: {__proto__: {type: string}}}}")
    expect(args[0]?.check.key).toBe(memberCheck("__proto__", schema({ type: "string" })).key)
  })

  test("a rule written elsewhere by an anchor stands at its key", () => {
    const { args } = documentOf("x-a: &a [b]\ntools: {require_args: {A: *a}}")
    expect(args[0]?.range).toMatchObject({ start: { line: 4, column: 24 }, end: { line: 4, column: 25 } })
  })

  test("a schema may be shared as a constraint and as itself", () => {
    const { args } = documentOf(`x-a: &a {required: [x], properties: {x: {maximum: 1}}}
tools: {arg_constraints: {A: {b: *a, c: *a}}, schemas: {A: *a}}`)
    const shared = schema({ required: ["x"], properties: { x: { maximum: 1 } } })
    expect(args[0]?.check.key).toBe(allChecks([memberCheck("b", shared), memberCheck("c", shared), shared]).key)
  })
})

test("a rule that asks for too many conditions does not compile", () => {
  const members = Array.from({ length: 9 }, (_, i) => `{tool: A, args_match: {a: "x${i}"}}`)
  const document = documentOf(`sequences: [{type: require, tool: [${members.join(", ")}]}]`)
  expect(compile(document).diagnostics.map(({ code }) => code)).toEqual(["too-many-conditions"])
})
