import { describe, expect, test } from "vitest"
import type { PolicyDocument, Rule } from "../../../src/policy/index.ts"
import { checkPolicy, defaultLimits } from "../../../src/policy/index.ts"

function documentOf(text: string): PolicyDocument {
  const { document, diagnostics } = checkPolicy(text)
  expect(diagnostics).toEqual([])
  if (document === undefined) throw new Error("no document")
  return document
}

const rulesOf = (...rules: string[]): readonly Rule[] =>
  documentOf(
    `version: "1.1"\naliases: {Search: [Search, Web*]}\nsequences:\n${rules.map((r) => `  - ${r}\n`).join("")}`,
  ).rules

describe("the document", () => {
  test("a version alone is a policy", () => {
    expect(documentOf('version: "1.1"')).toEqual({
      version: "1.1",
      args: [],
      rules: [],
      limits: defaultLimits,
      onError: "block",
    })
  })

  test.each([
    ["1.0", "1.0"],
    ["1.1", "1.1"],
    ["2", "2"],
    ["'1.1'", "1.1"],
    ['"2"', "2"],
    ["!!str 1.1", "1.1"],
  ])("version %s is %s", (written, version) => {
    expect(documentOf(`version: ${written}`).version).toBe(version)
  })

  test("carries its texts, metadata, limits and on_error", () => {
    const text = `version: "1.1"
name: airline
description: |
  two
  lines
metadata: {owner: me, list: [1, null, true, 2.5], __proto__: {x: 1}, constructor: 2}
limits: {flow: 10, in_flight: 2, x-why: memory}
on_error: allow
x-anything: {goes: here}
`
    const { limits, onError, metadata, ...rest } = documentOf(text)
    expect(rest).toEqual({ version: "1.1", name: "airline", description: "two\nlines\n", args: [], rules: [] })
    expect(limits).toEqual({ ...defaultLimits, flow: 10, inFlight: 2 })
    expect(onError).toBe("allow")
    expect(Object.entries(metadata ?? {})).toEqual([
      ["owner", "me"],
      ["list", [1, null, true, 2.5]],
      ["__proto__", { x: 1 }],
      ["constructor", 2],
    ])
    expect(Object.getPrototypeOf(metadata)).toBe(Object.prototype)
  })

  test("lists keep order, expand aliases and patterns, and know their place", () => {
    const text = `version: 1.1
tools:
  allow: [Read, Search, get_*, Read]
  deny:
    - "*delete*"
  ask: []
aliases:
  Search: [WebSearch, Search, "kb_*"]
  None: []
`
    const { allow, deny, ask } = documentOf(text)
    expect(allow?.selector).toEqual({
      label: "Read|Search|get_*|Read",
      globs: [["Read"], ["WebSearch"], ["Search"], ["kb_", ""], ["get_", ""]],
    })
    expect(allow?.range).toEqual({
      start: { line: 3, column: 10, offset: 29 },
      end: { line: 3, column: 37, offset: 56 },
    })
    expect(deny?.selector.globs).toEqual([["", "delete", ""]])
    expect(deny?.range.start).toMatchObject({ line: 5, column: 5 })
    expect(ask?.selector).toEqual({ label: "", globs: [] })
    expect(documentOf("version: 1.1\ntools: {}").allow).toBeUndefined()
  })

  test("rules may stand under rules", () => {
    expect(documentOf("version: 2\nrules: [{type: require, tool: A}]").rules).toHaveLength(1)
  })

  test("JSON is read as YAML, tabs and escapes included", () => {
    const json =
      '{\n\t"version": "1.1",\n\t"name":"a\\u00e9\\ud83d\\ude00\\/\\n",\n\t"sequences":[{"type":"require","tool":"A"}]\n}'
    const document = documentOf(json)
    expect(document.name).toBe("aé😀/\n")
    expect(document.rules[0]?.range.start).toMatchObject({ line: 4, column: 15 })
  })

  test("a byte order mark and CRLF do no harm", () => {
    const document = documentOf('\ufeffversion: "1.1"\r\nsequences:\r\n  - type: require\r\n    tool: A\r\n')
    expect(document.rules[0]?.range).toMatchObject({ start: { line: 3, column: 5 }, end: { line: 4, column: 12 } })
  })

  test("anchors share values", () => {
    const document = documentOf("version: 2\nx-t: &t [A, B]\ntools: {allow: *t, deny: *t}\n")
    expect(document.allow).toEqual(document.deny)
  })
})

