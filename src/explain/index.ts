export { TraceExplainer } from "./explainer.ts"
export type { Edit, Explanation, Repair, RuleChange, RuleExplanation, RuleState, Step } from "./model.ts"
