import type { Diagnostic } from "../diagnostic/index.ts"
import { isCall, isToolName } from "../trace/call-reader.ts"
import type { TraceInput } from "../trace/model.ts"
import { readTraceInput } from "../trace/trace-input.ts"

/** The tools called, in order; without `names` it is no trace, for the reasons given. */
export interface ToolNames {
  readonly id?: string | undefined
  readonly names?: readonly string[]
  /** The tools of denied calls, in order: they are no part of the trace, but coverage counts them. */
  readonly attempts: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

const none: readonly never[] = Object.freeze([])

/**
 * Reads a whole trace before any of it is judged: getters and proxies of a hostile trace run here, and
 * not while a session stands in the core. Well-formed traces are read in one plain loop; all others
 * go through `readTraceInput`, which says what is wrong with them.
 */
export function toolNames(trace: TraceInput): ToolNames {
  const plain = plainNames(trace)
  if (plain !== undefined) return plain
  const reading = readTraceInput(trace)
  const { diagnostics } = reading
  if (reading.trace === undefined) return { attempts: none, diagnostics }
  const names: string[] = []
  const attempts: string[] = []
  for (const { tool, status } of reading.trace.calls) (status === "denied" ? attempts : names).push(tool)
  return { id: reading.trace.id, names, attempts, diagnostics }
}

function plainNames(trace: TraceInput): ToolNames | undefined {
  try {
    const { id, calls, tools } = partsOf(trace)
    if ((id !== undefined && typeof id !== "string") || (calls !== undefined && tools !== undefined)) return undefined
    const list = calls ?? tools
    const found = Array.isArray(list) ? namesOf(list) : undefined
    return found && { id, ...found, diagnostics: none }
  } catch {
    // What throws here throws again in `readTraceInput`, where it becomes a diagnostic.
    return undefined
  }
}

function partsOf(trace: TraceInput): { id?: unknown; calls?: unknown; tools?: unknown } {
  return Array.isArray(trace) ? { calls: trace } : (trace as { id?: unknown; calls?: unknown; tools?: unknown })
}

function namesOf(
  calls: readonly unknown[],
): { readonly names: readonly string[]; readonly attempts: readonly string[] } | undefined {
  const names: string[] = []
  let attempts: string[] | undefined
  for (let i = 0; i < calls.length; i++) {
    const call = calls[i]
    if (isToolName(call)) names.push(call)
    else if (!isCall(call)) return undefined
    else {
      // Read once and then looked at: a getter may say something else the second time.
      const { tool, status } = call
      if (!isToolName(tool)) return undefined
      if (status !== "denied") names.push(tool)
      else if (attempts === undefined) attempts = [tool]
      else attempts.push(tool)
    }
  }
  return { names, attempts: attempts ?? none }
}
