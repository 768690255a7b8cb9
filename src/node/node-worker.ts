// The file that worker threads run: it judges what the pool of the main thread hands out.
import { parentPort } from "node:worker_threads"
import { serveJobs } from "../judge/index.ts"
import { fileBytes, tailBytes } from "./file-bytes.ts"

const port = parentPort
if (port !== null) {
  const take = serveJobs<string>(
    (path) => (from, to) =>
      from > 0 && to === Number.POSITIVE_INFINITY ? tailBytes(path, from) : fileBytes(path, { from, to }),
    (answer, transfer) => port.postMessage(answer, transfer),
  )
  port.on("message", take)
}
