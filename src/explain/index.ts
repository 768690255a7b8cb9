export { TraceExplainer } from "./explainer.ts"
export type { Explanation, RuleChange, RuleEnd, Step } from "./model.ts"
