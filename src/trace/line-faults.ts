import { type Diagnostic, diagnostic, type Position, type Range } from "../diagnostic/index.ts"
import type { JsonFault } from "./json-fault.ts"
import { maxDepth } from "./json-text.ts"
import type { RawLine } from "./line-splitter.ts"
import { countCodeUnits, decodeLoosely, findUtf8Fault } from "./utf8.ts"

/** A line of an input: where it stands. All in UTF-16 code units. */
export interface LineSpan {
  /** From 1. */
  readonly line: number
  /** Before the line. */
  readonly offset: number
  readonly units: number
}

export function rangeOfLine({ line, offset, units }: LineSpan): Range {
  return { start: { line, column: 1, offset }, end: { line, column: units + 1, offset: offset + units } }
}

export function lineTooLarge(raw: RawLine, span: LineSpan, maxBytes: number): Diagnostic {
  return diagnostic("trace-too-large", `A line may take ${maxBytes} bytes at most; this one takes ${raw.size}.`, {
    range: rangeOfLine(span),
    hint: "Raise `limits.trace_bytes` of the policy (`maxTraceBytes` in code), or write its calls on lines of their own.",
  })
}

export function lineTooDeep(span: LineSpan): Diagnostic {
  return diagnostic("too-deep", `Arrays and objects may nest ${maxDepth} deep at most; here they nest deeper.`, {
    range: rangeOfLine(span),
  })
}

/** Bytes that are not UTF-8; on a last line that ends inside a character, an input that ends too early. */
export function lineNotUtf8(bytes: Uint8Array, span: LineSpan, last: boolean): Diagnostic {
  const fault = findUtf8Fault(bytes)
  const before = fault?.offset ?? 0
  const start = pointIn(span, countCodeUnits(bytes.subarray(0, before)))
  const range = { start, end: { ...start, column: start.column + 1, offset: start.offset + 1 } }
  if (last && fault?.truncated) return truncated("The input ends inside a character", range)
  const byte = (bytes[before] ?? 0).toString(16).toUpperCase().padStart(2, "0")
  const message = `Expected UTF-8; byte ${before + 1} of the line, 0x${byte}, does not belong there.`
  return diagnostic("invalid-utf8", message, { range, hint: encodingHint(bytes) })
}

/** A line that is not JSON; on a last line without line feed that only lacks its rest, an input that ends too early. */
export function lineNotJson(fault: JsonFault, span: LineSpan, last: boolean): Diagnostic {
  const start = pointIn(span, fault.offset)
  const width = fault.truncated ? 0 : 1
  const range = { start, end: { ...start, column: start.column + width, offset: start.offset + width } }
  if (last && fault.truncated) return truncated("The last line ends too early", range)
  return diagnostic("invalid-json", `Expected ${fault.expected}, found ${fault.found}.`, {
    range,
    hint: "Each line of JSONL must be one whole JSON text.",
  })
}

function truncated(what: string, range: Range): Diagnostic {
  return diagnostic("truncated-input", `${what}: it was cut off, or is still being written.`, {
    range,
    hint: "Traces whose calls stand on the lines before it are judged as partial.",
  })
}

function pointIn(span: LineSpan, units: number): Position {
  return { line: span.line, column: units + 1, offset: span.offset + units }
}

export function encodingHint(bytes: Uint8Array): string {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return "This is gzip: decompress it first."
  if (decodeLoosely(bytes.subarray(0, 64)).includes("\u0000"))
    return "This looks like UTF-16 or a binary file: save it as UTF-8."
  return "Save the file as UTF-8."
}
