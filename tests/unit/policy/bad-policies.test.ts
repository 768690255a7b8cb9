import { expect, test } from "vitest"
import type { DiagnosticCode } from "../../../src/diagnostic/index.ts"
import { policyCodes } from "../../../src/diagnostic/index.ts"
import { checkPolicy } from "../../../src/policy/index.ts"

/** Code, path, place: `line:column` of the start. */
type Found = readonly [code: DiagnosticCode, path: string, place: string]

const rule = (text: string) => `version: "1.1"\nsequences:\n  - ${text}\n`
const line = (text: string) => `version: "1.1"\n${text}\n`

const cases: readonly (readonly [text: string, ...Found[]])[] = [
  // Texts that are no YAML document
  ["", ["empty-document", "", "1:1"]],
  ["# nothing\n", ["empty-document", "", "1:1"]],
  ["--- ~\n", ["empty-document", "", "1:5"]],
  [line("tools: [a, b"), ["yaml-syntax", "", "3:1"]],
  [line("a: b: c"), ["yaml-syntax", "", "2:5"]],
  [line("tools:\n\tallow: []"), ["yaml-syntax", "", "3:1"]],
  [line("name: !custom x"), ["yaml-syntax", "", "2:7"]],
  [line("name: *nobody"), ["yaml-syntax", "/name", "2:7"]],
  [line("name: a\u0000b"), ["yaml-syntax", "", "2:8"]],
  ['version: "1.1"\r\ntools: {\r\n', ["yaml-syntax", "", "3:1"]],
  [`${line("name: a")}---\nversion: "1.1"\n`, ["several-documents", "", "3:1"]],
  [line("x-a: &a [1, *a]"), ["cyclic-anchor", "/x-a/1", "2:13"]],
  [line("x-a: &a {b: {c: *a}}"), ["cyclic-anchor", "/x-a/b/c", "2:17"]],
  [line("name: a\nname: b"), ["duplicate-key", "/name", "3:1"]],
  [line('tools: {"deny": [a], deny: [b]}'), ["duplicate-key", "/tools/deny", "2:22"]],
  [line("[a]: b"), ["wrong-type", "", "2:1"]],
  [line("metadata: {n: 9007199254740993}"), ["integer-too-large", "/metadata/n", "2:15"]],
  [line("limits: {flow: 1e300}"), ["integer-too-large", "/limits/flow", "2:16"]],
  [line("metadata: {n: .inf}"), ["wrong-value", "/metadata/n", "2:15"]],

  // The document
  ["just words", ["wrong-type", "", "1:1"]],
  ["- {type: require, tool: A}", ["assay-dialect", "", "1:1"]],
  ["name: a", ["missing-key", "", "1:1"]],
  ['version: "1.2"', ["unknown-version", "/version", "1:10"]],
  ["version: 2.0", ["unknown-version", "/version", "1:10"]],
  ["version: 1.10", ["unknown-version", "/version", "1:10"]],
  ["version: [1.1]", ["wrong-type", "/version", "1:10"]],
  ["version:", ["wrong-type", "/version", "1:1"]],
  [line("name: 7"), ["wrong-type", "/name", "2:7"]],
  [line("description: [a]"), ["wrong-type", "/description", "2:14"]],
  [line("metadata: [a]"), ["wrong-type", "/metadata", "2:11"]],
  [line("metadata:"), ["wrong-type", "/metadata", "2:1"]],
  [line("on_error: blok"), ["wrong-value", "/on_error", "2:11"]],
  [line("sequence: []"), ["assay-dialect", "/sequence", "2:1"]],
  [line("seqences: []"), ["unknown-key", "/seqences", "2:1"]],
  [line("__proto__: {a: 1}"), ["unknown-key", "/__proto__", "2:1"]],
  [line("constructor: 1"), ["unknown-key", "/constructor", "2:1"]],
  [line("a/b~c: 1"), ["unknown-key", "/a~1b~0c", "2:1"]],
  [line("<<: {name: a}"), ["unknown-key", "/<<", "2:1"]],
  [line("sequences: []\nrules: []"), ["conflicting-keys", "/rules", "3:1"]],
  [line("rules: []\nsequences: []"), ["conflicting-keys", "/sequences", "3:1"]],
  [line("extends: base.yaml"), ["unsupported-yet", "/extends", "2:1"]],
  [line("allowlist: [A]"), ["assay-dialect", "/allowlist", "2:1"]],
  [line("deny: [A]"), ["assay-dialect", "/deny", "2:1"]],
  [line("enforcement: {}"), ["assay-dialect", "/enforcement", "2:1"]],
  [line("tests: []"), ["assay-dialect", "/tests", "2:1"]],

  // tools, aliases, limits
  [line("tools: [A]"), ["wrong-type", "/tools", "2:8"]],
  [line("tools: {allow: A}"), ["wrong-type", "/tools/allow", "2:16"]],
  [line("tools:\n  allow:"), ["wrong-type", "/tools/allow", "3:3"]],
  [
    line("tools: {allow: [1, {tool: A}, [B], '']}"),
    ["wrong-type", "/tools/allow/0", "2:17"],
    ["wrong-type", "/tools/allow/1", "2:20"],
    ["wrong-type", "/tools/allow/2", "2:31"],
    ["wrong-value", "/tools/allow/3", "2:36"],
  ],
  [line("tools: {schemas: {A: {foo: 1}}}"), ["invalid-schema", "/tools/schemas/A/foo", "2:23"]],
  [
    line("tools: {schemas: {A: {unevaluatedItems: {}}}}"),
    ["unsupported-schema", "/tools/schemas/A/unevaluatedItems", "2:23"],
  ],
  [line("tools: {denylist: [A]}"), ["assay-dialect", "/tools/denylist", "2:9"]],
  [line("tools: {approval_required: [A]}"), ["assay-dialect", "/tools/approval_required", "2:9"]],
  [line("tools: {get_user: {arguments: {}}}"), ["assay-dialect", "/tools/get_user", "2:9"]],
  [line("tools: {alow: [A]}"), ["unknown-key", "/tools/alow", "2:9"]],
  [line("aliases: [A]"), ["wrong-type", "/aliases", "2:10"]],
  [line("aliases: {A: B}"), ["wrong-type", "/aliases/A", "2:14"]],
  [line("aliases: {A: [B], C: [D, A]}"), ["alias-of-alias", "/aliases/C/1", "2:26"]],
  [line("aliases: {'a*': []}"), ["wrong-value", "/aliases/a*", "2:11"]],
  [line("limits: {keys: 0}"), ["wrong-value", "/limits/keys", "2:16"]],
  [line("limits: {flow: 1.5}"), ["wrong-value", "/limits/flow", "2:16"]],
  [line("limits: {windows: '7'}"), ["wrong-type", "/limits/windows", "2:19"]],
  [line("limits: {inflight: 7}"), ["unknown-key", "/limits/inflight", "2:10"]],
  [line("limits: {max_requests_total: 7}"), ["assay-dialect", "/limits/max_requests_total", "2:10"]],

  // Rules
  [line("sequences: {type: require}"), ["wrong-type", "/sequences", "2:12"]],
  [line("sequences:"), ["wrong-type", "/sequences", "2:1"]],
  [rule("Search"), ["wrong-type", "/sequences/0", "3:5"]],
  [rule("[A, B]"), ["assay-dialect", "/sequences/0", "3:5"]],
  [rule("{tool: A}"), ["missing-key", "/sequences/0", "3:5"]],
  [rule("{type: 1}"), ["wrong-type", "/sequences/0/type", "3:12"]],
  [rule("{type: befor}"), ["unknown-rule-type", "/sequences/0/type", "3:12"]],
  [rule("{type: toString}"), ["unknown-rule-type", "/sequences/0/type", "3:12"]],
  [rule("{type: count, tool: A, max: 1}"), ["assay-dialect", "/sequences/0/type", "3:12"]],
  [rule("{type: allowlist, tools: [A]}"), ["assay-dialect", "/sequences/0/type", "3:12"]],
  [rule("before: {first: A, then: B}"), ["assay-dialect", "/sequences/0/before", "3:5"]],
  [rule("{type: blocklist, tools: [A]}"), ["assay-dialect", "/sequences/0/tools", "3:23"]],
  [rule("{type: immediately_before, first: A, then: B}"), ["unsupported-yet", "/sequences/0/type", "3:12"]],
  [rule("{type: formula, ltl: x}"), ["unsupported-yet", "/sequences/0/type", "3:12"]],
  [rule("{type: require, tool: A, per: id}"), ["unsupported-yet", "/sequences/0/per", "3:30"]],
  [rule("{type: max_calls, tool: A, max: 1, window: 60s}"), ["unsupported-yet", "/sequences/0/window", "3:40"]],
  [rule("{type: after, trigger: A, then: B, within: end}"), ["unsupported-yet", "/sequences/0/within", "3:48"]],
  [
    rule("{type: require, tool: {tool: A, args_match: {a: '('}}}"),
    ["invalid-regex", "/sequences/0/tool/args_match/a", "3:53"],
  ],
  [
    rule("{type: require, tool: {tool: A, args_match: {a: '(?=b)'}}}"),
    ["unsupported-regex", "/sequences/0/tool/args_match/a", "3:53"],
  ],
  [
    rule("{type: require, tool: {tool: A, args_match: {a: '((a{99}){99}){99}'}}}"),
    ["regex-too-large", "/sequences/0/tool/args_match/a", "3:53"],
  ],
  [
    rule("{type: require, tool: {name: A}}"),
    ["missing-key", "/sequences/0/tool", "3:27"],
    ["unknown-key", "/sequences/0/tool/name", "3:28"],
  ],
  [rule("{type: require, tool: []}"), ["wrong-value", "/sequences/0/tool", "3:27"]],
  [rule("{type: require, tool: [A, 1]}"), ["wrong-type", "/sequences/0/tool/1", "3:31"]],
  [rule("{type: require, tool: }"), ["wrong-type", "/sequences/0/tool", "3:21"]],
  [rule("{type: before, first: A}"), ["missing-key", "/sequences/0", "3:5"]],
  [
    rule("{type: before, fist: A, then: B}"),
    ["missing-key", "/sequences/0", "3:5"],
    ["unknown-key", "/sequences/0/fist", "3:20"],
  ],
  [rule("{type: require, tool: A, max: 1}"), ["unknown-key", "/sequences/0/max", "3:30"]],
  [rule("{type: max_calls, tool: A, max: -1}"), ["wrong-value", "/sequences/0/max", "3:37"]],
  [rule("{type: max_calls, tool: A, max: '1'}"), ["wrong-type", "/sequences/0/max", "3:37"]],
  [rule("{type: max_calls, tool: A, max: 9007199254740993}"), ["integer-too-large", "/sequences/0/max", "3:37"]],
  [rule("{type: eventually, tool: A, within: 0.5}"), ["wrong-value", "/sequences/0/within", "3:41"]],
  [rule("{type: sequence, tools: A}"), ["wrong-type", "/sequences/0/tools", "3:29"]],
  [rule("{type: sequence, tools: [A], strict: yes}"), ["wrong-type", "/sequences/0/strict", "3:42"]],
  [rule(`{type: sequence, tools: [${"A, ".repeat(251)}]}`), ["too-many-states", "/sequences/0/tools", "3:29"]],
  [rule("{type: blocklist, pattern: ''}"), ["wrong-value", "/sequences/0/pattern", "3:32"]],
  [rule("{type: require, tool: A, severity: warn}"), ["wrong-value", "/sequences/0/severity", "3:40"]],
  [rule("{type: require, tool: A, action: block}"), ["wrong-value", "/sequences/0/action", "3:38"]],
  [rule("{type: require, tool: A, message: 1}"), ["wrong-type", "/sequences/0/message", "3:39"]],
  [rule("{type: require, tool: A, id: ''}"), ["wrong-value", "/sequences/0/id", "3:34"]],
  [rule("{type: require, tool: A, id: ask}"), ["reserved-id", "/sequences/0/id", "3:34"]],
  [rule("{type: require, tool: A, id: 'args:A'}"), ["reserved-id", "/sequences/0/id", "3:34"]],
  [
    rule("{type: require, tool: A, id: x}\n  - {type: require, tool: B, id: x}"),
    ["duplicate-id", "/sequences/1/id", "4:34"],
  ],
  [
    rule("{type: require, tool: A, id: 'require:B'}\n  - {type: require, tool: B}"),
    ["duplicate-id", "/sequences/0/id", "3:34"],
  ],
  // An aliased node is reported where it was written, by the path where it is used.
  [line("x-a: &a {type: require}\nsequences:\n  - *a"), ["missing-key", "/sequences/0", "2:9"]],
]

