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
import { ShortPlaces } from "../../../../src/report/page/places.ts"
import { viewPolicy } from "../../../../src/report/policy-view.ts"
import { goldenComparison, goldenCoverage } from "../../../golden/pages.ts"
import { goldenRun, runOver } from "../../../golden/run.ts"

const policyText = `version: "1.1"
tools: { deny: [Drop] }
sequences:
  - { type: before, first: A, then: B }
  - { id: "few:W", type: max_calls, tool: W, max: 0, severity: warning }
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
  test("lists each violation once, errors before warnings, else in input order, with its call", () => {
    const rows = tableUnder(runDocument(runOf([["W"], ["B"], ["A", "B"], ["A", "W", "Drop"]])), "Violations")
    expect(rows.map((row) => row.slice(1, 4).map(wordsOf))).toEqual([
      ["before:A->B", "traces.jsonl:2", "0"],
      ["deny", "traces.jsonl:4", "2"],
      ["few:W", "traces.jsonl:1", "0"],
      ["few:W", "traces.jsonl:4", "1"],
    ])
  })

  test("a trace with warnings alone stands apart from those that are violated", () => {
    const document = runDocument(runOf([["W"], ["B"], ["Drop", "W"]]))
    const summaries = (title: string): string[] =>
      blocksUnder(document, title).map((block) => (block.block === "details" ? wordsOf(block.summary) : ""))
    expect(summaries("Violated traces")).toEqual([
      "violated traces.jsonl:2 1 call · before:A->B",
      "violated traces.jsonl:3 2 calls · deny, few:W",
    ])
    expect(summaries("Traces with warnings")).toEqual(["warning traces.jsonl:1 1 call · few:W"])
  })

  test("errors are listed first where there is not room for all", () => {
    const limits = { ...pageLimits, violations: 1 }
    const document = runDocument(runOf([["W"], ["B"], ["B"]]), limits)
    expect(tableUnder(document, "Violations").map((row) => wordsOf(row[1] ?? []))).toEqual(["before:A->B"])
    expect(blocksUnder(document, "Violated traces")).toHaveLength(2)
    expect(blocksUnder(document, "Violated traces")[1]).toMatchObject({ block: "paragraph" })
    expect(blocksUnder(document, "Traces with warnings")).toMatchObject([{ block: "paragraph" }])
  })

  test("files are named as briefly as tells them apart, and once by the whole path", () => {
    const traces = { "a/x/run.jsonl": '["B"]\n', "a/y/run.jsonl": '["B"]\n', "b/other.jsonl": '["B"]\n' }
    const document = runDocument(runOver(policy, policyText, "policy.yaml", traces))
    const places = tableUnder(document, "Violations").map((row) => wordsOf(row[2] ?? []))
    expect(places).toEqual(["x/run.jsonl:1", "y/run.jsonl:1", "other.jsonl:1"])
    const markdown = renderMarkdown(document)
    for (const file of Object.keys(traces)) expect(markdown.split(file)).toHaveLength(2)
  })

  test("paths without end are named apart all the same", () => {
    const deep = "/x".repeat(50_000)
    const places = new ShortPlaces([{ file: `a${deep}` }, { file: `b${deep}` }])
    expect(places.text({ file: `a${deep}` })).not.toBe(places.text({ file: `b${deep}` }))
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
    const details = blocksUnder(document, "Violated traces").filter(({ block }) => block === "details")
    expect(details).toHaveLength(listed)
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
    expect(markdown).toContain("✗ Coverage: 89.98%")
    expect(markdown).toContain("threshold 90.0% not met")
  })

  test("without a threshold nothing is passed and nothing failed; a regression is bad all the same", () => {
    const measured = { ...goldenCoverage(), threshold: 0, meetsThreshold: true }
    const [alone] = coverageDocument(measured).blocks
    expect(alone).toMatchObject({ block: "banner", tone: "quiet" })
    const text = renderMarkdown(coverageDocument(measured)).split("\n")[2]
    expect(text).toContain("measured")
    expect(text).not.toMatch(/[✓✗]/)
    const { diff, line } = goldenComparison()
    expect(diff.regressed).toBe(true)
    const compared = coverageDocument(measured, { diff, line })
    expect(compared.blocks[0]).toMatchObject({ block: "banner", tone: "bad" })
    expect(renderMarkdown(compared).split("\n")[2]).toContain("✗ regression")
    const met = coverageDocument({ ...measured, threshold: 50 }, { diff: { ...diff, regressed: false }, line })
    expect(met.blocks[0]).toMatchObject({ block: "banner", tone: "good" })
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
    expect(renderMarkdown(explained(["C"], required))).toContain("insert a call of `A` after the only call")
    expect(renderMarkdown(explained([], required))).toContain("insert a call of `A` to the empty trace")
  })

  test("two edits are joined, and where two are too few it says so", () => {
    const limit = `version: "1.1"\nsequences: [{ type: max_calls, tool: A, max: 1 }]\n`
    expect(renderMarkdown(explained(["A", "A", "A"], limit))).toMatch(
      /delete call \d \(`A`\), and delete call \d \(`A`\)/,
    )
    expect(renderMarkdown(explained(["A", "A", "A", "A"], limit))).toContain("No change of one or two calls")
  })

  test("what was violated stands before the calls, and the other rules after them", () => {
    const blocks = blocksUnder(explained(["B"]), "standard input")
    expect(blocks.map(({ block }) => block)).toEqual(["paragraph", "table", "details", "details"])
    const [calls, others] = blocks.slice(2)
    expect(calls).toMatchObject({ open: true })
    expect(others).not.toHaveProperty("open", true)
  })

  test("of several traces there is a list, whose links lead to sections by number", () => {
    const items = [["B"], ["A", "B"], ["W"]].map((tools) => ({
      explanation: new TraceExplainer(policy).explain(tools),
      trace: { id: 'x" onclick="alert(1)', calls: tools.map((tool) => ({ tool })) },
      place: {},
    }))
    const document = explanationDocument(items, viewPolicy(policy, policyText))
    expect(document.blocks[0]).toMatchObject({ block: "banner", tone: "bad" })
    expect(renderMarkdown(document)).toContain("✗ 3 traces explained: 1 violated, 1 with warnings, 1 ok</b>")
    expect(tableUnder(document, "Traces").map((row) => wordsOf(row[3] ?? []))).toEqual(["before:A->B", "", "few:W"])
    const html = renderHtml(document)
    const targets = [...html.matchAll(/<a href="#([^"]*)">/g)].map(([, id]) => id)
    expect(targets).toEqual(["part-1", "part-2", "part-3"])
    expect([...html.matchAll(/<section id="([^"]*)">/g)].map(([, id]) => id)).toEqual(targets)
    expect(html).not.toContain("<details open>")
  })

  test("what the agent is told is told, cut and escaped", () => {
    const message = `<b>Stop</b> \u0007 ${"and stop ".repeat(1000)}`
    const text = `version: "1.1"\nsequences: [{ type: before, first: A, then: B, message: ${JSON.stringify(message)} }]\n`
    const html = renderHtml(explained(["B"], text))
    expect(html).toContain("Tells the agent:</strong> &lt;b&gt;Stop&lt;/b&gt; \\u0007 and stop")
    expect(html.match(/and stop/g)?.length).toBeLessThan(100)
  })

  test("a long run of calls that no rule speaks of is folded", () => {
    const markdown = renderMarkdown(explained(["C", "C", "C", "C", "A", "B"]))
    expect(markdown).toContain("| … | 4 calls that no rule speaks of |")
    expect(markdown).toContain("| 4 | `A` |")
  })
})
