import type { Diagnostic, Position } from "../diagnostic/index.ts"
import { placeOf } from "../trace/read-trace.ts"
import { packedHead, unreadableVerdict, type Verdict } from "../verdict/index.ts"
import type { Court } from "./court.ts"
import type { JobNote, JobResult } from "./job.ts"
import type { JudgedTrace } from "./trace-judge.ts"
import { traceIn } from "./unit-judge.ts"

/** How much of an input stands before a part of it: what is added to the numbers that the part counts. */
export interface Offset {
  readonly lines: number
  readonly codeUnits: number
}

/** The verdicts of a job's result, in order, with what can be said of their traces. */
export function* verdictsIn(
  court: Court,
  result: JobResult,
  offset: Offset,
  file: string | undefined,
): Generator<readonly [Verdict, JudgedTrace]> {
  const { words, ids, notes, known, knownFrom } = result
  const detection = known && { format: known.format, container: known.container, evidence: known.evidence }
  let at = 0
  let next = 0
  for (let index = 0; index < ids.length; index++) {
    const note = notes[next]?.index === index ? notes[next++] : undefined
    const { isReadable, isPartial, line, calls, rulesAt, end } = packedHead(words, at)
    const id = ids[index] ?? undefined
    const diagnostics = note ? note.diagnostics.map((finding) => shifted(finding, offset)) : none
    const extent = isPartial ? "partial" : "complete"
    const facts = { id, extent, calls, diagnostics } as const
    const verdict = isReadable ? court.assembly.unpacked(words, rulesAt, facts) : unreadableVerdict(extent, diagnostics)
    const place = shiftedPlace(note, line, offset, file)
    yield [
      verdict,
      new SentTrace({ isReadable, place, detection: index >= knownFrom ? detection : undefined }, note, calls),
    ]
    at = end
  }
}

const none: readonly Diagnostic[] = Object.freeze([])

/** What another thread has sent of a trace. */
class SentTrace implements JudgedTrace {
  readonly isReadable: boolean
  readonly place: JudgedTrace["place"]
  readonly detection: JudgedTrace["detection"]
  readonly #note: JobNote | undefined
  readonly #calls: number

  constructor(said: Omit<JudgedTrace, "trace">, note: JobNote | undefined, calls: number) {
    this.isReadable = said.isReadable
    this.place = said.place
    this.detection = said.detection
    this.#note = note
    this.#calls = calls
  }

  get trace(): JudgedTrace["trace"] {
    const trace = this.#note?.trace
    return trace instanceof Uint8Array ? traceIn(trace, this.#calls) : trace
  }
}

function shiftedPlace(
  note: JobNote | undefined,
  line: number,
  offset: Offset,
  file: string | undefined,
): JudgedTrace["place"] {
  const place = note?.place
  if (place === undefined) return placeOf(file, { line: line + offset.lines })
  return place.line === undefined ? place : { ...place, line: place.line + offset.lines }
}

/** A finding as it is to be told of the whole input. */
export function shifted(finding: Diagnostic, { lines, codeUnits }: Offset): Diagnostic {
  const { range } = finding
  if (range === undefined || (lines === 0 && codeUnits === 0)) return finding
  const move = ({ line, column, offset }: Position): Position => ({
    line: line + lines,
    column,
    offset: offset + codeUnits,
  })
  return { ...finding, range: { start: move(range.start), end: move(range.end) } }
}
