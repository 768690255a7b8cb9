export { CoreLoadError } from "./binary.ts"
export type { CallFacts } from "./facts.ts"
export { CoreTrapError, Machine } from "./machine.ts"
export type { WindowDesk } from "./window-desk.ts"
