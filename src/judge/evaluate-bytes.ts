import { CoreTrapError } from "../core/index.ts"
import type { Verdict } from "../verdict/index.ts"
import { ByteJudge, type EvaluateBytesOptions } from "./byte-judge.ts"
import { type ByteStream, chunksOf, isByteStream } from "./byte-stream.ts"
import type { Court } from "./court.ts"
import { borrowCourt, extentOf, imageOf, type Program, returnCourt } from "./program.ts"
import type { JudgedTrace, TraceJudge } from "./trace-judge.ts"

/** As for bytes that are all there. */
export interface EvaluateStreamOptions extends EvaluateBytesOptions {
  /** Called after each chunk, with the bytes read so far. */
  readonly onProgress?: ((bytesRead: number) => void) | undefined
}

/** The verdicts on the traces in `bytes`, each judged when it is asked for. */
export function evaluateBytes(program: Program, bytes: Uint8Array, options: EvaluateBytesOptions): Generator<Verdict> {
  if (typeof bytes === "string") {
    throw new TypeError("evaluateBytes takes UTF-8, not a string: new TextEncoder().encode(text) makes it")
  }
  if (!(bytes instanceof Uint8Array)) {
    throw new TypeError("evaluateBytes takes a Uint8Array; new Uint8Array(buffer) makes one of an ArrayBuffer")
  }
  return verdictsOn(program, bytes, optionsFor(program, options))
}

function* verdictsOn(program: Program, bytes: Uint8Array, options: EvaluateBytesOptions): Generator<Verdict> {
  const session = new ByteSession(program, options)
  try {
    session.push(bytes)
    session.end()
    for (let verdict = session.next(); verdict !== undefined; verdict = session.next()) yield verdict
  } finally {
    session.close()
  }
}

/** The verdicts on the traces of a stream. It is pulled: what is not asked for is not read. */
export function evaluateStream(
  program: Program,
  stream: ByteStream | AsyncIterable<Uint8Array>,
  options: EvaluateStreamOptions,
): AsyncGenerator<Verdict> {
  if (!isByteStream(stream)) {
    throw new TypeError("evaluateStream takes a ReadableStream or another async iterable of Uint8Array")
  }
  return verdictsOf(program, stream, optionsFor(program, options))
}

async function* verdictsOf(
  program: Program,
  stream: ByteStream | AsyncIterable<Uint8Array>,
  options: EvaluateStreamOptions,
): AsyncGenerator<Verdict> {
  const session = new ByteSession(program, options)
  let read = 0
  try {
    for await (const chunk of chunksOf(stream)) {
      if (!(chunk instanceof Uint8Array))
        throw new TypeError("evaluateStream takes a stream of Uint8Array, not of text")
      read += chunk.length
      options.onProgress?.(read)
      session.push(chunk)
      for (let verdict = session.next(); verdict !== undefined; verdict = session.next()) yield verdict
      if (session.isDone) return
    }
    session.end()
    for (let verdict = session.next(); verdict !== undefined; verdict = session.next()) yield verdict
  } finally {
    session.close()
  }
}

/** The options, checked, with the defaults that the policy gives. Throws `TypeError`. */
export function optionsFor<Options extends EvaluateBytesOptions>(program: Program, options: Options): Options {
  const { format, validate, maxTraceBytes = imageOf(program).info.limits.traceBytes } = options
  if (format !== undefined && format !== "json" && format !== "jsonl")
    throw new TypeError(`format must be "json" or "jsonl", not ${JSON.stringify(format)}`)
  if (validate !== undefined && validate !== "shape" && validate !== "full")
    throw new TypeError(`validate must be "shape" or "full", not ${JSON.stringify(validate)}`)
  return { ...options, extent: extentOf(options), maxTraceBytes }
}

/**
 * One input on its way through a court of its own, so that others may be judged by the same program in between. A
 * failure of the core becomes a `CoreTrapError` and closes the court.
 */
export class ByteSession {
  readonly #program: Program
  readonly #court: Court
  readonly #judge: TraceJudge
  #isSound = true
  #isClosed = false

  constructor(
    program: Program,
    options: EvaluateBytesOptions,
    judge = (court: Court): TraceJudge => new ByteJudge(court, options),
  ) {
    this.#program = program
    this.#court = borrowCourt(program)
    this.#judge = judge(this.#court)
  }

  push(chunk: Uint8Array): void {
    this.#judge.push(chunk)
  }

  end(): void {
    this.#judge.end()
  }

  next(): Verdict | undefined {
    try {
      return this.#judge.next()
    } catch (cause) {
      this.#isSound = false
      throw new CoreTrapError("the core failed; nothing more was judged", { cause })
    }
  }

  get isDone(): boolean {
    return this.#judge.isDone
  }

  /** What is said of the trace that the last verdict is on, until `next`. */
  get current(): JudgedTrace {
    return this.#judge
  }

  /** The court is free for another input. */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    if (this.#isSound) returnCourt(this.#program, this.#court)
  }
}
