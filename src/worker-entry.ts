// The subpath `assay/worker`: the module that the Web Workers of a `JudgePool` run.
import { serveJobs } from "./judge/job-worker.ts"
import { type BlobLike, blobBytes } from "./judge/judge-pool.ts"

interface WorkerScope {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void
}

const scope = globalThis as unknown as WorkerScope
const take = serveJobs<BlobLike>(blobBytes, (answer, transfer) => scope.postMessage(answer, transfer))
scope.addEventListener("message", ({ data }) => take(data))
