import { describe, expect, test } from "vitest"
import type { Diagnostic } from "../../../src/diagnostic/index.ts"
import { checkPolicy } from "../../../src/policy/index.ts"

/** Code, path, the text that the range names, and a part of the hint. */
type Found = readonly [code: string, path: string, text: string, hint?: string]

const start = '\ufeffversion: "1.1"\r\n'
const selector = (text: string) => `${start}sequences:\r\n  - {type: require, tool: {tool: A, ${text}}}\r\n`
const tools = (text: string) => `${start}tools:\r\n  ${text}\r\n`

const inTools: readonly (readonly [text: string, ...Found[]])[] = [
  ["require_args: [a]", ["wrong-type", "/tools/require_args", "[a]", "{TOOL: [ARGUMENT]}"]],
  ["require_args:", ["wrong-type", "/tools/require_args", "require_args", "{}"]],
  ["require_args: {A: b}", ["wrong-type", "/tools/require_args/A", "b", "[b]"]],
  ["require_args: {A: {b: true}}", ["wrong-type", "/tools/require_args/A", "{b: true}"]],
  ["require_args: {A: [1]}", ["wrong-type", "/tools/require_args/A/0", "1", '"1"']],
  ["require_args: {A: ['']}", ["wrong-value", "/tools/require_args/A/0", "''"]],
  ["require_args: {A: [/b/c]}", ["wrong-value", "/tools/require_args/A/0", "/b/c", "properties"]],
  ["require_args: {'': [a]}", ["wrong-value", "/tools/require_args/", "''"]],
  ["require_args: {A: [a], A: [b]}", ["duplicate-key", "/tools/require_args/A", "A"]],
  ["arg_constraints: {A: [b]}", ["wrong-type", "/tools/arg_constraints/A", "[b]", "ARGUMENT"]],
  ["arg_constraints: {A: {b: 5}}", ["wrong-type", "/tools/arg_constraints/A/b", "5", "{const: 5}"]],
  ["arg_constraints: {A: {b: x}}", ["wrong-type", "/tools/arg_constraints/A/b", "x", '{const: "x"}']],
  ["arg_constraints: {A: {b: [x]}}", ["wrong-type", "/tools/arg_constraints/A/b", "[x]", "enum"]],
  ["arg_constraints: {A: {b: false}}", ["wrong-type", "/tools/arg_constraints/A/b", "false", "{not: {}}"]],
  ["arg_constraints: {A: {b: true}}", ["wrong-type", "/tools/arg_constraints/A/b", "true", "required: true"]],
  ["arg_constraints: {A: {/b: {}}}", ["wrong-value", "/tools/arg_constraints/A/~1b", "/b"]],
  ["arg_constraints: {A: {b: {min: x}}}", ["invalid-schema", "/tools/arg_constraints/A/b/min", "x"]],
  ["arg_constraints: {A: {b: {max: [1]}}}", ["invalid-schema", "/tools/arg_constraints/A/b/max", "[1]"]],
  ["arg_constraints: {A: {b: {min: 1, minimum: 2}}}", ["conflicting-keys", "/tools/arg_constraints/A/b/min", "min"]],
  ["arg_constraints: {A: {b: {maximum: 2, max: 2}}}", ["conflicting-keys", "/tools/arg_constraints/A/b/max", "max"]],
  ["arg_constraints: {A: {b: {regex: x}}}", ["assay-dialect", "/tools/arg_constraints/A/b/regex", "regex", "pattern"]],
  ["arg_constraints: {A: {b: {required: yes}}}", ["invalid-schema", "/tools/arg_constraints/A/b/required", "yes"]],
  ["arg_constraints: {A: {b: {typ: a}}}", ["invalid-schema", "/tools/arg_constraints/A/b/typ", "typ", "type"]],
  ["arg_constraints: {A: {b: {pattern: '('}}}", ["invalid-regex", "/tools/arg_constraints/A/b/pattern", "'('"]],
  ["schemas: [a]", ["wrong-type", "/tools/schemas", "[a]", "TOOL"]],
  ["schemas: {A: [b]}", ["wrong-type", "/tools/schemas/A", "[b]", "require_args"]],
  ["schemas: {A: }", ["wrong-type", "/tools/schemas/A", "A"]],
  ["schemas: {$defs: {}}", ["assay-dialect", "/tools/schemas/$defs", "$defs", "anchors"]],
  ["schemas: {A: {b: {type: string}}}", ["invalid-schema", "/tools/schemas/A/b", "b", "{properties: {b: {...}}}"]],
  ["schemas: {A: {propertis: {}}}", ["invalid-schema", "/tools/schemas/A/propertis", "propertis", "did you mean"]],
  [
    "schemas: {A: {properties: {a/b~: {type: strin, max: 5}}}}",
    ["invalid-schema", "/tools/schemas/A/properties/a~1b~0/type", "strin"],
    ["invalid-schema", "/tools/schemas/A/properties/a~1b~0/max", "max", "write maximum"],
  ],
  ["schemas: {A: {allOf: [{}, {not: 5}]}}", ["invalid-schema", "/tools/schemas/A/allOf/1/not", "5"]],
  [
    "schemas: {A: {properties: {a: {required: true}}}}",
    ["invalid-schema", "/tools/schemas/A/properties/a/required", "true", "beside"],
  ],
  ["schemas: {A: {const: [1, .inf]}}", ["wrong-value", "/tools/schemas/A/const/1", ".inf"]],
  ["schemas: {A: {$ref: '#/$defs/no'}}", ["invalid-schema", "/tools/schemas/A/$ref", "'#/$defs/no'"]],
  [
    "schemas: {A: {$ref: 'https://example.com'}}",
    ["unsupported-schema", "/tools/schemas/A/$ref", "'https://example.com'"],
  ],
  [
    "schemas: {A: {properties: {b: {pattern: '(?<=x)y'}}}}",
    ["unsupported-regex", "/tools/schemas/A/properties/b/pattern", "'(?<=x)y'"],
  ],
  ["schemas: {A: &a {not: *a}}", ["cyclic-anchor", "/tools/schemas/A/not", "*a"]],
  ["allow: [{tool: A, args: {}}]", ["wrong-type", "/tools/allow/0", "{tool: A, args: {}}", "arg_constraints"]],
  ["constraints: {}", ["assay-dialect", "/tools/constraints", "constraints", "arg_constraints"]],
  ["require_arg: {}", ["unknown-key", "/tools/require_arg", "require_arg", "require_args"]],
  ["Refund: {args: {amount: 5}}", ["assay-dialect", "/tools/Refund", "Refund", "arg_constraints"]],
]

