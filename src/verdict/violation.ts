import type { RuleInfo } from "../program/model.ts"
import type { Violation } from "./model.ts"
import { sentence } from "./sentence.ts"

/** `calls` is absent where no trace is at hand; `atEnd`: only the end of the trace decided. */
export function violationOf(rule: RuleInfo, call: number, atEnd: boolean, calls?: readonly number[]): Violation {
  // Two plain literals and no conditional spread: violations are most of what a short trace costs.
  const { id, type, severity, message: agentMessage } = rule
  const message = sentence(rule, call, atEnd)
  const violation =
    calls === undefined
      ? { rule: id, type, call, message, severity }
      : { rule: id, type, call, calls, message, severity }
  return agentMessage === undefined ? violation : { ...violation, agentMessage }
}
