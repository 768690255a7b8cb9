export { renderBadge, renderBadgeSvg } from "./badge.ts"
export { baselineCoverageLine, coverageLine, diffLines, regressionLine } from "./baseline-lines.ts"
export { renderCoverage } from "./coverage.ts"
export { renderCoverageAnnotations } from "./coverage-annotations.ts"
export type { SourceOf } from "./diagnostics.ts"
export { renderDiagnostic } from "./diagnostics.ts"
export { type RuleGraph, renderDot, renderMermaid, renderMermaidPage, ruleGraphs, withVisits } from "./diagram/index.ts"
export { SourceText } from "./excerpt.ts"
export { ExplanationRenderer } from "./explanation.ts"
export { renderGitHubAnnotations } from "./github.ts"
export type { PolicyName } from "./json.ts"
export { explanationRecord, schemaVersion, summaryRecord, verdictRecord } from "./json.ts"
export { renderJUnit } from "./junit.ts"
export type { Document, ExplainedTrace, Limits } from "./page/index.ts"
export {
  baselineDiffDocument,
  commentLimits,
  coverageDocument,
  explanationDocument,
  pageLimits,
  renderHtml,
  renderMarkdown,
  runDocument,
} from "./page/index.ts"
export type { Page, Paint } from "./paint.ts"
export { ansiPaint, plainPaint } from "./paint.ts"
export { renderFile, renderPlace } from "./place.ts"
export type { PolicyView, RuleView } from "./policy-view.ts"
export { viewPolicy } from "./policy-view.ts"
export type { Evaluation, ReportOptions, RunReport, RunReportOptions } from "./run-report.ts"
export { runReport } from "./run-report.ts"
export { renderSarif } from "./sarif.ts"
export { boundedSummary } from "./step-summary.ts"
export { renderRuleTable, renderVerdictLine } from "./summary.ts"
export type { RuleCounts, RunCounts } from "./tally.ts"
export { Tally } from "./tally.ts"
export { clip, count, escapeText, padRight, textWidth, wrap } from "./text.ts"
export { renderTraceLine, VerdictRenderer } from "./verdict.ts"
export { WaterfallRenderer } from "./waterfall.ts"
