import type { DiagnosticCode } from "../diagnostic/index.ts"
import type { Action } from "../policy/model.ts"
import type { Violation } from "../verdict/index.ts"

/** From weakest to strictest. */
export type DecisionKind = "allow" | "warn" | "ask" | "deny"

/** Why a guard decided by `on_error` and not by a rule. */
export type GuardFault =
  | Extract<DiagnosticCode, "lookalike-tool" | "session-full" | "core-failed" | "too-many-in-flight">
  /** Whether the call offends a rule depends on what is not known of it. */
  | "undetermined"
  /** An answer has violated a rule that denies: the session is over. */
  | "stopped"

/** What a guard answers to a call. */
export interface Decision {
  readonly decision: DecisionKind
  /** The allow list names the tool: an explicit grant, which `allow` alone is not. */
  readonly granted: boolean
  /** What the call offends, in the order of the rules. */
  readonly violations: readonly Violation[]
  /** In shadow mode: what enforcing would have answered. Absent where nothing speaks against the call. */
  readonly would?: DecisionKind
  readonly code?: GuardFault
}

const order: readonly DecisionKind[] = ["allow", "warn", "ask", "deny"]

export function strictest(kinds: Iterable<DecisionKind | Action>): DecisionKind {
  let strictest = 0
  for (const kind of kinds) strictest = Math.max(strictest, order.indexOf(kind))
  return order[strictest] ?? "deny"
}

/** The plain answers, shared so that allowing costs no garbage. */
export const allowed: Decision = Object.freeze({ decision: "allow", granted: false, violations: Object.freeze([]) })
export const granted: Decision = Object.freeze({ decision: "allow", granted: true, violations: Object.freeze([]) })
