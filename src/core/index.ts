export { CoreLoadError } from "./binary.ts"
export { CoreTrapError, Machine } from "./machine.ts"
