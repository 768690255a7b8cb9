import type { CallFacts } from "../core/index.ts"
import { type Diagnostic, diagnostic } from "../diagnostic/index.ts"
import { isCall, isToolName } from "../trace/call-reader.ts"
import type { Call, TraceInput } from "../trace/model.ts"
import { readTraceInput } from "../trace/trace-input.ts"
import { factsOf } from "./call-facts.ts"
import type { NameCode } from "./symbols.ts"

/** The calls of a trace as the core takes them; without `names` it is no trace, for the reasons given. */
export interface CallsReading {
  readonly id?: string | undefined
  /** The tools called, in order. */
  readonly names?: readonly string[]
  /** What is known of the calls, one for each name. Absent where no rule asks for more than names. */
  readonly facts?: readonly CallFacts[] | undefined
  /** The tools of denied calls, in order: they are no part of the trace, but coverage counts them. */
  readonly attempts: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

const none: readonly never[] = Object.freeze([])

/** The calls of a trace that was read. */
export type TakenCalls = CallsReading & { readonly names: readonly string[] }

/** What a name is to the rules of a program. */
type CodeOf = (name: string) => NameCode

/**
 * Reads a whole trace before any of it is judged: getters and proxies of a hostile trace run here, and
 * not while a session stands in the core. Well-formed traces of which only the names matter are read in one plain
 * loop; all others go through `readTraceInput`, which says what is wrong with them. `codeOf`: absent where no rule asks
 * for more than names.
 */
export function readCalls(trace: TraceInput, codeOf: CodeOf | undefined): CallsReading {
  const plain = codeOf === undefined ? plainNames(trace) : undefined
  if (plain !== undefined) return plain
  const reading = readTraceInput(trace)
  const { diagnostics } = reading
  if (reading.trace === undefined) return { attempts: none, diagnostics }
  return { id: reading.trace.id, ...takenFrom(reading.trace.calls, codeOf, diagnostics) }
}

function takenFrom(calls: readonly Call[], codeOf: CodeOf | undefined, diagnostics: readonly Diagnostic[]): TakenCalls {
  const names: string[] = []
  const attempts: string[] = []
  const facts: CallFacts[] = []
  const found = [...diagnostics]
  for (const [index, call] of calls.entries()) {
    const { tool, status } = call
    if (status === "denied") {
      attempts.push(tool)
      continue
    }
    names.push(tool)
    if (codeOf !== undefined)
      facts.push(factsOf(call, codeOf(tool), (field) => found.push(unreadableField(index, field))))
  }
  return { names, attempts, facts: codeOf && facts, diagnostics: found }
}

function unreadableField(call: number, field: string): Diagnostic {
  return diagnostic("unreadable-args", `Expected \`${field}\` that JSON can hold, found a value that it cannot.`, {
    severity: "warning",
    path: `/${call}/${field}`,
    hint: "It counts as not captured. Cycles, bigints and properties that throw have no JSON.",
  })
}

function plainNames(trace: TraceInput): CallsReading | undefined {
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
