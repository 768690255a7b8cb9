import { describe, expect, test } from "vitest"
import { Policy } from "../../../src/index.ts"
import { assay, folder, jsonl, policy, traces } from "./command.ts"

const good = jsonl(traces.slice(0, 1))

interface Entry {
  readonly id?: string
  readonly ok: boolean
  readonly extent?: string
  readonly diagnostics: readonly { readonly code: string; readonly hint?: string }[]
}

interface Document {
  readonly summary: { readonly traces: number; readonly unreadable: number }
  readonly traces: readonly Entry[]
  readonly diagnostics: readonly {
    readonly code: string
    readonly range?: { readonly start: { readonly line: number } }
  }[]
}

async function checkPolicy(
  content: string | Uint8Array,
): Promise<{ code: number; stderr: string; document: Document }> {
  const at = await folder({ "policy.yaml": content, "good.jsonl": good })
  const { code, stdout, stderr } = await assay(["check", "-p", at("policy.yaml"), at("good.jsonl"), "-f", "json"])
  return { code, stderr, document: JSON.parse(stdout) }
}

async function checkTraces(
  bad: string | Uint8Array,
  name = "bad.jsonl",
): Promise<{ code: number; document: Document }> {
  const at = await folder({ "policy.yaml": policy, [name]: bad, "good.jsonl": good })
  const words = ["check", "-p", at("policy.yaml"), at(name), at("good.jsonl"), "-f", "json"]
  const { code, stdout } = await assay(words)
  return { code, document: JSON.parse(stdout) }
}

async function checkAt(policyPath: string, path: string): Promise<{ code: number; document: Document }> {
  const { code, stdout } = await assay(["check", "-p", policyPath, path, "-f", "json"])
  return { code, document: JSON.parse(stdout) }
}

function codes(document: Document): string[] {
  return document.traces.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code))
}

describe("a policy that cannot be used is exit 2 and one JSON document all the same", () => {
  test.each([
    ["broken YAML", "version: '1.1'\ntools: {allow: [a\n", "yaml-syntax"],
    ["an unknown key", "version: '1.1'\ntols: {}\n", "unknown-key"],
    ["a wrong type", "version: '1.1'\ntools: {allow: 7}\n", "wrong-type"],
    ["an unknown rule type", "version: '1.1'\nsequences: [{type: befor, first: a, then: b}]\n", "unknown-rule-type"],
    ["a cyclic anchor", "version: '1.1'\nmetadata: &m {self: *m}\n", "cyclic-anchor"],
    ["nothing", "", "empty-document"],
    ["invalid UTF-8", new Uint8Array([0x76, 0xff, 0xfe]), "invalid-utf8"],
    ["traces instead", good, "trace-as-policy"],
    ["one call a line instead", '{"tool": "Refund"}\n{"tool": "Verify"}\n', "trace-as-policy"],
  ])("%s", async (_what, content, expected) => {
    const { code, stderr, document } = await checkPolicy(content)
    expect(code).toBe(2)
    expect(document.diagnostics.map((each) => each.code)).toContain(expected)
    expect(document.traces).toEqual([])
    expect(stderr).toContain(`[${expected}]`)
  })

  test("every problem is shown with its line and a caret", async () => {
    const { stderr } = await checkPolicy("version: '1.1'\ntols: {}\nsequences:\n  - {type: requre, tool: a}\n")
    expect(stderr).toMatch(/policy\.yaml:2:1/)
    expect(stderr).toMatch(/policy\.yaml:4:/)
    expect(stderr).toMatch(/2 \| tols: \{\}\n\s+\| \^{4}/)
    expect(stderr).toContain("hint:")
  })

  test("a compiled policy judges as its text does; damaged, it is refused", async () => {
    const bytes = Policy.parse(policy).toBytes()
    const damaged = bytes.slice()
    damaged[bytes.length - 40]! ^= 4
    const at = await folder({ "p.yaml": policy, "p.assay": bytes, "bad.assay": damaged, "t.jsonl": '["Refund"]' })
    const runs = ["p.yaml", "p.assay", "bad.assay"].map((name) =>
      assay(["check", "--policy", at(name), at("t.jsonl"), "--format", "json"]),
    )
    const [text, compiled, refused] = await Promise.all(runs)
    expect([text?.code, compiled?.code, refused?.code]).toEqual([1, 1, 2])
    expect(compiled?.stdout).toBe(text?.stdout)
    expect(JSON.parse(refused?.stdout ?? "").diagnostics).toMatchObject([
      { code: "program-invalid", file: at("bad.assay") },
    ])
  })

  test("a missing file, with the one that was meant", async () => {
    const at = await folder({ "policy.yaml": policy, "good.jsonl": good })
    const { code, stderr } = await assay(["check", "-p", at("polcy.yaml"), at("good.jsonl")])
    expect(code).toBe(2)
    expect(stderr).toContain("[file-unreadable]")
    expect(stderr.replace(/\s+/g, "")).toContain(`Didyoumean${at("policy.yaml")}?`)
  })

  test("a folder in place of the policy", async () => {
    const at = await folder({ "policy.yaml": policy, "good.jsonl": good })
    const { code, stderr } = await assay(["check", "-p", at(""), at("good.jsonl")])
    expect(code).toBe(2)
    expect(stderr).toContain("[file-unreadable]")
  })
})

