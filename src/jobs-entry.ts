/** The subpath `assay/jobs`: judges large inputs by workers. */
export { type BlobLike, JudgePool, type JudgePoolOptions, type WorkerLike } from "./judge/judge-pool.ts"
