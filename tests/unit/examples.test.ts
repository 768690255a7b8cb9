import { readdirSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import type { Policy } from "../../src/index.ts"
import { loadPolicy } from "../../src/node/load-policy.ts"
import { readTraces } from "../../src/node/read-traces.ts"

const root = fileURLToPath(new URL("../../examples", import.meta.url))

/** For each example the violated rules of each trace, by id; the traces of `passing` are ok, those of `failing` are not. */
const expected: Readonly<Record<string, { passing: Record<string, string[]>; failing: Record<string, string[]> }>> = {
  airline: {
    passing: {
      "books-after-a-search": [],
      "cancels-what-it-read": [],
      "makes-a-gesture": [],
      "hands-over": [],
      "changes-without-the-profile": ["profile-before-paid-change"],
      "only-talks": [],
    },
    failing: {
      "cancels-unread": ["reservation-before-cancel"],
      "books-from-memory": ["search-before-booking"],
      "works-on-after-the-transfer": ["transfer-ends-the-work", "one-transfer"],
      "pays-twice": ["one-certificate"],
      "uses-a-tool-of-its-own": ["allow"],
    },
  },
  "coding-agent": {
    passing: { "edit-and-test": [], release: [], "slow-start": ["look-around-first"] },
    failing: {
      "edits-unread": ["read-before-edit"],
      "never-tests": ["test-after-edit"],
      "leaks-the-environment": ["no-network-after-env"],
      "distracted-release": ["release-in-one-go"],
      "unfinished-release": ["release-in-one-go"],
      "reads-a-secret": ["no-secrets-tooling"],
      "forces-a-push": ["deny"],
    },
  },
  "research-assistant": {
    passing: { "short-report": [], "asks-first": [] },
    failing: {
      "no-sources": ["cites-its-sources"],
      "writes-unread": ["search-read-write"],
      "edits-a-final-report": ["report-is-final"],
      "runs-a-shell": ["allow"],
    },
  },
  "support-refunds": {
    passing: { "refund-and-tell": [], "only-a-question": [], "forgets-the-note": ["leave-a-note"] },
    failing: {
      "refund-to-a-stranger": ["verify-before-money"],
      "refund-and-credit": ["one-payout"],
      "silent-refund": ["tell-after-payout"],
      "pays-after-escalating": ["hands-off-after-escalation"],
      "deletes-the-customer": ["allow", "deny"],
    },
  },
}

async function judged(policy: Policy, file: string): Promise<{ ok: boolean[]; violated: Record<string, string[]> }> {
  const ok: boolean[] = []
  const violated: Record<string, string[]> = {}
  for await (const { trace, diagnostics } of readTraces(file)) {
    expect(diagnostics).toEqual([])
    if (trace === undefined) continue
    const verdict = policy.evaluate(trace, { extent: "complete" })
    ok.push(verdict.ok)
    violated[trace.id ?? ""] = verdict.violations.map(({ rule }) => rule)
  }
  return { ok, violated }
}

describe("examples", () => {
  test("every example is listed here", () => {
    const names = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    expect(names.map(({ name }) => name).sort()).toEqual(Object.keys(expected).sort())
  })

  describe.each(Object.entries(expected))("%s", (name, { passing, failing }) => {
    const policy = loadPolicy(`${root}/${name}/policy.yaml`)

    test("compiles without a warning, and every rule has a description and a message", () => {
      expect(policy.diagnostics).toEqual([])
      for (const rule of policy.document?.rules ?? [])
        expect([rule.id, rule.description, rule.message]).not.toContain(undefined)
    })

    test("passing traces pass, with the warnings that are meant", async () => {
      const { ok, violated } = await judged(policy, `${root}/${name}/traces/passing.jsonl`)
      expect(violated).toEqual(passing)
      expect(ok).not.toContain(false)
    })

    test("failing traces fail, each by the rule that its id speaks of", async () => {
      const { ok, violated } = await judged(policy, `${root}/${name}/traces/failing.jsonl`)
      expect(violated).toEqual(failing)
      expect(ok).not.toContain(true)
    })
  })

  test("together they use every rule type and every list", () => {
    const documents = Object.keys(expected).map((name) => loadPolicy(`${root}/${name}/policy.yaml`).document)
    const types = new Set(documents.flatMap((document) => document?.rules.map(({ type }) => type) ?? []))
    expect(types.size).toBe(8)
    for (const list of ["allow", "deny", "ask"] as const)
      expect(documents.some((document) => document?.[list])).toBe(true)
  })
})
