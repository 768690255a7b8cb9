import { existsSync } from "node:fs"
import { availableParallelism } from "node:os"
import { pathToFileURL } from "node:url"
import { Worker } from "node:worker_threads"
import type { WorkerPort } from "../judge/index.ts"

/** Beside the bundles; from the sources, what was built of them. */
const places = ["./node-worker.js", "../../dist/node-worker.js"]

// There where the bundle is CommonJS, and has no `import.meta`.
declare const __filename: string | undefined

/** A worker thread that judges. */
export function threadPort(): WorkerPort {
  const here = typeof __filename === "string" ? pathToFileURL(__filename).href : import.meta.url
  const url = places.map((place) => new URL(place, here)).find((candidate) => existsSync(candidate))
  if (url === undefined) throw new Error("node-worker.js is missing: the package is not whole")
  const worker = new Worker(url)
  return {
    post: (message) => worker.postMessage(message),
    listen(take, fail) {
      worker.on("message", take)
      worker.on("error", fail)
      worker.on("messageerror", fail)
      worker.on("exit", (code) => fail(new Error(`a worker thread ended with ${code}`)))
    },
    close: () => worker.terminate(),
  }
}

/** Smaller runs are over before threads are of use; bytes. */
const worthThreads = 32 * 1024 * 1024
/** More threads than this wait for each other. */
const mostThreads = 8

/** How many threads are of use for so many bytes of files. Two cores are no faster than one: the main thread needs one too. */
export function usefulJobs(bytes: number): number {
  const cores = availableParallelism()
  return bytes > worthThreads && cores > 2 ? Math.min(mostThreads, cores) : 1
}
