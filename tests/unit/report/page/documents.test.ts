import { describe, expect, test } from "vitest"
import type { CoverageReport } from "../../../../src/coverage/index.ts"
import { CoverageAnalyzer } from "../../../../src/coverage/index.ts"
import { TraceExplainer } from "../../../../src/explain/index.ts"
import { Policy } from "../../../../src/index.ts"
import type { Block, Document, Inline, Text } from "../../../../src/report/page/document.ts"
import {
  baselineDiffDocument,
  commentLimits,
  coverageDocument,
  explanationDocument,
  pageLimits,
  renderHtml,
  renderMarkdown,
  runDocument,
} from "../../../../src/report/page/index.ts"
import { viewPolicy } from "../../../../src/report/policy-view.ts"
import { goldenComparison, goldenCoverage } from "../../../golden/pages.ts"
import { goldenRun, runOver } from "../../../golden/run.ts"

const policyText = `version: "1.1"
tools: { deny: [Drop] }
sequences:
  - { type: before, first: A, then: B }
`
const policy = Policy.parse(policyText)

function runOf(traces: readonly unknown[]): ReturnType<typeof runOver> {
  const lines = traces.map((trace) => (typeof trace === "string" ? trace : JSON.stringify(trace))).join("\n")
  return runOver(policy, policyText, "policy.yaml", { "traces.jsonl": lines })
}

type Table = Extract<Block, { block: "table" }>

function blocksUnder(document: Document, title: string): readonly Block[] {
  const found = document.blocks.find((block) => block.block === "section" && wordsOf(block.title).startsWith(title))
  return found?.block === "section" ? found.content : []
}

function tableUnder(document: Document, title: string): readonly (readonly Text[])[] {
  return blocksUnder(document, title).find((block): block is Table => block.block === "table")?.rows ?? []
}

function wordsOf(text: Text): string {
  const words = (inline: Inline): string => {
    if (typeof inline === "string") return inline
    if (inline.inline === "code") return inline.text
    if (inline.inline === "mark") return inline.word
    return "content" in inline ? wordsOf(inline.content) : " "
  }
  return text.map(words).join("")
}

describe("a run", () => {
  test("lists each violation once, in input order, with its call", () => {
    const rows = tableUnder(runDocument(runOf([["B"], ["A", "B"], ["A", "Drop"]])), "Violations")
    expect(rows.map((row) => row.slice(1, 4).map(wordsOf))).toEqual([
      ["before:A->B", "traces.jsonl:1", "0"],
      ["deny", "traces.jsonl:3", "1"],
    ])
  })

  test("what was not exercised and what held vacuously are never among what held", () => {
    const [deny, before] = tableUnder(runDocument(runOf([["C"], ["A", "B"]])), "Rules")
    const held = 2
    const [vacuous, notExercised] = [3, 5]
    expect([deny?.[held], deny?.[vacuous]].map((cell) => wordsOf(cell ?? []))).toEqual(["0", "2"])
    expect([before?.[held], before?.[notExercised]].map((cell) => wordsOf(cell ?? []))).toEqual(["1", "1"])
  })

  test("what could not be read is listed with why", () => {
    const rows = tableUnder(runDocument(runOf([["A"], "{", ["B"]])), "Unreadable traces")
    expect(rows).toHaveLength(1)
    expect(wordsOf(rows[0]?.[0] ?? [])).toBe("traces.jsonl:2")
    expect(wordsOf(rows[0]?.[1] ?? [])).toContain("invalid-json")
  })

  test.each([
    [commentLimits, 200],
    [pageLimits, 1000],
  ])("violations beyond the limit are left out, and it says how many", (limits, listed) => {
    const document = runDocument(runOf(Array.from({ length: 1100 }, () => ["B"])), limits)
    expect(tableUnder(document, "Violations")).toHaveLength(listed)
    expect(blocksUnder(document, "Violated traces")).toHaveLength(listed)
    expect(renderMarkdown(document)).toContain(`<b>${1100 - listed} more violations</b>`)
    expect(renderHtml(document)).toContain(`<strong>${1100 - listed} more violations</strong>`)
  })

  test("a trace whose every rule is idle does not make a green banner", () => {
    expect(runDocument(runOf([["C"]])).blocks[0]).toMatchObject({ block: "banner", tone: "warn" })
    expect(runDocument(runOf([["A", "B"]])).blocks[0]).toMatchObject({ block: "banner", tone: "good" })
    expect(runDocument(runOf([["B"]])).blocks[0]).toMatchObject({ block: "banner", tone: "bad" })
  })

  test("a policy that came compiled has no quotes, and all the rest", () => {
    const run = goldenRun()
    const compiled = { ...run, policy: viewPolicy(Policy.fromBytes(policy.toBytes())) }
    expect(renderMarkdown(runDocument(compiled))).not.toContain("```text")
    expect(tableUnder(runDocument(compiled), "Violations")).toHaveLength(7)
  })

  test("a name of a megabyte does not make a report of a megabyte", () => {
    const run = runOf([{ id: "x".repeat(1_000_000), tools: ["B"] }])
    expect(renderHtml(runDocument(run)).length).toBeLessThan(20_000)
  })
})

