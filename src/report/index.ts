export { baselineCoverageLine, coverageLine, diffLines, regressionLine } from "./baseline-lines.ts"
export { type RuleGraph, renderDot, renderMermaid, renderMermaidPage, ruleGraphs, withVisits } from "./diagram/index.ts"
export { SourceText } from "./excerpt.ts"
export type { PolicyName } from "./json.ts"
export { explanationRecord, schemaVersion, summaryRecord, verdictRecord } from "./json.ts"
export { renderBadge, renderBadgeSvg } from "./machine/badge.ts"
export { renderCoverageAnnotations } from "./machine/coverage-annotations.ts"
export { renderGitHubAnnotations } from "./machine/github.ts"
export { renderJUnit } from "./machine/junit.ts"
export { renderSarif } from "./machine/sarif.ts"
export { boundedSummary } from "./machine/step-summary.ts"
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
export type { Evaluation, Omitted, ReportOptions, RunReport, RunReportOptions } from "./run-report.ts"
export { nothingOmitted, runReport } from "./run-report.ts"
export type { RuleCounts, RunCounts } from "./tally.ts"
export { Tally } from "./tally.ts"
export { renderCoverage } from "./terminal/coverage.ts"
export type { SourceOf } from "./terminal/diagnostics.ts"
export { renderDiagnostic } from "./terminal/diagnostics.ts"
export { ExplanationRenderer } from "./terminal/explanation.ts"
export { renderRuleTable, renderVerdictLine } from "./terminal/summary.ts"
export { renderTraceLine, VerdictRenderer } from "./terminal/verdict.ts"
export { WaterfallRenderer } from "./terminal/waterfall.ts"
export { clip, count, escapeText, padRight, textWidth, wrap } from "./text.ts"
