import { readArgs } from "../args-text.ts"
import type { Findings } from "../findings.ts"
import type { Call } from "../model.ts"
import { type Fields, isFields, kindOf, nameOf, pointerTo, present } from "../shape.ts"
import { readIsoTime } from "../time.ts"
import type { TraceBuilder } from "../trace-builder.ts"

/** The first key of `names` that the fields have, and not as null. */
function firstOf(fields: Fields, names: readonly string[]): string | undefined {
  return names.find((name) => present(fields[name]) !== undefined)
}

/**
 * A call as the Rust tool's lines and records write it. There, null stands for what is not there, results among
 * them; `truncations` names the fields that were cut to size when they were recorded, which makes them not captured.
 */
export function readRecordedCall(value: unknown, pointer: string, findings: Findings): Call | undefined {
  if (!isFields(value)) {
    findings.add("invalid-call", `A call must be an object, not ${kindOf(value)}.`, { path: pointer })
    return undefined
  }
  const fields = isFields(value.function) ? { ...value, ...value.function } : value
  const toolKey = firstOf(fields, ["tool_name", "tool", "name"]) ?? "tool_name"
  const tool = fields[toolKey]
  if (typeof tool !== "string") {
    findings.add("invalid-call", `The name of the tool must be a text, not ${kindOf(tool)}.`, {
      path: pointerTo(pointer, toolKey),
    })
    return undefined
  }
  const id = nameOf(fields.id)
  return {
    tool,
    ...readRecordedArgs(fields, pointer, findings),
    ...readAnswer(fields, pointer, findings),
    ...(id !== undefined && { id }),
    ...readTimestamp(fields, pointer, findings),
  }
}

export function addRecordedCall(value: unknown, pointer: string, builder: TraceBuilder, findings: Findings): void {
  const call = readRecordedCall(value, pointer, findings)
  if (call) builder.call(call)
}

function readRecordedArgs(fields: Fields, pointer: string, findings: Findings): Pick<Call, "args"> {
  const key = firstOf(fields, ["args", "arguments", "input"])
  if (key === undefined) return {}
  if (wasCut(fields, key, pointer, findings)) return {}
  return readArgs(fields[key], pointerTo(pointer, key), findings)
}

/** The answer that stands on the call itself, or on a line of its own. */
export function readAnswer(
  fields: Fields,
  pointer: string,
  findings: Findings,
): Pick<Call, "result" | "error" | "status"> {
  const result = present(fields.result)
  const error = present(fields.error)
  if (error !== undefined) return { ...(result !== undefined && { result }), error, status: "error" }
  if (result === undefined) return {}
  return wasCut(fields, "result", pointer, findings) ? { status: "ok" } : { result, status: "ok" }
}

export function readTimestamp(fields: Fields, pointer: string, findings: Findings): { time?: number } {
  const key = firstOf(fields, ["timestamp", "ts_ms", "time", "at"])
  if (key === undefined) return {}
  const value = fields[key]
  const time = typeof value === "string" ? readIsoTime(value) : value
  if (typeof time === "number" && Number.isFinite(time)) return { time }
  findings.add("invalid-call", `\`${key}\` must be milliseconds since the epoch or an ISO 8601 text.`, {
    path: pointerTo(pointer, key),
  })
  return {}
}

function wasCut(fields: Fields, key: string, pointer: string, findings: Findings): boolean {
  const cuts = Array.isArray(fields.truncations) ? fields.truncations : []
  const cut = cuts.some((entry) => isFields(entry) && typeof entry.field === "string" && isWithin(entry.field, key))
  if (cut) {
    findings.add("truncated-value", `\`${key}\` was cut to size when it was recorded.`, {
      severity: "warning",
      path: pointerTo(pointer, key),
      hint: "It counts as not captured, so that no rule judges half a value.",
    })
  }
  return cut
}

/** Fields are written `args`, `args.path` or, as pointers, `/args/path`. */
function isWithin(field: string, key: string): boolean {
  return field.split(/[./[]/).find((part) => part !== "") === key
}