describe("coverage", () => {
  const report = (sequences: string, traces: string[][], threshold = 0): CoverageReport =>
    new CoverageAnalyzer(Policy.parse(`version: "1.1"\n${sequences}`)).analyze(traces, { threshold })

  test("an empty side says why it counts 100", () => {
    const markdown = renderMarkdown(coverageDocument(report("tools: { deny: [Drop] }\n", [["A"]])))
    expect(markdown).toContain("(no rules: counted 100)")
    expect(markdown).not.toContain("(no tools")
  })

  test("what is short of the threshold never reads as if it had met it", () => {
    const short = { ...goldenCoverage(), overallCoveragePct: 89.98, threshold: 90, meetsThreshold: false }
    const markdown = renderMarkdown(coverageDocument(short))
    expect(markdown).toContain("✗ Coverage: 89.9%")
    expect(markdown).toContain("threshold 90.0% not met")
  })

  test("gaps, tools and rules that were not seen have a part each", () => {
    const document = coverageDocument(goldenCoverage(), goldenComparison())
    const titles = document.blocks.flatMap((block) => (block.block === "section" ? [wordsOf(block.title)] : []))
    expect(titles).toEqual([
      "Since the baseline",
      "High-risk gaps",
      "Unseen tools (5)",
      "Unexpected tools (1)",
      "Untriggered rules (2)",
      "What the traces saw of each rule",
      "Transitions not taken",
    ])
  })
})

test("a baseline without coverage has no direction, and its warnings are told", () => {
  const { overallPct, newlyCovered, newlyUncovered, newlyTriggered, lostRules, threshold } = goldenComparison().diff
  const diff = { overallPct, newlyCovered, newlyUncovered, newlyTriggered, lostRules, threshold, regressed: false }
  const warning = { code: "vacuous-coverage", severity: "warning", message: "Nothing was covered." } as const
  const markdown = renderMarkdown(
    baselineDiffDocument({ diff: { ...diff, diagnostics: [warning] }, line: "Coverage: x" }),
  )
  expect(markdown).toContain("no regression")
  expect(markdown).toContain("vacuous-coverage")
})

describe("an explanation", () => {
  const explained = (calls: string[], text = policyText): Document => {
    const of = Policy.parse(text)
    const explanation = new TraceExplainer(of).explain(calls)
    const trace = { calls: calls.map((tool) => ({ tool })) }
    return explanationDocument([{ explanation, trace, place: {} }], viewPolicy(of, text))
  }

  test("says in words what would have satisfied a rule", () => {
    const markdown = renderMarkdown(explained(["B"]))
    expect(markdown).toContain("insert a call of `A` before call 0; or delete call 0 (`B`)")
    const required = `version: "1.1"\nsequences: [{ type: require, tool: A }]\n`
    expect(renderMarkdown(explained(["C"], required))).toContain("insert a call of `A` after the last of 1 call")
    expect(renderMarkdown(explained([], required))).toContain("insert a call of `A` to the empty trace")
  })

  test("two edits are joined, and where two are too few it says so", () => {
    const limit = `version: "1.1"\nsequences: [{ type: max_calls, tool: A, max: 1 }]\n`
    expect(renderMarkdown(explained(["A", "A", "A"], limit))).toMatch(
      /delete call \d \(`A`\), and delete call \d \(`A`\)/,
    )
    expect(renderMarkdown(explained(["A", "A", "A", "A"], limit))).toContain("No change of one or two calls")
  })

  test("a long run of calls that no rule speaks of is folded", () => {
    const markdown = renderMarkdown(explained(["C", "C", "C", "C", "A", "B"]))
    expect(markdown).toContain("| … | 4 calls that no rule speaks of |")
    expect(markdown).toContain("| 4 | `A` |")
  })
})
