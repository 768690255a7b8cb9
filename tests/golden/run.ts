import type { Diagnostic } from "../../src/diagnostic/index.ts"
import { Policy } from "../../src/index.ts"
import { viewPolicy } from "../../src/report/policy-view.ts"
import type { Evaluation, RunReport } from "../../src/report/run-report.ts"
import { Tally } from "../../src/report/tally.ts"
import { type Extent, type ReadTrace, readTraces } from "../../src/trace/index.ts"
import { unreadableVerdict } from "../../src/verdict/index.ts"

/** Where the policy of the golden run is said to stand. */
export const goldenPolicyFile = "policies/refunds & returns.yaml"

/** A rule for each kind of outcome, and names that no format may take literally. */
export const goldenPolicy = `version: "1.1"
name: Refunds <b>& returns</b>
tools:
  deny: [DropTable]
aliases:
  Contact: [Mail, "Call|Phone"]
sequences:
  - id: verify-first
    type: before
    first: Verify
    then: Refund
    description: A refund goes to a customer who was verified.
    message: Verify the customer before you refund.
  - id: one-refund
    type: max_calls
    tool: Refund
    max: 1
    severity: warning
  - id: tell-the-customer
    type: after
    trigger: Refund
    then: Contact
    within: 2
  - id: no-refund-after-fraud
    type: never_after
    trigger: FlagFraud
    forbidden: Refund
  - id: "look, then ::error::act]]>"
    type: sequence
    tools: ["Open <Case>", Decide]
    description: "**Bold** \`code\` | [link](javascript:alert(1)) <img src=x onerror=alert(1)>"
    message: "Line one\\nline two, 100 % \\u202Ereversed"
  - type: require
    tool: Close
`

/** The text of each file of traces, in the order in which they are read; one line of the first is cut short. */
export const goldenTraces: Readonly<Record<string, string>> = {
  "traces/week 1.jsonl": `${[
    '{"id":"good","tools":["Verify","Refund","Mail","Close"]}',
    '{"id":"unverified","calls":[{"tool":"Refund","args":{"amount":250,"note":"<script>alert(1)</script>"}},{"tool":"Search"},{"tool":"Search"},{"tool":"Close"}]}',
    '{"id":"cut sho',
    '{"id":"warned","calls":[{"tool":"Verify"},{"tool":"Refund","args":{"amount":1}},{"tool":"Mail"},{"tool":"Refund","args":{"amount":2}},{"tool":"Mail"},{"tool":"Close"}]}',
    '{"id":"idle","tools":["Search","Close"]}',
  ].join("\n")}\n`,
  'traces/<i>"100%" & more|`x`.json': JSON.stringify([
    {
      id: "</td></testcase>\n::error::forged\u0007\u202e",
      calls: [
        { tool: "Open <Case>", args: { __proto__x: "]]>" } },
        { tool: "DropTable", status: "denied" },
      ],
    },
    ["DropTable", "Decide", "Close"],
  ]),
  "traces/live.jsonl": '{"id":"running","tools":["Verify","Refund","Search"]}\n',
}

/** The one file whose sessions go on. */
const partial = new Set(["traces/live.jsonl"])

/** A run of the golden traces over the golden policy: read and judged, never made up. */
export function goldenRun(): RunReport {
  const policy = Policy.parse(goldenPolicy, { filename: goldenPolicyFile })
  return runOver(policy, goldenPolicy, goldenPolicyFile, goldenTraces, partial)
}

/** Reads and judges the files as the command does; those in `partial` as sessions that go on. */
export function runOver(
  policy: Policy,
  text: string,
  file: string,
  traces: Readonly<Record<string, string>>,
  partial: ReadonlySet<string> = new Set(),
): RunReport {
  const tally = new Tally()
  const evaluations = Object.entries(traces).flatMap(([name, content]) =>
    readTraces(content, { filename: name }).traces.map((item) => {
      const evaluation = evaluate(policy, item, partial.has(name) ? "partial" : "complete")
      if (item.trace) tally.add(evaluation.verdict)
      else tally.addUnreadable()
      return evaluation
    }),
  )
  const diagnostics: readonly Diagnostic[] = policy.diagnostics
  return { policy: viewPolicy(policy, text, file), counts: tally.counts(), evaluations, diagnostics }
}

function evaluate(policy: Policy, { trace, extent, diagnostics, place }: ReadTrace, asked: Extent): Evaluation {
  const judgedAs = extent ?? asked
  if (!trace) return { verdict: unreadableVerdict(judgedAs, diagnostics), place }
  const judged = policy.evaluate(trace, { extent: judgedAs })
  const verdict = { ...judged, diagnostics: [...diagnostics, ...judged.diagnostics] }
  return { verdict, place, ...(verdict.violations.length > 0 && { trace }) }
}
