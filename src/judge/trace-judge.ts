import type { Extent, ReadTrace, Trace, TraceDetection, TracePlace } from "../trace/index.ts"
import { unreadableVerdict, type Verdict } from "../verdict/index.ts"
import type { Court } from "./court.ts"
import { evaluate } from "./evaluate.ts"

/** Judges an input that arrives in chunks. What it says of a trace holds until `next` is called again. */
export interface TraceJudge {
  /** More of the input; only when `next` asked for it. The bytes must not change until it asks again. */
  push(chunk: Uint8Array): void
  /** The input ends. */
  end(): void
  /** The verdict on the next trace, or on what cannot be read. Undefined: more input is needed, or there is no more. */
  next(): Verdict | undefined
  /** Nothing comes any more, whatever more there is of the input. */
  readonly isDone: boolean
  /** Whether the verdict is one on a trace, and not on what cannot be read. */
  readonly isReadable: boolean
  /** Where that trace stands. */
  readonly place: TracePlace
  /** What the input was taken for; absent as long as nothing in it was recognised. */
  readonly detection: TraceDetection | undefined
  /** The trace itself, read when asked for; absent where it could not be read. */
  readonly trace: Trace | undefined
}

/** What a judge says of the trace that its last verdict is on. */
export type JudgedTrace = Pick<TraceJudge, "isReadable" | "place" | "detection" | "trace">

/** Traces that the host has read, to be judged one by one. */
export class ReadTraces {
  readonly #court: Court
  readonly #extent: Extent
  #items: readonly ReadTrace[] = []
  #next = 0

  constructor(court: Court, extent: Extent) {
    this.#court = court
    this.#extent = extent
  }

  /** Only when all were judged that were handed over before. */
  set(items: readonly ReadTrace[]): undefined {
    this.#items = items
    this.#next = 0
  }

  get isDone(): boolean {
    return this.#next === this.#items.length
  }

  /** The verdict on the next one, which is `item` then. */
  next(): Verdict | undefined {
    if (this.#next === this.#items.length) return undefined
    return judgeRead(this.#court, this.#items[this.#next++] as ReadTrace, this.#extent)
  }

  get item(): ReadTrace | undefined {
    return this.#items[this.#next - 1]
  }

  get isReadable(): boolean {
    return this.item?.trace !== undefined
  }
}

/** The verdict on what was read of an input, the diagnostics of reading among its own. */
export function judgeRead(court: Court, { trace, extent, diagnostics }: ReadTrace, asked: Extent): Verdict {
  const judgedAs = extent ?? asked
  if (trace === undefined) return unreadableVerdict(judgedAs, diagnostics)
  const judged = evaluate(court, trace, judgedAs)
  return diagnostics.length === 0 ? judged : { ...judged, diagnostics: [...diagnostics, ...judged.diagnostics] }
}
