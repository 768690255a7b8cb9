import { plainCall, readCall } from "../call-reader.ts"
import { Findings } from "../findings.ts"
import { type Fields, isFields } from "../shape.ts"
import { readTraceInput } from "../trace-input.ts"
import type { BrokenPiece, Evidence, Piece, Reading, TraceFormat } from "./format.ts"
import { groupFault, groupOf } from "./grouping.ts"

/** The shapes of this library: `["Search"]`, `{tools}`, `{id?, calls}`, arrays of calls, and a call a line. */
export const native: TraceFormat = {
  name: "native",
  title: "tool names, `{tools: [...]}`, `{calls: [...]}`, or calls `{tool, args, ...}`",
  probe,
  read,
  piece,
}

function probe(value: unknown): Evidence | undefined {
  if (Array.isArray(value)) return probeList(value)
  if (!isFields(value)) return undefined
  if (Array.isArray(value.calls)) return { strength: "certain", text: "`calls` is an array" }
  if (Array.isArray(value.tools) && value.tools.every((tool) => typeof tool === "string")) {
    // Request logs carry the tools on offer under the same key: another format may be sure of itself.
    return { strength: "plausible", text: "`tools` is an array of names" }
  }
  return isCallLike(value) ? { strength: "plausible", text: "`tool` names a tool" } : undefined
}

/** One element that can only be a call makes the array a trace: then the others are calls too, or broken. */
function probeList(list: readonly unknown[]): Evidence | undefined {
  const at = list.findIndex((element) => typeof element === "string" || isCallLike(element))
  if (at < 0) return list.length === 0 ? { strength: "plausible", text: "the array is empty" } : undefined
  const name = typeof list[at] === "string"
  return { strength: "plausible", text: name ? `\`[${at}]\` is a tool name` : `\`[${at}].tool\` names a tool` }
}

function isCallLike(value: unknown): value is Fields {
  return isFields(value) && Object.hasOwn(value, "tool") && !Array.isArray(value.calls) && !Array.isArray(value.tools)
}

function read(value: unknown, pointer: string): Reading[] {
  if (!isCallLike(value)) return [withGroupId(value, { ...readTraceInput(value, pointer), pointer })]
  const findings = new Findings()
  const call = readCall(value, pointer, findings)
  const trace = call && !findings.failed ? { calls: [call] } : undefined
  return [withGroupId(value, { ...(trace && { trace }), diagnostics: findings.list(), pointer })]
}

function withGroupId(value: unknown, reading: Reading): Reading {
  if (!reading.trace || reading.trace.id !== undefined || !isFields(value)) return reading
  const { id } = groupOf(value)
  return id === undefined ? reading : { ...reading, trace: { id, calls: reading.trace.calls } }
}

function piece(value: unknown, pointer: string): Piece | BrokenPiece | undefined {
  if (!isCallLike(value)) return undefined
  const fault = groupFault(value, pointer)
  if (fault) return { broken: [fault] }
  const { group, id } = groupOf(value)
  const plain = plainCall(value)
  if (plain) return { group, id, calls: [{ call: plain }], answers: [], ends: false, diagnostics: [] }
  const findings = new Findings()
  const call = readCall(value, pointer, findings)
  if (!call || findings.failed) return { broken: findings.list() }
  return { group, id, calls: [{ call }], answers: [], ends: false, diagnostics: findings.list() }
}
