import { type Diagnostic, diagnostic } from "../diagnostic/index.ts"
import { guessContainer, lookBytes } from "./container.ts"
import { formatNamed } from "./detect.ts"
import { readDocument } from "./document-reader.ts"
import type { TraceFormat } from "./formats/index.ts"
import { LineReader } from "./line-reader.ts"
import { LineSplitter } from "./line-splitter.ts"
import { isPolicyText, policyHint } from "./policy-look.ts"
import {
  type Container,
  placeOf,
  type ReadOptions,
  type ReadSettings,
  type ReadTrace,
  settingsOf,
  unreadable,
} from "./read-trace.ts"
import { copyOf, decodeLoosely, encodeUtf8, withoutByteOrderMark } from "./utf8.ts"

/** A whole input, read. */
export interface TracesReading {
  readonly container: Container
  /** Absent where no format was found. */
  readonly format?: string
  readonly evidence?: string
  /** One item for each trace and for each part that cannot be read. Never empty. */
  readonly traces: readonly ReadTrace[]
  /** The diagnostics of all items, in order. */
  readonly diagnostics: readonly Diagnostic[]
}

/** What an input is, found out before it is read. */
export interface Plan {
  readonly container: Container
  readonly format: TraceFormat | undefined
  readonly refusal?: ReadTrace
}

/**
 * The traces of a whole input: bytes in UTF-8, or a text. Never throws and never comes back with nothing: what
 * cannot be read is an item with diagnostics.
 *
 * @example
 * readTraces('{"tools":["Search"]}\n{"tools":["Create"]}\n').traces.length // 2
 */
export function readTraces(input: Uint8Array | string, options: ReadOptions = {}): TracesReading {
  const bytes = typeof input === "string" ? encodeUtf8(input) : input
  const settings = settingsOf(options)
  const head = bytes.subarray(0, lookBytes)
  const plan = planReading(head, head.length === bytes.length, options, settings)
  if (plan.refusal) return reading([plan.refusal], plan.container)
  if (plan.container === "jsonl") return readLines(bytes, settings, plan.format)
  return readWhole(bytes, head, options, settings, plan.format)
}

/**
 * The traces of an input that arrives in chunks, whatever their sizes; the same items as {@link readTraces} gives.
 * JSONL takes memory for one line and for the traces whose calls stand on lines; a JSON document is collected
 * first, up to `maxInputBytes`.
 */
export async function* streamTraces(
  chunks: AsyncIterable<Uint8Array>,
  options: ReadOptions = {},
): AsyncGenerator<ReadTrace> {
  const settings = settingsOf(options)
  const source = chunks[Symbol.asyncIterator]()
  try {
    const { head, rest, ended } = await readHead(source)
    const plan = planReading(head.subarray(0, lookBytes), ended && head.length <= lookBytes, options, settings)
    if (plan.refusal) yield plan.refusal
    else if (plan.container === "jsonl") yield* streamLines(head, rest, settings, plan.format)
    else yield* streamDocument(head, rest, options, settings)
  } finally {
    await source.return?.()
  }
}

/** `head`: up to `lookBytes` bytes of an input; `whole`: nothing comes after them. */
export function planReading(head: Uint8Array, whole: boolean, options: ReadOptions, settings: ReadSettings): Plan {
  const text = decodeLoosely(withoutByteOrderMark(head))
  const container = options.format ?? guessContainer(text, whole, options.filename)
  const place = placeOf(settings.file, {})
  const format = settings.from === undefined ? undefined : formatNamed(settings.from)
  if (format && "code" in format) return { container, format: undefined, refusal: unreadable(format, place) }
  if (!/^\s*[[{"]/.test(text) && isPolicyText(text)) {
    const finding = diagnostic("policy-as-trace", "This is a policy in YAML, not a trace.", { hint: policyHint })
    return { container, format, refusal: unreadable(finding, place) }
  }
  return { container, format }
}

function readLines(bytes: Uint8Array, settings: ReadSettings, format: TraceFormat | undefined): TracesReading {
  const splitter = new LineSplitter(settings.maxTraceBytes)
  const reader = new LineReader(settings, format)
  const traces: ReadTrace[] = []
  for (const line of splitter.feed(bytes)) traces.push(...reader.take(line))
  for (const line of splitter.end()) traces.push(...reader.take(line))
  for (const item of reader.finish()) traces.push(item)
  return reading(traces, "jsonl")
}

function readWhole(
  bytes: Uint8Array,
  head: Uint8Array,
  options: ReadOptions,
  settings: ReadSettings,
  format: TraceFormat | undefined,
): TracesReading {
  if (bytes.length > settings.maxInputBytes) return reading([tooLarge(settings)], "json")
  const { traces, notJson } = readDocument(bytes, settings, format)
  // Many JSONL files are named .json.
  if (notJson && options.format === undefined && looksLikeLines(head, head.length === bytes.length)) {
    return readLines(bytes, settings, format)
  }
  return reading(traces, "json")
}

function looksLikeLines(head: Uint8Array, whole: boolean): boolean {
  return guessContainer(decodeLoosely(withoutByteOrderMark(head)), whole, undefined) === "jsonl"
}

function reading(traces: readonly ReadTrace[], container: Container): TracesReading {
  const detection = traces.find((item) => item.detection)?.detection
  const found = detection && { format: detection.format, evidence: detection.evidence }
  return { container, ...found, traces, diagnostics: traces.flatMap((item) => item.diagnostics) }
}

/** A document of more bytes than are read whole. */
export function tooLarge(settings: ReadSettings): ReadTrace {
  const message = `A JSON document may take ${settings.maxInputBytes} bytes at most; this one takes more.`
  const hint = "Write the traces as JSONL, one a line: that is read at any size."
  return unreadable(diagnostic("trace-too-large", message, { hint }), placeOf(settings.file, {}))
}

async function* streamLines(
  head: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
  settings: ReadSettings,
  format: TraceFormat | undefined,
): AsyncGenerator<ReadTrace> {
  const splitter = new LineSplitter(settings.maxTraceBytes)
  const reader = new LineReader(settings, format)
  for await (const chunk of concatenated(head, rest)) {
    for (const line of splitter.feed(chunk)) yield* reader.take(line)
  }
  for (const line of splitter.end()) yield* reader.take(line)
  yield* reader.finish()
}

async function* streamDocument(
  head: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
  options: ReadOptions,
  settings: ReadSettings,
): AsyncGenerator<ReadTrace> {
  const bytes = await collect(concatenated(head, rest), settings.maxInputBytes)
  if (bytes) yield* readTraces(bytes, options).traces
  else yield tooLarge(settings)
}

/** Enough of the input to see what it is, or all of it. */
async function readHead(
  source: AsyncIterator<Uint8Array>,
): Promise<{ head: Uint8Array; rest: AsyncIterable<Uint8Array>; ended: boolean }> {
  const parts: Uint8Array[] = []
  let size = 0
  let ended = false
  // One byte beyond the look tells an input that ends with it from one that goes on.
  while (size <= lookBytes && !ended) {
    const { value, done } = await source.next()
    if (done) ended = true
    else {
      parts.push(copyOf(value))
      size += value.length
    }
  }
  const rest = { [Symbol.asyncIterator]: () => ({ next: () => source.next() }) }
  return { head: join(parts, size), rest, ended }
}

async function* concatenated(head: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head
  yield* rest
}

async function collect(chunks: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > most) return undefined
    parts.push(copyOf(chunk))
  }
  return join(parts, size)
}

/** Parts of `size` bytes together, as one. */
export function join(parts: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
