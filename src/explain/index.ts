export { TraceExplainer } from "./explainer.ts"
export type { Explanation, RuleChange, Step } from "./model.ts"
