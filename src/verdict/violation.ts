import type { RuleInfo } from "../program/model.ts"
import type { Violation } from "./model.ts"
import { sentence } from "./sentence.ts"

/** `calls` is absent where no trace is at hand; `atEnd`: only the end of the trace decided. */
export function violationOf(rule: RuleInfo, call: number, atEnd: boolean, calls?: readonly number[]): Violation {
  return {
    rule: rule.id,
    type: rule.type,
    call,
    ...(calls !== undefined && { calls }),
    message: sentence(rule, call, atEnd),
    severity: rule.severity,
    ...(rule.message !== undefined && { agentMessage: rule.message }),
  }
}
