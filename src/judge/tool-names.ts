import type { Diagnostic } from "../diagnostic/index.ts"
import { isCall, isToolName } from "../trace/call-reader.ts"
import type { TraceInput } from "../trace/model.ts"
import { readTraceInput } from "../trace/trace-input.ts"

/** The tools called, in order, without denied attempts; without `names` it is no trace, for the reasons given. */
export interface ToolNames {
  readonly id?: string | undefined
  readonly names?: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

const none: readonly Diagnostic[] = Object.freeze([])

/**
 * Reads a whole trace before any of it is judged: getters and proxies of a hostile trace run here, and
 * not while a session stands in the core. Well-formed traces are read in one plain loop; all others
 * go through `readTraceInput`, which says what is wrong with them.
 */
export function toolNames(trace: TraceInput): ToolNames {
  const plain = plainNames(trace)
  if (plain !== undefined) return plain
  const reading = readTraceInput(trace)
  if (reading.trace === undefined) return { diagnostics: reading.diagnostics }
  const taken = reading.trace.calls.filter((call) => call.status !== "denied")
  return { id: reading.trace.id, names: taken.map((call) => call.tool), diagnostics: reading.diagnostics }
}

function plainNames(trace: TraceInput): ToolNames | undefined {
  try {
    const { id, calls, tools } = partsOf(trace)
    if ((id !== undefined && typeof id !== "string") || (calls !== undefined && tools !== undefined)) return undefined
    const list = calls ?? tools
    const names = Array.isArray(list) ? namesOf(list) : undefined
    return names && { id, names, diagnostics: none }
  } catch {
    // What throws here throws again in `readTraceInput`, where it becomes a diagnostic.
    return undefined
  }
}

function partsOf(trace: TraceInput): { id?: unknown; calls?: unknown; tools?: unknown } {
  return Array.isArray(trace) ? { calls: trace } : (trace as { id?: unknown; calls?: unknown; tools?: unknown })
}

function namesOf(calls: readonly unknown[]): string[] | undefined {
  const names: string[] = []
  for (let i = 0; i < calls.length; i++) {
    const call = calls[i]
    if (isToolName(call)) names.push(call)
    else if (!isCall(call)) return undefined
    else if (call.status !== "denied") {
      // Read once and then looked at: a getter may say something else the second time.
      const { tool } = call
      if (!isToolName(tool)) return undefined
      names.push(tool)
    }
  }
  return names
}
