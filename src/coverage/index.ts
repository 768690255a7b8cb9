export { CoverageAnalyzer, type CoverageOptions } from "./analyzer.ts"
export { type Merged, type MergeOptions, mergeCoverage } from "./merge.ts"
export type {
  CoverageReport,
  CoveredPolicy,
  CoveredRule,
  CoveredTool,
  CoveredTransition,
  HighRiskGap,
  RuleCoverage,
  ToolCoverage,
} from "./model.ts"
export { CoverageSuite } from "./suite.ts"
export { coverageFromJSON, coverageToJSON } from "./wire.ts"
