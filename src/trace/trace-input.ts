import { type Diagnostic, diagnostic } from "../diagnostic/index.ts"
import { isToolName, plainCall, readCall } from "./call-reader.ts"
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

function readTrace(value: unknown, pointer: string, findings: Findings): Trace | undefined {
  if (Array.isArray(value)) return { calls: readCalls(value, pointer, findings) }
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
  if (Array.isArray(list)) return key === "calls" ? readCalls(list, path, findings) : readNames(list, path, findings)
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

/** Most calls are plain: pointers are made for the others only. */
function readCalls(list: readonly unknown[], pointer: string, findings: Findings): Call[] {
  const calls: Call[] = []
  for (let k = 0; k < list.length && !findings.hopeless; k++) {
    const call = plainCall(list[k]) ?? readCall(list[k], pointerTo(pointer, k), findings)
    if (call) calls.push(call)
  }
  return calls
}

function readNames(list: readonly unknown[], pointer: string, findings: Findings): Call[] {
  const calls: Call[] = []
  for (let k = 0; k < list.length && !findings.hopeless; k++) {
    const name = list[k]
    const call = isToolName(name) ? { tool: name } : readName(name, pointerTo(pointer, k), findings)
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
