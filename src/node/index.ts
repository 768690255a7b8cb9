export { loadPolicy } from "./load-policy.ts"
export { type ReadFilesOptions, type ReadTrace, readTraces } from "./read-traces.ts"
