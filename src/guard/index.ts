export type { Decision, DecisionKind, GuardFault } from "./decision.ts"
export type { Answer, CheckedCall, GuardOptions } from "./guard.ts"
export { Guard } from "./guard.ts"
