import type { Verdict } from "../verdict/index.ts"
import type { EvaluateBytesOptions } from "./byte-judge.ts"
import { ByteJudge } from "./byte-judge.ts"
import { pulled } from "./channel.ts"
import { ByteSession, optionsFor } from "./evaluate-bytes.ts"
import type { ReadBytes } from "./job.ts"
import { JobPool, type WorkerPort } from "./job-pool.ts"
import { type JudgedInput, judgeInputs } from "./parallel.ts"
import type { Program } from "./program.ts"
import { type Rest, RestJudge } from "./rest-judge.ts"

/** What is needed of a `Blob` or `File`. */
export interface BlobLike {
  readonly size: number
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> }
}

/** What is needed of a `Worker`. */
export interface WorkerLike {
  postMessage(message: unknown): void
  addEventListener(type: string, listener: (event: never) => void): void
  terminate(): void
}

/** How many workers there are to be. */
export interface JudgePoolOptions {
  /** Workers at most. Default: one for each core, at most 8. */
  readonly jobs?: number
}

const piece = 1 << 20
const smallPiece = 1 << 16
const mostJobs = 8

/** The bytes of a blob in pieces, the next of which is read while one is looked at. */
export function blobBytes(blob: BlobLike): ReadBytes {
  return async function* read(from, to) {
    const end = Math.min(to, blob.size)
    const size = to > blob.size && from > 0 ? smallPiece : piece
    const at = (start: number): Promise<ArrayBuffer> | undefined =>
      start < end ? blob.slice(start, Math.min(start + size, end)).arrayBuffer() : undefined
    let coming = at(from)
    for (let start = from; coming !== undefined; start += size) {
      const bytes: ArrayBuffer = await coming
      coming = at(start + size)
      yield new Uint8Array(bytes)
    }
    await coming
  }
}

/**
 * Judges blobs by Web Workers, in the order in which they are given: JSONL of any size in parts, and each verdict as
 * `evaluateBytes` gives it. `open` starts a worker that runs the module `assay/worker`, in a page most often
 * `() => new Worker(new URL("assay/worker", import.meta.url), { type: "module" })`. `close` ends the workers.
 */
export class JudgePool {
  readonly #program: Program
  readonly #jobs: number
  readonly #pool: JobPool<BlobLike>

  constructor(program: Program, open: () => WorkerLike, { jobs = cores() }: JudgePoolOptions = {}) {
    if (!Number.isInteger(jobs) || jobs < 1) throw new TypeError(`jobs must be a whole number from 1, not ${jobs}`)
    this.#program = program
    this.#jobs = jobs
    this.#pool = new JobPool(() => portOf(open()), jobs, { program: program.toBytes() })
  }

  /** The verdicts on the traces in a blob, or in several, one after the other. */
  evaluate(blobs: BlobLike | readonly BlobLike[], options: EvaluateBytesOptions = {}): AsyncIterable<Verdict> {
    const checked = optionsFor(this.#program, options)
    const all = (Array.isArray(blobs) ? blobs : [blobs]) as readonly BlobLike[]
    const inputs = all.map((source) => ({ source, size: source.size, options: named(checked, source) }))
    const settings = { pool: this.#pool, jobs: this.#jobs }
    return pulled<Verdict>((put) =>
      judgeInputs(this.#program, inputs, settings, {
        take: put,
        progress: () => undefined,
        alone: (input, rest) => this.#alone(input, rest, put),
      }),
    )
  }

  async #alone(
    { source, options }: JudgedInput<BlobLike>,
    rest: Rest | undefined,
    put: (verdict: Verdict) => Promise<void> | undefined,
  ): Promise<void> {
    const session = new ByteSession(this.#program, options, (court) =>
      rest === undefined ? new ByteJudge(court, options) : new RestJudge(court, options, rest),
    )
    const take = async (): Promise<void> => {
      for (let verdict = session.next(); verdict !== undefined; verdict = session.next()) {
        const pause = put(verdict)
        if (pause !== undefined) await pause
      }
    }
    try {
      for await (const chunk of blobBytes(source)(rest === undefined ? 0 : rest.firstByte - 1, source.size)) {
        session.push(chunk)
        await take()
        if (session.isDone) return
      }
      session.end()
      await take()
    } finally {
      session.close()
    }
  }

  /** Ends the workers. */
  async close(): Promise<void> {
    await this.#pool.close()
  }
}

/** A `File` is known by its name, as a path is. */
function named(options: EvaluateBytesOptions, blob: BlobLike & { readonly name?: unknown }): EvaluateBytesOptions {
  return options.filename === undefined && typeof blob.name === "string" ? { ...options, filename: blob.name } : options
}

function portOf(worker: WorkerLike): WorkerPort {
  return {
    post: (message) => worker.postMessage(message),
    listen(take, fail) {
      worker.addEventListener("message", (event: { readonly data: unknown }) => take(event.data))
      worker.addEventListener("messageerror", () => fail(new Error("a worker's answer could not be read")))
      worker.addEventListener("error", (event: { readonly message?: string }) => {
        fail(new Error(event.message ?? "a worker could not be started"))
      })
    },
    close() {
      worker.terminate()
      return undefined
    },
  }
}

function cores(): number {
  const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } }
  return Math.min(mostJobs, navigator?.hardwareConcurrency ?? 4)
}
