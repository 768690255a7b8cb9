import { Assembly } from "../assembly.ts"
import { Findings } from "../findings.ts"
import { type Fields, isFields, kindOf, nameOf, pointerTo, present } from "../shape.ts"
import { TraceBuilder } from "../trace-builder.ts"
import { addRecordedCall } from "./assay-calls.ts"
import { probeEvent, readEvent } from "./assay-events.ts"
import type { Evidence, Reading, TraceFormat } from "./format.ts"
import { groupKeys } from "./grouping.ts"

/**
 * The files of the Rust tool of the same name: episodes as events (its trace schema 2), `tool_call` and
 * `tool_result` lines, `call_tool` lines, and prompt records (schema 1) with or without calls.
 */
export const assay: TraceFormat = {
  name: "assay",
  title: "lines of the Rust tool: `episode_start`, `tool_call`, `episode_end`, `tool_result`, `assay.trace`",
  probe,
  read,
  piece: (value, pointer) => (isFields(value) ? readEvent(value, pointer) : undefined),
}

const recordTypes: readonly unknown[] = ["assay.trace", "verdict.trace"]
const recordKeys: readonly string[] = ["schema_version", "type", "prompt", "response", "text", "meta"]

function probe(value: unknown): Evidence | undefined {
  if (Array.isArray(value)) {
    const typed = value.length > 0 && value.every((event) => isFields(event) && typeof event.type === "string")
    const seen = typed ? probeEvent(value[0]) : undefined
    return seen && { ...seen, text: seen.text.replace("`type`", "`[0].type`") }
  }
  return isFields(value) ? (probeEvent(value) ?? probeRecord(value)) : undefined
}

function probeRecord(record: Fields): Evidence | undefined {
  if (recordTypes.includes(record.type)) return { strength: "certain", text: `\`type\` is \`${record.type}\`` }
  if (typeof record.prompt !== "string" || typeof (record.response ?? record.text) !== "string") return undefined
  const calls = record.tool_calls
  if (Array.isArray(calls) && calls.some((call) => isFields(call) && typeof call.tool_name === "string")) {
    return { strength: "certain", text: "`tool_calls[].tool_name` stands beside `prompt`" }
  }
  if (isFields(record.function_call)) return { strength: "certain", text: "`function_call` stands beside `prompt`" }
  // The calls of another tool's record may stand under a key that is not known here: then it is not taken.
  const foreign = (key: string): boolean => !recordKeys.includes(key) && /tool|call|step|messag|event/i.test(key)
  if (Object.keys(record).some(foreign)) return undefined
  return { strength: "plausible", text: "`prompt` and `response` are texts, and no call stands beside them" }
}

function read(value: unknown, pointer: string): Reading[] {
  if (Array.isArray(value) && value.length > 0) {
    return readEvents(value.map((event, k) => ({ event, pointer: pointerTo(pointer, k) })))
  }
  if (isFields(value) && readEvent(value, pointer)) return readEvents([{ event: value, pointer }])
  return [isFields(value) && probeRecord(value) ? readRecord(value, pointer) : refuse(value, pointer)]
}

function refuse(value: unknown, pointer: string): Reading {
  const findings = new Findings()
  findings.add("unreadable-trace", `Expected an event or a record of the Rust tool, not ${kindOf(value)} like this.`, {
    path: pointer,
    hint: "Events have `type: tool_call`, `episode_start` and the like; records have `type: assay.trace`.",
  })
  return { diagnostics: findings.list(), pointer }
}

/** Events in an array, as a whole document; elsewhere each stands on a line. Its size is bounded with the document's. */
function readEvents(events: readonly { readonly event: unknown; readonly pointer: string }[]): Reading[] {
  const assembly = new Assembly<string>(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)
  const done: Reading[] = []
  for (const { event, pointer } of events) {
    const piece = isFields(event) ? readEvent(event, pointer) : undefined
    if (!piece) done.push(isFields(event) && probeRecord(event) ? readRecord(event, pointer) : refuse(event, pointer))
    else if ("broken" in piece) done.push({ diagnostics: piece.broken, pointer })
    else {
      const ended = assembly.add(piece, { place: pointer, pointer, size: 0, locate: (finding) => finding })
      if (ended) done.push(toReading(ended))
    }
  }
  return [...done, ...assembly.finish().map(toReading)]
}

function toReading({ place, ...rest }: { place: string } & Omit<Reading, "pointer">): Reading {
  return { ...rest, pointer: place }
}

/** A record of schema 1 is one trace: one prompt, its response and, in `meta` or beside it, its calls. */
function readRecord(record: Fields, pointer: string): Reading {
  const findings = new Findings()
  const builder = new TraceBuilder()
  const home = isFields(record.meta) && present(record.tool_calls) === undefined ? "meta" : ""
  const owner = home === "meta" && isFields(record.meta) ? record.meta : record
  const path = pointerTo(home === "" ? pointer : pointerTo(pointer, home), "tool_calls")
  const calls = present(owner.tool_calls)
  if (Array.isArray(calls)) {
    for (const [k, call] of calls.entries()) addRecordedCall(call, pointerTo(path, k), builder, findings)
  } else if (calls !== undefined) {
    findings.add("invalid-call", `\`tool_calls\` must be an array, not ${kindOf(calls)}.`, { path })
  }
  if (isFields(record.function_call)) {
    addRecordedCall(record.function_call, pointerTo(pointer, "function_call"), builder, findings)
  }
  const id = ["request_id", "id", ...groupKeys].map((key) => nameOf(record[key])).find((name) => name !== undefined)
  return { ...(!findings.failed && { trace: builder.build(id) }), diagnostics: findings.list(), pointer }
}