const at = "/sequences/0/tool"
const inSelectors: readonly (readonly [text: string, ...Found[]])[] = [
  ["args_match: foo", ["wrong-type", `${at}/args_match`, "foo", "args_match: {ARGUMENT: REGEX}"]],
  ["args_match: [a]", ["wrong-type", `${at}/args_match`, "[a]"]],
  ["args_match: ", ["wrong-type", `${at}/args_match`, "args_match"]],
  ["args_match: {}", ["wrong-value", `${at}/args_match`, "{}"]],
  ["args_match: {a: 5}", ["wrong-type", `${at}/args_match/a`, "5", '"5"']],
  ["args_match: {a: {max: 1}}", ["wrong-type", `${at}/args_match/a`, "{max: 1}", "args: {properties: {a: {...}}}"]],
  ["args_match: {a: [x]}", ["wrong-type", `${at}/args_match/a`, "[x]"]],
  ["args_match: {/a~2: x}", ["wrong-value", `${at}/args_match/~1a~02`, "/a~2", "~0"]],
  ["args_match: {a: 'x(?=y)'}", ["unsupported-regex", `${at}/args_match/a`, "'x(?=y)'"]],
  [
    "args_match: {a: '(', b: '['}",
    ["invalid-regex", `${at}/args_match/a`, "'('"],
    ["invalid-regex", `${at}/args_match/b`, "'['"],
  ],
  ["result_match: foo", ["wrong-type", `${at}/result_match`, "foo", '{"": REGEX}']],
  ["args: '^a'", ["wrong-type", `${at}/args`, "'^a'", "args_match"]],
  ["args: [a]", ["wrong-type", `${at}/args`, "[a]", "properties"]],
  ["args: {amount: 5}", ["invalid-schema", `${at}/args/amount`, "amount", "args: {properties: {amount: {const: 5}}}"]],
  [
    "args: {amount: {max: 5}}",
    ["invalid-schema", `${at}/args/amount`, "amount", "args: {properties: {amount: {...}}}"],
  ],
  [
    "result: {order: x}",
    ["invalid-schema", `${at}/result/order`, "order", 'result: {properties: {order: {const: "x"}}}'],
  ],
  ["result: {requird: [x]}", ["invalid-schema", `${at}/result/requird`, "requird", "did you mean required"]],
  ["agent: 5", ["wrong-type", `${at}/agent`, "5", '"5"']],
  ["agent: ''", ["wrong-value", `${at}/agent`, "''"]],
  ["agent: []", ["wrong-value", `${at}/agent`, "[]", "no call"]],
  ["agent: [a, {b: c}]", ["wrong-type", `${at}/agent/1`, "{b: c}"]],
  ["agent: 'sub-*'", ["wrong-value", `${at}/agent`, "'sub-*'", "exactly"]],
  ["status: denied", ["wrong-value", `${at}/status`, "denied", "did not happen"]],
  ["status: [ok, pending]", ["wrong-value", `${at}/status/1`, "pending", "no answer yet"]],
  ["status: success", ["wrong-value", `${at}/status`, "success", "write ok"]],
  ["status: erorr", ["wrong-value", `${at}/status`, "erorr", "did you mean error"]],
  ["status: []", ["wrong-value", `${at}/status`, "[]"]],
  ["status: 200", ["wrong-type", `${at}/status`, "200"]],
  ["arguments: {}", ["assay-dialect", `${at}/arguments`, "arguments", "args_match"]],
  ["arg_match: {}", ["unknown-key", `${at}/arg_match`, "arg_match", "args_match"]],
]

