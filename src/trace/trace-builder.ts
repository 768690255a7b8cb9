import { type Diagnostic, diagnostic } from "../diagnostic/index.ts"
import type { Call, CallStatus, Trace } from "./model.ts"
import { quote } from "./shape.ts"

/** What a call gave, recorded apart from the call. `result` or `error` stands even where it is null. */
export interface Answer {
  readonly id?: string
  readonly tool?: string
  readonly result?: unknown
  readonly error?: unknown
  readonly status?: CallStatus
}

/**
 * Puts a trace together from calls and answers in the order in which they were recorded. An answer belongs to
 * the latest unanswered call of its id (semantics, section 1; ids repeat in real traces); without an id to the
 * earliest unanswered call of its tool, without either to the earliest unanswered call. Linear.
 */
export class TraceBuilder {
  readonly #calls: Call[] = []
  readonly #byId = new Map<string, number[]>()
  readonly #byTool = new Map<string, Queue>()
  readonly #all: Queue = { indices: [], head: 0 }
  #indexed = 0
  #step = -1
  #stepName: string | undefined

  /** Takes a call. Calls that follow each other under one `stepName` were made in parallel: they share a step. */
  call(call: Call, stepName?: string): void {
    this.#calls.push(stepName === undefined ? call : { ...call, step: this.#stepOf(stepName) })
  }

  /** Pairs an answer; the warning `orphan-result` where no call waits for it. `path` is the answer's place. */
  answer(answer: Answer, path: string): Diagnostic | undefined {
    this.#indexCalls()
    const index = answer.id === undefined ? this.#earliest(answer.tool) : this.#latest(answer.id)
    const call = index === undefined ? undefined : this.#calls[index]
    if (index === undefined || !call) return orphan(answer, path)
    const { id: _id, tool: _tool, ...given } = answer
    const status = given.status ?? (given.error === undefined ? "ok" : "error")
    this.#calls[index] = { ...call, ...given, status }
    return undefined
  }

  build(id: string | undefined): Trace {
    return id === undefined ? { calls: this.#calls } : { id, calls: this.#calls }
  }

  /** Only traces whose answers stand apart pay for the tables. */
  #indexCalls(): void {
    for (; this.#indexed < this.#calls.length; this.#indexed++) {
      const call = this.#calls[this.#indexed]
      if (!call || isAnswered(call)) continue
      if (call.id !== undefined) append(this.#byId, call.id, this.#indexed)
      const queue = this.#byTool.get(call.tool) ?? { indices: [], head: 0 }
      queue.indices.push(this.#indexed)
      this.#byTool.set(call.tool, queue)
      this.#all.indices.push(this.#indexed)
    }
  }

  #stepOf(name: string): number {
    if (name !== this.#stepName) this.#step++
    this.#stepName = name
    return this.#step
  }

  #latest(id: string): number | undefined {
    const waiting = this.#byId.get(id)
    for (let index = waiting?.pop(); index !== undefined; index = waiting?.pop()) {
      if (!isAnswered(this.#calls[index])) return index
    }
    return undefined
  }

  #earliest(tool: string | undefined): number | undefined {
    const queue = tool === undefined ? this.#all : this.#byTool.get(tool)
    if (!queue) return undefined
    while (isAnswered(this.#calls[queue.indices[queue.head] ?? -1])) queue.head++
    return queue.indices[queue.head]
  }
}

interface Queue {
  readonly indices: number[]
  head: number
}

function isAnswered(call: Call | undefined): boolean {
  return call?.status !== undefined && call.status !== "pending"
}

function append(lists: Map<string, number[]>, key: string, index: number): void {
  const list = lists.get(key)
  if (list) list.push(index)
  else lists.set(key, [index])
}

function orphan(answer: Answer, path: string): Diagnostic {
  const whose =
    answer.id !== undefined
      ? `the id ${quote(answer.id)}`
      : answer.tool !== undefined
        ? `the tool ${quote(answer.tool)}`
        : "any tool"
  return diagnostic("orphan-result", `A result came, but no unanswered call of ${whose} came before it.`, {
    severity: "warning",
    path,
    hint: "The result is left out. If the call was recorded elsewhere, put it before its result.",
  })
}
