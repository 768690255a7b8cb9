import { type Diagnostic, diagnostic, type Range } from "../diagnostic/index.ts"
import { detectFormat, undetected } from "./detect.ts"
import type { TraceFormat } from "./formats/index.ts"
import type { JsonFault } from "./json-fault.ts"
import { maxDepth, parseJson } from "./json-text.ts"
import { encodingHint } from "./line-faults.ts"
import { FormatMemory, placed, placeOf, type ReadSettings, type ReadTrace, unreadable } from "./read-trace.ts"
import { pointerTo } from "./shape.ts"
import { countCodeUnits, decodeUtf8, findUtf8Fault, withoutByteOrderMark } from "./utf8.ts"

export interface DocumentReading {
  readonly traces: readonly ReadTrace[]
  /** The text is not JSON: if it is JSONL instead, it may be read so. */
  readonly notJson: boolean
}

/** Reads one JSON document: a trace, or an array of traces. `format`: the one that the caller named. */
export function readDocument(
  bytes: Uint8Array,
  settings: ReadSettings,
  format: TraceFormat | undefined,
): DocumentReading {
  return new DocumentReader(settings, format).read(withoutByteOrderMark(bytes))
}

class DocumentReader {
  readonly #settings: ReadSettings
  readonly #memory: FormatMemory

  constructor(settings: ReadSettings, format: TraceFormat | undefined) {
    this.#settings = settings
    this.#memory = new FormatMemory("json", format)
  }

  read(bytes: Uint8Array): DocumentReading {
    const { traces, notJson } = this.#read(bytes)
    return { traces: this.#memory.tell(traces), notJson }
  }

  #read(bytes: Uint8Array): { traces: ReadTrace[]; notJson: boolean } {
    const text = decodeUtf8(bytes)
    if (text === undefined) return { traces: [this.#refuse(notText(bytes))], notJson: true }
    if (/^[ \t\r\n]*$/.test(text)) return { traces: [this.#refuse(nothing())], notJson: false }
    const parsed = parseJson(text)
    if (parsed.kind === "value") return { traces: this.#whole(parsed.value).items, notJson: false }
    if (parsed.kind === "too-deep") return { traces: [this.#refuse(tooDeep())], notJson: false }
    return { traces: [...this.#before(parsed.fault, text), this.#refuse(notJson(parsed.fault, text))], notJson: true }
  }

  /** `one`: the document is one trace (or several that one format read), not an array of them. */
  #whole(value: unknown): { items: ReadTrace[]; one: boolean } {
    if (Array.isArray(value) && value.length === 0) return { items: [this.#emptyArray()], one: true }
    const { named, format } = this.#memory
    if (named && format) return this.#named(format, value)
    const detection = detectFormat(value, undefined)
    if (detection.kind === "found") {
      this.#memory.found(detection.format, detection.evidence)
      return { items: this.#place(detection.format, value, ""), one: true }
    }
    const items = Array.isArray(value) && detection.kind === "unknown" ? this.#elements(value) : []
    if (this.#memory.format) return { items, one: false }
    return { items: [this.#refuse(undetected(value, detection, ""))], one: false }
  }

  /** The named format reads the document or, where that is an array it does not know, each element. */
  #named(format: TraceFormat, value: unknown): { items: ReadTrace[]; one: boolean } {
    if (!Array.isArray(value) || format.probe(value)) return { items: this.#place(format, value, ""), one: true }
    const items = value.flatMap((element, k) => this.#place(format, element, pointerTo("", k)))
    return { items, one: false }
  }

  #elements(list: readonly unknown[]): ReadTrace[] {
    return list.flatMap((element, k) => {
      const pointer = pointerTo("", k)
      const detection = detectFormat(element, this.#memory.format)
      if (detection.kind !== "found") return [this.#refuse(undetected(element, detection, pointer), pointer)]
      this.#memory.found(detection.format, `element ${k}: ${detection.evidence}`)
      return this.#place(detection.format, element, pointer)
    })
  }

  /** What stands before a fault in a top-level array: traces, or the first calls of one, which is then partial. */
  #before(fault: JsonFault, text: string): ReadTrace[] {
    if (fault.elementsEnd === 0) return []
    const parsed = parseJson(`${text.slice(0, fault.elementsEnd)}]`)
    if (parsed.kind !== "value") return []
    const { items, one } = this.#whole(parsed.value)
    if (!this.#memory.format) return []
    return one ? items.map((item) => (item.trace ? { ...item, extent: "partial" as const } : item)) : items
  }

  #place(format: TraceFormat, value: unknown, pointer: string): ReadTrace[] {
    return format
      .read(value, pointer)
      .map((reading) => placed(reading, placeOf(this.#settings.file, { pointer: reading.pointer })))
  }

  /** An empty array is a trace without calls, and just as well a list without traces: it is judged, and said. */
  #emptyArray(): ReadTrace {
    const finding = diagnostic("no-traces", "The array is empty: it is read as one trace without calls.", {
      severity: "warning",
      path: "",
    })
    return { trace: { calls: [] }, ...unreadable(finding, placeOf(this.#settings.file, { pointer: "" })) }
  }

  #refuse(finding: Diagnostic, pointer = ""): ReadTrace {
    return unreadable(finding, placeOf(this.#settings.file, { pointer }))
  }
}

function nothing(): Diagnostic {
  return diagnostic("no-traces", "Expected at least one trace; the input is empty.", {
    hint: 'A trace without calls is written `[]` or `{"calls": []}`.',
  })
}

function tooDeep(): Diagnostic {
  return diagnostic("too-deep", `Arrays and objects may nest ${maxDepth} deep at most; here they nest deeper.`)
}

function notJson(fault: JsonFault, text: string): Diagnostic {
  const range = rangeAt(text, fault.offset, fault.truncated ? 0 : 1)
  if (fault.truncated) {
    return diagnostic("truncated-input", `The document ends too early: expected ${fault.expected}.`, {
      range,
      hint: "It was cut off, or is still being written. What stands complete before the end is judged.",
    })
  }
  return diagnostic("invalid-json", `Expected ${fault.expected}, found ${fault.found}.`, {
    range,
    hint: "Elements of an array before this place are judged; what comes after cannot be read.",
  })
}

function notText(bytes: Uint8Array): Diagnostic {
  const fault = findUtf8Fault(bytes)
  if (!fault) return diagnostic("trace-too-large", "The document is larger than a text can be.", { hint: "Use JSONL." })
  const before = bytes.subarray(0, fault.offset)
  const lineStart = before.lastIndexOf(10) + 1
  const column = countCodeUnits(before.subarray(lineStart)) + 1
  const line = before.reduce((lines, byte) => (byte === 10 ? lines + 1 : lines), 1)
  const start = { line, column, offset: countCodeUnits(before) }
  const range = { start, end: { line, column: column + 1, offset: start.offset + 1 } }
  if (fault.truncated) {
    return diagnostic("truncated-input", "The document ends inside a character: it was cut off.", { range })
  }
  const byte = (bytes[fault.offset] ?? 0).toString(16).toUpperCase().padStart(2, "0")
  const message = `Expected UTF-8; the byte at offset ${fault.offset}, 0x${byte}, does not belong there.`
  return diagnostic("invalid-utf8", message, { range, hint: encodingHint(bytes) })
}

function rangeAt(text: string, offset: number, width: number): Range {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1
  let line = 1
  for (let at = text.indexOf("\n"); at >= 0 && at < lineStart; at = text.indexOf("\n", at + 1)) line++
  const column = offset - lineStart + 1
  return { start: { line, column, offset }, end: { line, column: column + width, offset: offset + width } }
}
