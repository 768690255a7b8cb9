import { type Diagnostic, diagnostic } from "../diagnostic/index.ts"
import { readCall } from "./call-reader.ts"
import { Findings } from "./findings.ts"
import type { Call, Trace } from "./model.ts"
import { isPolicyValue, policyHint } from "./policy-look.ts"
import { type Fields, isFields, kindOf, nameOf, pointerTo, present } from "./shape.ts"

/** `trace` is absent where some diagnostic is an error. */
export interface TraceReading {
  readonly trace?: Trace
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * A trace in any of the shapes of `TraceInput`, checked and made uniform: calls are objects, times are
 * milliseconds, statuses that follow from a result or an error are filled in. `args`, `result` and `error` are
 * the very objects handed over, never copies. Never throws, whatever `value` is; paths are JSON Pointers into it.
 *
 * @example
 * readTraceInput(["Search", { tool: "Create", result: 7 }]).trace
 * // { calls: [{ tool: "Search" }, { tool: "Create", result: 7, status: "ok" }] }
 */
export function readTraceInput(value: unknown, pointer = ""): TraceReading {
  const findings = new Findings()
  try {
    const trace = readTrace(value, pointer, findings)
    return { ...(trace && !findings.failed && { trace }), diagnostics: findings.list() }
  } catch {
    // Getters and proxies of hostile objects may throw anything.
    findings.add("unreadable-trace", "Reading the trace failed: one of its properties throws.", { path: pointer })
    return { diagnostics: findings.list() }
  }
}

/**
 * Whether `value` is a call as it stands, so that nothing needs to be made uniform but the status. Cheap:
 * type tests only, no allocation.
 */
export function isCall(value: unknown): value is Call {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false
  const call = value as { [K in keyof Call | "at" | "arguments"]?: unknown }
  return (
    typeof call.tool === "string" &&
    call.tool !== "" &&
    (call.args === undefined || isFields(call.args)) &&
    call.error !== null &&
    isStatus(call.status) &&
    isTextOrAbsent(call.id) &&
    isTextOrAbsent(call.parent) &&
    isTextOrAbsent(call.agent) &&
    isCountOrAbsent(call.step) &&
    isCountOrAbsent(call.turn) &&
    (call.time === undefined || Number.isFinite(call.time)) &&
    call.at === undefined &&
    (call.arguments === undefined || call.args !== undefined)
  )
}

/** Whether `value` names a tool as it stands. */
export function isToolName(value: unknown): value is string {
  return typeof value === "string" && value !== ""
}

function isStatus(value: unknown): boolean {
  return value === undefined || value === "ok" || value === "error" || value === "denied" || value === "pending"
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === "string"
}

function isCountOrAbsent(value: unknown): boolean {
  return value === undefined || (Number.isSafeInteger(value) && (value as number) >= 0)
}

function readTrace(value: unknown, pointer: string, findings: Findings): Trace | undefined {
  if (Array.isArray(value)) return { calls: readCalls(value, pointer, findings, readCall) }
  if (!isFields(value)) {
    const message = `A trace must be an array of calls or an object with \`calls\` or \`tools\`, not ${kindOf(value)}.`
    findings.add("unreadable-trace", message, { path: pointer })
    return undefined
  }
  const calls = readCallsOf(value, pointer, findings)
  if (!calls) return undefined
  const id = readId(value, pointer, findings)
  return id === undefined ? { calls } : { id, calls }
}

/** `calls` wins over `tools`: beside calls, `tools` is taken for the list of the tools that were on offer. */
function readCallsOf(value: Fields, pointer: string, findings: Findings): Call[] | undefined {
  const key = present(value.calls) !== undefined ? "calls" : "tools"
  const list = value[key]
  const path = pointerTo(pointer, key)
  if (Array.isArray(list)) return readCalls(list, path, findings, key === "calls" ? readCall : readName)
  if (isPolicyValue(value)) {
    findings.take(diagnostic("policy-as-trace", "This is a policy, not a trace.", { path: pointer, hint: policyHint }))
  } else if (present(list) === undefined) {
    const message = "A trace must be an array of calls or an object with `calls` or `tools`; this object has neither."
    findings.add("unreadable-trace", message, { path: pointer })
  } else {
    findings.add("unreadable-trace", `\`${key}\` must be an array, not ${kindOf(list)}.`, { path })
  }
  return undefined
}

function readName(value: unknown, pointer: string, findings: Findings): Call | undefined {
  if (typeof value === "string") return readCall(value, pointer, findings)
  findings.add("invalid-call", `\`tools\` must list tool names, not ${kindOf(value)}.`, {
    path: pointer,
    hint: "Calls with arguments and results stand in `calls`.",
  })
  return undefined
}

function readCalls(
  list: readonly unknown[],
  pointer: string,
  findings: Findings,
  read: (value: unknown, pointer: string, findings: Findings) => Call | undefined,
): Call[] {
  const calls: Call[] = []
  for (let k = 0; k < list.length && !findings.hopeless; k++) {
    const call = read(list[k], pointerTo(pointer, k), findings)
    if (call) calls.push(call)
  }
  return calls
}

function readId(value: Fields, pointer: string, findings: Findings): string | undefined {
  const id = present(value.id)
  const name = nameOf(id)
  if (id !== undefined && name === undefined) {
    findings.add("unreadable-trace", `The \`id\` of a trace must be a text, not ${kindOf(id)}.`, {
      path: pointerTo(pointer, "id"),
    })
  }
  return name
}
