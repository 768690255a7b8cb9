import { describe, expect, test } from "vitest"
import { assay, folder, jsonl, policy, traces } from "./command.ts"

const good = jsonl(traces.slice(0, 1))

interface Entry {
  readonly id?: string
  readonly ok: boolean
  readonly extent?: string
  readonly diagnostics: readonly { readonly code: string }[]
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
