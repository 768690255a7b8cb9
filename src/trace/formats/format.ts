import type { Diagnostic } from "../../diagnostic/index.ts"
import type { Call, Trace } from "../model.ts"
import type { Answer } from "../trace-builder.ts"

/**
 * Why a value is taken for a format. `certain`: nothing else looks like this. `plausible`: it could be, and is, where
 * no other format is certain.
 */
export interface Evidence {
  readonly strength: "certain" | "plausible"
  /** What was seen, as a user would point at it: "`traj[5].tool_calls[0].function.arguments` is a string". */
  readonly text: string
}

/** One trace of a value, or one part of it that could not be read. */
export interface Reading {
  readonly trace?: Trace
  readonly extent?: "partial"
  readonly diagnostics: readonly Diagnostic[]
  /** JSON Pointer into the document, or into the line. */
  readonly pointer: string
}

/** A call of a piece; calls that follow each other under one `stepName` were made in parallel. */
export interface PieceCall {
  readonly call: Call
  readonly stepName?: string
}

/** A line that is a piece of a trace: calls and answers that other lines go on with. */
export interface Piece {
  /** Pieces of one group make one trace. */
  readonly group: string
  /** The id of the trace. */
  readonly id?: string | undefined
  readonly calls: readonly PieceCall[]
  readonly answers: readonly Answer[]
  /** No piece of this trace comes after this one. */
  readonly ends: boolean
  /** Warnings only. */
  readonly diagnostics: readonly Diagnostic[]
}

/** A piece of which something is wrong: the call it stands for is lost. */
export interface BrokenPiece {
  readonly broken: readonly Diagnostic[]
}

/** How traces are recorded somewhere, and how to read them. Formats are data: one object, no state. */
export interface TraceFormat {
  /** What `--from` calls it. */
  readonly name: string
  /** What it is, in a few words, for hints and docs. */
  readonly title: string
  /** Looks at one document, element or line, and says why it is of this format. Cheap, never throws. */
  probe(value: unknown): Evidence | undefined
  /** The traces of one document, element or line. `pointer` is where the value stands. Never throws. */
  read(value: unknown, pointer: string): readonly Reading[]
  /** A line as a piece of a trace; undefined where the line is a trace of its own, to be read by `read`. */
  piece?(value: unknown, pointer: string): Piece | BrokenPiece | undefined
}
