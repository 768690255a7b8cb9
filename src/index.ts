export type {
  BaselineCheck,
  BaselineData,
  BaselineDiff,
  BaselineOptions,
  BaselineOrigin,
  DiffOptions,
  Direction,
} from "./baseline/index.ts"
export { Baseline, BaselineError, baselineDiffToJSON } from "./baseline/index.ts"
export { CoreLoadError, CoreTrapError } from "./core/index.ts"
export type {
  CoverageOptions,
  CoverageReport,
  CoverageSuite,
  CoveredPolicy,
  CoveredRule,
  CoveredTool,
  CoveredTransition,
  HighRiskGap,
  Merged,
  MergeOptions,
  RuleCoverage,
  ToolCoverage,
} from "./coverage/index.ts"
export { CoverageAnalyzer, coverageFromJSON, coverageToJSON, mergeCoverage } from "./coverage/index.ts"
export type { Diagnostic, DiagnosticCode, Position, Range } from "./diagnostic/index.ts"
export type { Edit, Explanation, Repair, RuleChange, RuleExplanation, RuleState, Step } from "./explain/index.ts"
export { TraceExplainer } from "./explain/index.ts"
export type { Answer, CheckedCall, Decision, DecisionKind, GuardFault, GuardOptions } from "./guard/index.ts"
export { Guard } from "./guard/index.ts"
export type {
  ByteStream,
  ByteStreamReader,
  EvaluateBytesOptions,
  EvaluateOptions,
  EvaluateStreamOptions,
  PolicyCheck,
  PolicyOptions,
} from "./judge/index.ts"
export { Policy, PolicyError, Program } from "./judge/index.ts"
export type { PolicyDocument, Rule } from "./policy/index.ts"
export type { RuleInfo } from "./program/index.ts"
export type { Call, CallInput, CallStatus, Extent, Trace, TraceInput } from "./trace/index.ts"
export type { Outcome, RuleVerdict, Verdict, Violation } from "./verdict/index.ts"
export { verdictToJSON } from "./verdict/index.ts"
