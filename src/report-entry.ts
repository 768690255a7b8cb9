/** Reports as text: pure functions of verdicts, explanations and coverage, the same on every runtime. */
export type { BaselineDiff } from "./baseline/index.ts"
export type { CoverageReport } from "./coverage/index.ts"
export type { Explanation } from "./explain/index.ts"
export type {
  Document,
  Evaluation,
  ExplainedTrace,
  Limits,
  Omitted,
  PolicyView,
  ReportOptions,
  RuleGraph,
  RuleView,
  RunCounts,
  RunReport,
  RunReportOptions,
} from "./report/index.ts"
export {
  baselineDiffDocument,
  boundedSummary,
  commentLimits,
  coverageDocument,
  coverageLine,
  diffLines,
  explanationDocument,
  pageLimits,
  renderBadge,
  renderBadgeSvg,
  renderCoverageAnnotations,
  renderDot,
  renderGitHubAnnotations,
  renderHtml,
  renderJUnit,
  renderMarkdown,
  renderMermaid,
  renderMermaidPage,
  renderSarif,
  ruleGraphs,
  runDocument,
  runReport,
  viewPolicy,
  withVisits,
} from "./report/index.ts"
