import { type Diagnostic, diagnostic } from "../diagnostic/index.ts"
import { Findings } from "./findings.ts"
import type { Piece } from "./formats/format.ts"
import type { Trace } from "./model.ts"
import { TraceBuilder } from "./trace-builder.ts"

/** Where a piece stands. `size` is its length in bytes, 0 where memory is bounded elsewhere. */
export interface PieceOrigin<Place> {
  readonly place: Place
  readonly pointer: string
  readonly size: number
  /** Completes a diagnostic of this piece with its place. */
  readonly locate: (finding: Diagnostic) => Diagnostic
}

/** A trace put together, or given up (`trace` absent). `place` is that of its first piece. */
export interface Assembled<Place> {
  readonly trace?: Trace
  readonly diagnostics: readonly Diagnostic[]
  readonly place: Place
}

interface OpenTrace<Place> {
  readonly builder: TraceBuilder
  readonly findings: Findings
  readonly id: string | undefined
  readonly place: Place
  size: number
}

/**
 * Traces whose calls are spread over lines, sessions interleaved. What is open is held in memory, in all at most
 * `maxHeld` bytes of lines and for one trace `maxTrace`; a trace beyond that is given up with `trace-too-large`.
 */
export class Assembly<Place> {
  readonly #open = new Map<string, OpenTrace<Place>>()
  readonly #lost = new Set<string>()
  readonly #maxTrace: number
  readonly #maxHeld: number
  #held = 0

  constructor(maxTrace: number, maxHeld: number) {
    this.#maxTrace = maxTrace
    this.#maxHeld = maxHeld
  }

  /** Adds a piece; returns the trace that it ends or makes too large. */
  add(piece: Piece, origin: PieceOrigin<Place>): Assembled<Place> | undefined {
    if (this.#lost.has(piece.group)) {
      if (piece.ends) this.#lost.delete(piece.group)
      return undefined
    }
    const trace = this.#traceOf(piece, origin)
    trace.size += origin.size
    this.#held += origin.size
    if (trace.size > this.#maxTrace || this.#held > this.#maxHeld) return this.#giveUp(piece, trace)
    for (const { call, stepName } of piece.calls) trace.builder.call(call, stepName)
    for (const finding of piece.diagnostics) trace.findings.take(origin.locate(finding))
    for (const answer of piece.answers) {
      const orphan = trace.builder.answer(answer, origin.pointer)
      if (orphan) trace.findings.take(origin.locate(orphan))
    }
    return piece.ends ? this.#close(piece.group, trace) : undefined
  }

  /** The traces that no piece has ended, in the order in which they began. */
  finish(): Assembled<Place>[] {
    return [...this.#open].map(([group, trace]) => this.#close(group, trace))
  }

  #traceOf(piece: Piece, origin: PieceOrigin<Place>): OpenTrace<Place> {
    const known = this.#open.get(piece.group)
    if (known) return known
    const { place } = origin
    const trace = { builder: new TraceBuilder(), findings: new Findings(), id: piece.id, place, size: 0 }
    this.#open.set(piece.group, trace)
    return trace
  }

  #close(group: string, trace: OpenTrace<Place>): Assembled<Place> {
    this.#forget(group, trace)
    return { trace: trace.builder.build(trace.id), diagnostics: trace.findings.list(), place: trace.place }
  }

  #giveUp(piece: Piece, trace: OpenTrace<Place>): Assembled<Place> {
    this.#forget(piece.group, trace)
    if (!piece.ends) this.#lost.add(piece.group)
    const own = trace.size > this.#maxTrace
    const message = own
      ? `A trace may take ${this.#maxTrace} bytes at most; the lines of this one take more.`
      : `The traces that are open at once may take ${this.#maxHeld} bytes at most; this one went beyond.`
    const hint = own
      ? "Raise `limits.trace_bytes` of the policy (`maxTraceBytes` in code), or record less."
      : "Write the lines of a trace together, or split the file."
    return { diagnostics: [diagnostic("trace-too-large", message, { hint })], place: trace.place }
  }

  #forget(group: string, trace: OpenTrace<Place>): void {
    this.#held -= trace.size
    this.#open.delete(group)
  }
}
