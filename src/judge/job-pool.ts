import type { Job, JobResult } from "./job.ts"

/** A worker as the pool sees it, whatever the runtime calls its kind. */
export interface WorkerPort {
  post(message: unknown): void
  /** `take` gets what the worker posts; `fail`, why it posts nothing more. */
  listen(take: (message: unknown) => void, fail: (reason: unknown) => void): void
  close(): Promise<unknown> | undefined
}

/** What goes to a worker first: the program to judge by. */
export interface PoolGreeting {
  readonly program: Uint8Array
}

/** What goes to it then. `source`: what the worker's side reads the input from. */
export interface PoolRequest<Source> {
  readonly id: number
  readonly job: Job
  readonly source: Source
}

export type PoolAnswer =
  | { readonly id: number; readonly result: JobResult }
  | { readonly id: number; readonly error: unknown }

interface Waiting<Source> {
  readonly request: PoolRequest<Source>
  readonly resolve: (result: JobResult) => void
  readonly reject: (reason: unknown) => void
}

interface Worker<Source> {
  readonly port: WorkerPort
  task: Waiting<Source> | undefined
}

/** Results that nobody has taken yet, at most, before workers pause; bytes. */
const mostHeld = 64 << 20

/**
 * Hands jobs to workers, each of which does one at a time. Workers are opened as there is work for them, and pause where
 * results come faster than they are taken.
 */
export class JobPool<Source> {
  readonly #open: () => WorkerPort
  readonly #most: number
  readonly #greeting: PoolGreeting
  readonly #workers: Worker<Source>[] = []
  readonly #waiting: Waiting<Source>[] = []
  #failure: { readonly reason: unknown } | undefined
  #next = 0
  #held = 0

  /** `most`: workers at most. */
  constructor(open: () => WorkerPort, most: number, greeting: PoolGreeting) {
    this.#open = open
    this.#most = most
    this.#greeting = greeting
  }

  /** Rejects when the job, or the worker that does it, fails. */
  run(job: Job, source: Source): Promise<JobResult> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request: { id: this.#next++, job, source }, resolve, reject })
      this.#start()
    })
  }

  #start(): void {
    while (this.#waiting.length > 0) {
      if (this.#failure !== undefined) this.#waiting.shift()?.reject(this.#failure.reason)
      else {
        // One works whatever is held: what it does may be what is waited for.
        if (this.#held > mostHeld && this.#workers.some(({ task }) => task !== undefined)) return
        const idle = this.#workers.find(({ task }) => task === undefined) ?? this.#another()
        if (idle === undefined) return
        idle.task = this.#waiting.shift()
        idle.port.post(idle.task?.request)
      }
    }
  }

  #another(): Worker<Source> | undefined {
    if (this.#workers.length >= this.#most) return undefined
    const worker: Worker<Source> = { port: this.#open(), task: undefined }
    worker.port.listen(
      (message) => this.#answered(worker, message as PoolAnswer),
      (reason) => this.#failed(worker, reason),
    )
    worker.port.post(this.#greeting)
    this.#workers.push(worker)
    return worker
  }

  #answered(worker: Worker<Source>, answer: PoolAnswer): void {
    const { task } = worker
    if (task === undefined || task.request.id !== answer.id) return
    worker.task = undefined
    if ("error" in answer) task.reject(answer.error)
    else {
      this.#held += sizeOf(answer.result)
      task.resolve(answer.result)
    }
    this.#start()
  }

  /** A result that `run` gave is no longer held. */
  release(result: JobResult): void {
    this.#held -= sizeOf(result)
    this.#start()
  }

  /** A worker that is gone is not replaced: what took it away would take the next one. */
  #failed(worker: Worker<Source>, reason: unknown): void {
    this.#failure ??= { reason }
    worker.task?.reject(reason)
    worker.task = undefined
    this.#start()
  }

  /** Ends all workers, whatever they are doing. */
  async close(): Promise<void> {
    this.#failure ??= { reason: new Error("the pool is closed") }
    await Promise.all(this.#workers.map(({ port }) => port.close()))
  }
}

/** About the bytes that a result takes. */
function sizeOf({ words, ids, notes }: JobResult): number {
  return words.byteLength + 64 * ids.length + notes.reduce((sum, note) => sum + (note.bytes ?? 256), 0)
}
