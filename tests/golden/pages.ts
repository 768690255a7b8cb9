import { Baseline } from "../../src/baseline/index.ts"
import { CoverageAnalyzer, type CoverageReport } from "../../src/coverage/index.ts"
import { TraceExplainer } from "../../src/explain/index.ts"
import { Policy } from "../../src/index.ts"
import { coverageLine } from "../../src/report/index.ts"
import {
  baselineDiffDocument,
  type Comparison,
  commentLimits,
  coverageDocument,
  type Document,
  type ExplainedTrace,
  explanationDocument,
  type Limits,
  pageLimits,
  renderHtml,
  renderMarkdown,
  runDocument,
} from "../../src/report/page/index.ts"
import { viewPolicy } from "../../src/report/policy-view.ts"
import type { ReportOptions } from "../../src/report/run-report.ts"
import { readTraces, type Trace } from "../../src/trace/index.ts"
import { goldenPolicy, goldenPolicyFile, goldenRun, goldenTraces } from "./run.ts"

const options: ReportOptions = { version: "1.2.0" }

/** The pages of the golden run, by file: every document in both formats. */
export function goldenPages(): Readonly<Record<string, string>> {
  return {
    ...both("check", (limits) => runDocument(goldenRun(), limits)),
    ...both("coverage", (limits) => coverageDocument(goldenCoverage(), goldenComparison(), limits)),
    ...both("explain", (limits) => explanationDocument(goldenExplained(), goldenView(), limits)),
    ...both("baseline", (limits) => baselineDiffDocument(goldenComparison(), limits)),
  }
}

function both(name: string, document: (limits: Limits) => Document): Record<string, string> {
  return {
    [`${name}.md`]: renderMarkdown(document(commentLimits), options),
    [`${name}.html`]: renderHtml(document(pageLimits), options),
  }
}

const policy = Policy.parse(goldenPolicy, { filename: goldenPolicyFile })

function goldenView(): ReturnType<typeof viewPolicy> {
  return viewPolicy(policy, goldenPolicy, goldenPolicyFile)
}

function traces(): { readonly trace: Trace; readonly place: ExplainedTrace["place"] }[] {
  return Object.entries(goldenTraces).flatMap(([name, text]) =>
    readTraces(text, { filename: name }).traces.flatMap(({ trace, place }) => (trace ? [{ trace, place }] : [])),
  )
}

/** The traces of one file, against a threshold that they do not meet; nobody attempts what is denied. */
export function goldenCoverage(): CoverageReport {
  const suite = traces().map(({ trace }) => trace)
  return new CoverageAnalyzer(policy).analyze(suite.slice(0, 4), { threshold: 90 })
}

/** Against a baseline of other traces: some tools and rules are new, some are lost. */
export function goldenComparison(): Comparison {
  const before = new CoverageAnalyzer(policy).analyze([["Verify", "Refund", "FlagFraud", "Mail"], ["Open <Case>"]])
  const diff = Baseline.fromReport(before).diff(goldenCoverage())
  return { diff, line: coverageLine(diff) }
}

export function goldenExplained(): readonly ExplainedTrace[] {
  const explainer = new TraceExplainer(policy)
  return traces().map(({ trace, place }) => ({ explanation: explainer.explain(trace), trace, place }))
}
