import { NO_STEP, STATUS_ERROR, STATUS_OK, STATUS_PENDING, STATUS_UNKNOWN } from "../../assembly/abi.ts"
import type { CallFacts } from "../core/index.ts"
import type { Call } from "../trace/model.ts"
import { isConditional, type NameCode, readsArgs, readsResult } from "./symbols.ts"

/** A value that no JSON text can be made of: it counts as not captured. */
const unreadable: unique symbol = Symbol("unreadable")

const statuses: Readonly<Record<string, number>> = { ok: STATUS_OK, error: STATUS_ERROR, pending: STATUS_PENDING }

/** What is asked of a call before it is made. */
interface AskedCall {
  readonly args?: unknown
  readonly agent?: unknown
  readonly result?: unknown
}

/** The JSON text of a field, as `JSON.stringify` writes it; undefined for what it leaves out. Calls may be hostile. */
function jsonText(call: AskedCall, field: keyof AskedCall): string | undefined | typeof unreadable {
  try {
    const value = call[field]
    return value === undefined ? undefined : JSON.stringify(value)
  } catch {
    return unreadable
  }
}

/** What the rules that read a call of this name ask for; `onUnreadable` is told of fields that cannot be had. */
export function factsOf(call: Call, code: NameCode, onUnreadable: (field: "args" | "result") => void): CallFacts {
  const status = call.status === undefined ? STATUS_UNKNOWN : (statuses[call.status] ?? STATUS_UNKNOWN)
  const step = call.step ?? NO_STEP
  if ((code & isConditional) === 0) return { status, step }
  const text = (field: "args" | "result", wanted: number): string | undefined => {
    if ((code & wanted) === 0) return undefined
    const found = jsonText(call, field)
    if (found !== unreadable) return found
    onUnreadable(field)
    return undefined
  }
  const agent = call.agent === undefined ? undefined : JSON.stringify(call.agent)
  return { args: text("args", readsArgs), agent, result: text("result", readsResult), status, step }
}

/** What is known of a call before it is made; what cannot be read of it is not known. */
export function factsBefore(call: AskedCall, code: NameCode): CallFacts {
  const text = (field: "args" | "agent"): string | undefined => {
    const found = jsonText(call, field)
    return found === unreadable ? undefined : found
  }
  const args = (code & readsArgs) === 0 ? undefined : text("args")
  return { args, agent: text("agent"), result: undefined, status: STATUS_UNKNOWN, step: NO_STEP }
}
