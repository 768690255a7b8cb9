export { type FileVerdict, type JudgeFilesOptions, judgeFiles } from "./judge-files.ts"
export { loadPolicy } from "./load-policy.ts"
export { type ReadFilesOptions, type ReadTrace, readTraces } from "./read-traces.ts"