/** What the ranges name in the text. The reader of YAML leaves the byte order mark where it stands. */
function found(text: string): (readonly [Diagnostic, string])[] {
  const { document, diagnostics } = checkPolicy(text)
  expect(document === undefined).toBe(diagnostics.length > 0)
  return diagnostics.map((each) => [each, text.slice(each.range?.start.offset, each.range?.end.offset)] as const)
}

function expectFound(text: string, expected: readonly Found[]): void {
  const all = found(text)
  expect(all.map(([{ code, path }, named]) => [code, path, named])).toEqual(
    expected.map(([code, path, named]) => [code, path, named]),
  )
  for (const [index, [, , , hint]] of expected.entries()) {
    if (hint !== undefined) expect(all[index]?.[0].hint?.toLowerCase()).toContain(hint.toLowerCase())
  }
}

describe("what stands under tools", () => {
  test.each(inTools.map(([text, ...expected]) => ({ text, expected })))("$text", ({ text, expected }) => {
    expectFound(tools(text), expected)
  })
})

describe("selectors", () => {
  test.each(inSelectors.map(([text, ...expected]) => ({ text, expected })))("$text", ({ text, expected }) => {
    expectFound(selector(text), expected)
  })

  test("conditions without a tool", () => {
    const text = `${start}sequences: [{type: require, tool: {agent: a, status: [nok]}}]`
    expectFound(text, [
      ["missing-key", at, "", 'tool: "*"'],
      ["wrong-value", `${at}/status/0`, "nok"],
    ])
  })

  test("several tools in one", () => {
    const text = `${start}sequences: [{type: require, tool: {tool: [A, B], agent: a}}]`
    expectFound(text, [["wrong-type", `${at}/tool`, "[A, B]", "list of selectors"]])
  })
})

test("a fault of a regular expression says where in it", () => {
  const [[fault] = []] = found(selector("args_match: {a: 'abc(?!d)'}"))
  expect(fault?.message).toContain("offset 3")
})

test("an aliased schema is judged once, and its faults are said where it is first used", () => {
  const text = `${start}x-a: &a {properties: {b: {tipe: string}}}\r\ntools: {schemas: {A: *a, B: *a}}`
  expectFound(text, [["invalid-schema", "/tools/schemas/A/properties/b/tipe", "tipe", "did you mean type"]])
})
