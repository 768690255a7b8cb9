import type { Diagnostic } from "../diagnostic/index.ts"
import type { RuleVerdict, Verdict, Violation } from "./model.ts"

/** The one place where the names of the API become the names of files: snake_case, Assay's own where it has the field. */
export interface VerdictJSON {
  readonly id?: string
  readonly ok: boolean
  readonly extent: string
  readonly calls: number
  readonly rules: readonly object[]
  readonly violations: readonly object[]
  readonly undetermined: number
  readonly diagnostics: readonly Diagnostic[]
}

/** A verdict as it stands in files. */
export function verdictToJSON(verdict: Verdict): VerdictJSON {
  const { rules, violations, ...rest } = verdict
  const { id, ok, extent, calls, undetermined, diagnostics } = rest
  return {
    ...(id !== undefined && { id }),
    ok,
    extent,
    calls,
    rules: rules.map(ruleToJSON),
    violations: violations.map(violationToJSON),
    undetermined,
    diagnostics,
  }
}

function ruleToJSON({ violation, legacyId, ...rule }: RuleVerdict): object {
  return {
    ...rule,
    ...(legacyId !== undefined && { legacy_id: legacyId }),
    ...(violation !== undefined && { violation: violationToJSON(violation) }),
  }
}

function violationToJSON({ agentMessage, ...violation }: Violation): object {
  return { ...violation, ...(agentMessage !== undefined && { agent_message: agentMessage }) }
}
