import type { Diagnostic } from "../diagnostic/index.ts"
import { isCall, isToolName, readTraceInput, type TraceInput } from "../trace/index.ts"

/** The tools called, in order, without denied attempts; undefined with the reasons when it is no trace. */
export interface ToolNames {
  readonly id?: string | undefined
  readonly names?: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

const none: readonly Diagnostic[] = []

/**
 * Reads a whole trace before any of it is judged: getters and proxies of a hostile trace run here, and
 * not while a session stands in the core. Well-formed traces are read in one plain loop; all others
 * go through `readTraceInput`, which says what is wrong with them.
 */
export function toolNames(trace: TraceInput): ToolNames {
  try {
    const names = plainNames(trace)
    if (names !== undefined)
      return { id: Array.isArray(trace) ? undefined : (trace as { id?: string }).id, names, diagnostics: none }
  } catch {
    // What throws here throws there again, where it becomes a diagnostic.
  }
  const reading = readTraceInput(trace)
  if (reading.trace === undefined) return { diagnostics: reading.diagnostics }
  const taken = reading.trace.calls.filter((call) => call.status !== "denied")
  return { id: reading.trace.id, names: taken.map((call) => call.tool), diagnostics: reading.diagnostics }
}

function plainNames(trace: TraceInput): string[] | undefined {
  if (Array.isArray(trace)) return namesOf(trace)
  const { id, calls, tools } = trace as { id?: unknown; calls?: unknown; tools?: unknown }
  if (id !== undefined && typeof id !== "string") return undefined
  if (calls !== undefined && tools !== undefined) return undefined
  const list = calls ?? tools
  return Array.isArray(list) ? namesOf(list) : undefined
}

function namesOf(calls: readonly unknown[]): string[] | undefined {
  const names: string[] = []
  for (let i = 0; i < calls.length; i++) {
    const call = calls[i]
    if (typeof call === "string") {
      if (!isToolName(call)) return undefined
      names.push(call)
    } else if (isCall(call)) {
      if (call.status !== "denied") names.push(call.tool)
    } else return undefined
  }
  return names
}