test.each(cases.map(([text, ...expected]) => ({ text, expected })))("$text", ({ text, expected }) => {
  const { document, diagnostics } = checkPolicy(text, { filename: "p.yaml" })
  const found = diagnostics.map(({ code, path, range }) => [code, path, `${range?.start.line}:${range?.start.column}`])
  expect(found).toEqual(expected)
  expect(document).toBeUndefined()
  expect(diagnostics.every(({ file, severity }) => file === "p.yaml" && severity === "error")).toBe(true)
})

test("every policy code is met here or with the limits", () => {
  const met = new Set(cases.flatMap(([, ...found]) => found.map(([code]) => code)))
  expect(policyCodes.filter((code) => !met.has(code))).toEqual(["too-large", "too-many-conditions", "schema-too-large"])
})

test("all faults come at once, in the order of the text", () => {
  const { diagnostics } = checkPolicy("sequences: [{type: x}, {type: y}]\nversion: 3\nnam: a\ntools: {allow: 1}\n")
  expect(diagnostics.map(({ path }) => path)).toEqual([
    "/sequences/0/type",
    "/sequences/1/type",
    "/version",
    "/nam",
    "/tools/allow",
  ])
})

test("hints name what to write", () => {
  const hint = (text: string) => checkPolicy(text).diagnostics[0]?.hint
  expect(hint(line("seqences: []"))).toContain("sequences")
  expect(hint(rule("{type: max-calls}"))).toContain("max_calls")
  expect(hint(rule("{type: require, tool: 42}"))).toContain('"42"')
  expect(hint(line("tools: {allow: }"))).toContain("[]")
  expect(hint(rule("{type: no_flow}"))).toMatch(/^It needs version: "2"/)
  expect(hint('version: "2"\nsequences: [{type: no_flow}]')).toMatch(/^Today/)
})

test("hints begin with a capital, unless with a name as it is to be written", () => {
  const texts = ["seqences: []", "tools: {alow: []}", "tools: {allow: }", "version: 3", "mode: x", "<<: {a: 1}"]
  const hints = texts.flatMap((text) => checkPolicy(line(text)).diagnostics.map(({ hint }) => hint))
  expect(hints.filter((hint) => hint !== undefined).length).toBeGreaterThan(3)
  for (const hint of hints) if (hint !== undefined) expect(hint).toMatch(/^([A-Z]|[a-z]*[^a-z ])/)
})

test("at most 100 diagnostics are listed, and the last says how many follow", () => {
  const { diagnostics } = checkPolicy(
    `version: "1.1"\n${Array.from({ length: 250 }, (_, i) => `key${i}: 1\n`).join("")}`,
  )
  expect(diagnostics).toHaveLength(100)
  expect(diagnostics[99]?.hint).toContain("150 more")
  expect(diagnostics[98]?.hint).not.toContain("more problems")
})

test("a text that is no string is misuse", () => {
  // @ts-expect-error: what a caller without types may do
  expect(() => checkPolicy(undefined)).toThrow(TypeError)
})
