import { expect, test } from "vitest"
import { TraceExplainer } from "../../../../src/explain/index.ts"
import { Policy } from "../../../../src/index.ts"
import {
  ExplanationRenderer,
  plainPaint,
  textWidth,
  VerdictRenderer,
  viewPolicy,
} from "../../../../src/report/index.ts"

const page = { paint: plainPaint, width: 80, verbose: false }

/** What the terminal says of the violation of one rule, by check and by explain. */
function told(rule: Readonly<Record<string, string>>): readonly string[][] {
  const entry = { id: "r", type: "before", first: "A", then: "B", ...rule }
  const policy = Policy.parse(JSON.stringify({ version: "1.1", sequences: [entry] }))
  const view = viewPolicy(policy)
  const trace = { calls: [{ tool: "B" }] }
  const explanation = new TraceExplainer(policy).explain(trace)
  return [
    new VerdictRenderer(view, page).render(policy.evaluate(trace), trace, {}),
    new ExplanationRenderer(view, page).render(explanation, trace, {}),
  ]
}

test("what the agent is told is shown by check and by explain, and nothing where the policy says nothing", () => {
  for (const lines of told({ message: "Look first." })) {
    expect(lines.filter((line) => line.endsWith("Tells the agent: Look first."))).toHaveLength(1)
  }
  for (const lines of told({})) expect(lines.join("\n")).not.toContain("tells the agent")
})

test.each(["message", "description", "id"])("a %s of 300 KB is cut to what a page shows, and escaped", (field) => {
  for (const lines of told({ [field]: `\u001b[31m${"long ".repeat(60_000)}` })) {
    expect(lines.join("").length).toBeLessThan(3000)
    expect(lines.join("")).not.toContain("\u001b")
  }
})

test("wide letters are counted as the terminal shows them", () => {
  for (const lines of told({ message: "語".repeat(5000) })) {
    expect(textWidth(lines.join("").replace(/[^語]/g, ""))).toBeLessThanOrEqual(600)
    expect(lines.join("")).toContain("…")
  }
})