describe("traces that cannot be read are exit 2, and every other trace is judged", () => {
  test.each([
    ["broken JSON in a line", `{"tools": ["Search"]}\n{"tools": [}\n${good}`, "invalid-json"],
    [
      "invalid UTF-8",
      new Uint8Array([...new TextEncoder().encode('{"tools": ["'), 0xff, 0x22, 0x5d, 0x7d]),
      "invalid-utf8",
    ],
    ["a call without a tool", '{"id": "x", "calls": [{"args": {}}]}\n', "invalid-call"],
    ["an empty file", "", "no-traces"],
  ])("%s", async (_what, bad, expected) => {
    const { code, document } = await checkTraces(bad)
    expect(code).toBe(2)
    expect(codes(document)).toContain(expected)
    expect(document.traces.some(({ id, ok }) => id === "good" && ok)).toBe(true)
  })

  test("a policy in place of a trace", async () => {
    const { code, document } = await checkTraces(policy, "policy2.yaml")
    expect(code).toBe(2)
    expect(codes(document)).toContain("policy-as-trace")
  })

  test("a truncated file is judged as far as it goes, as partial", async () => {
    const { code, document } = await checkTraces('{"tool": "Verify"}\n{"tool": "Refund"}\n{"tool": "Sea')
    expect(code).toBe(2)
    expect(codes(document)).toContain("truncated-input")
    expect(document.traces.some(({ extent }) => extent === "partial")).toBe(true)
  })

  test("a missing file", async () => {
    const at = await folder({ "policy.yaml": policy, "good.jsonl": good })
    const words = ["check", "-p", at("policy.yaml"), at("nowhere.jsonl"), at("good.jsonl"), "-f", "json"]
    const { code, stdout } = await assay(words)
    expect(code).toBe(2)
    expect(stdout).toContain("file-unreadable")
    expect(JSON.parse(stdout).summary.ok).toBe(1)
  })

  test.each([
    ["a file", "traces/god.jsonl", "traces/good.jsonl"],
    ["the only file", "traces/nowhere", "traces/good.jsonl"],
    ["a folder", "trace", "traces"],
  ])("a missing path, with the one that was meant: %s", async (_what, given, meant) => {
    const at = await folder({ "policy.yaml": policy, "traces/good.jsonl": good, "traces/notes.txt": "" })
    const { code, document } = await checkAt(at("policy.yaml"), at(given))
    expect(code).toBe(2)
    expect(document.traces[0]?.diagnostics[0]).toMatchObject({
      code: "file-unreadable",
      hint: `Did you mean ${at(meant)}?`,
    })
  })

  test("a missing path where nothing is near, and one in a missing folder", async () => {
    const at = await folder({ "policy.yaml": policy, "a.jsonl": good, "b.jsonl": good })
    const { document: none } = await checkAt(at("policy.yaml"), at("something-else.jsonl"))
    expect(none.traces[0]?.diagnostics[0]).not.toHaveProperty("hint")
    const { document } = await checkAt(at("policy.yaml"), at("no/a.jsonl"))
    expect(document.traces[0]?.diagnostics[0]?.hint).toContain(at("no"))
  })

  test.each(["check", "explain"])("%s gives an unreadable trace the keys of every verdict", async (command) => {
    const at = await folder({
      "policy.yaml": policy,
      "bad.jsonl": `{"id": 1, "tools": [}\n${jsonl(traces.slice(1, 2))}`,
    })
    const words = [command, "-p", at("policy.yaml"), at("bad.jsonl"), "-f", "json", "--extent", "partial"]
    const [bad, judged] = JSON.parse((await assay(words)).stdout).traces
    const { id: _id, ...keys } = judged
    expect(Object.keys(bad)).toEqual(Object.keys(keys))
    expect(bad).toMatchObject({
      source: { file: at("bad.jsonl"), line: 1 },
      ok: false,
      extent: "partial",
      calls: 0,
      rules: [],
      violations: [],
      undetermined: 0,
      diagnostics: [{ code: "invalid-json" }],
    })
  })

  test("a folder without traces", async () => {
    const at = await folder({ "policy.yaml": policy, "empty/notes.txt": "nothing" })
    const { code, stdout, stderr } = await assay(["check", "-p", at("policy.yaml"), at("empty"), "-f", "json"])
    expect(code).toBe(2)
    expect(stdout + stderr).toContain("no-traces")
  })

  test("the report for people names the place", async () => {
    const at = await folder({ "policy.yaml": policy, "bad.jsonl": `${good}{"tools": [}\n` })
    const { code, stdout } = await assay(["check", "-p", at("policy.yaml"), at("bad.jsonl")])
    expect(code).toBe(2)
    expect(stdout).toMatch(/✗ unreadable .*bad\.jsonl:2/)
    expect(stdout).toContain("1 unreadable")
    expect(stdout).not.toMatch(/✓ .* ok$/m)
  })
})