describe("rules", () => {
  test("each type, with its ids", () => {
    const rules = rulesOf(
      "{type: require, tool: Search}",
      "{type: eventually, tool: Log, within: 0}",
      "{type: max_calls, tool: Search, max: 0}",
      "{type: before, first: Search, then: Create}",
      "{type: after, trigger: Create, then: Log}",
      "{type: after, trigger: Create, then: Log, within: 3}",
      "{type: never_after, trigger: Create, forbidden: Search}",
      "{type: sequence, tools: [A, B]}",
      "{type: sequence, tools: [A, B], strict: true}",
      "{type: sequence, tools: []}",
      "{type: blocklist, pattern: Del}",
    )
    expect(rules.map(({ id, legacyId }) => [id, legacyId])).toEqual([
      ["require:Search", "require_search"],
      ["eventually:Log@0", "eventually_log_0"],
      ["max_calls:Search<=0", "max_calls_search_0"],
      ["before:Search->Create", "before_search_then_create"],
      ["after:Create->Log@1", "after_create_then_log"],
      ["after:Create->Log@3", "after_create_then_log"],
      ["never_after:Create->Search", "never_after_create_forbidden_search"],
      ["sequence:A>B", "seq_a_b"],
      ["sequence:strict:A>B", "strict_a_b"],
      ["sequence:", "seq_"],
      ["blocklist:Del", "blocklist_del"],
    ])
    const search = { label: "Search", globs: [["Search"], ["Web", ""]] }
    expect(rules[2]).toEqual({
      id: "max_calls:Search<=0",
      legacyId: "max_calls_search_0",
      severity: "error",
      action: "deny",
      type: "max_calls",
      tool: search,
      max: 0,
      range: expect.objectContaining({ start: expect.objectContaining({ line: 6, column: 5 }) }),
    })
    expect(rules[4]).toMatchObject({ type: "after", within: 1 })
    expect(rules[8]).toMatchObject({ type: "sequence", strict: true, tools: [{ label: "A" }, { label: "B" }] })
  })

  test("selectors are references, objects and lists of them", () => {
    const rules = rulesOf(
      "{type: require, tool: {tool: Search}}",
      "{type: require, tool: [Search, {tool: B}, [C, WebX]]}",
      "{type: sequence, tools: [[A, B], C]}",
      "{type: require, tool: [A]}",
    )
    expect(rules.map(({ id }) => id)).toEqual([
      "require:Search",
      "require:Search|B|C|WebX",
      "sequence:A|B>C",
      "require:A",
    ])
    expect(rules.map(({ legacyId }) => legacyId)).toEqual(["require_search", undefined, undefined, "require_a"])
    expect(rules[1]).toMatchObject({ tool: { globs: [["Search"], ["Web", ""], ["B"], ["C"], ["WebX"]] } })
  })

  test("generated ids that repeat are numbered, even where a name looks numbered", () => {
    const a = "{type: require, tool: A}"
    const ids = rulesOf(a, a, "{type: require, tool: 'A#2'}", a, "{type: require, tool: A, id: mine}").map(
      ({ id }) => id,
    )
    expect(ids).toEqual(["require:A", "require:A#2", "require:A#2#2", "require:A#3", "mine"])
  })

  test("severity and action, and what a warning does by default", () => {
    const rules = rulesOf(
      "{type: require, tool: A}",
      "{type: require, tool: A, severity: warning, description: d, message: m}",
      "{type: require, tool: A, severity: warning, action: ask, x-note: [1]}",
    )
    expect(rules.map(({ severity, action }) => [severity, action])).toEqual([
      ["error", "deny"],
      ["warning", "warn"],
      ["warning", "ask"],
    ])
    expect(rules[1]).toMatchObject({ description: "d", message: "m" })
  })

  test("250 members are a sequence", () => {
    const tools = Array.from({ length: 250 }, (_, i) => `t${i}`).join(", ")
    expect(rulesOf(`{type: sequence, tools: [${tools}]}`)).toHaveLength(1)
  })
})
