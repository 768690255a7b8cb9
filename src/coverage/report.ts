import { type Diagnostic, diagnostic } from "../diagnostic/index.ts"
import type { CoverageReport, CoveredTool } from "./model.ts"

/** Diagnostics of traces, kept at most. */
export const mostDiagnostics = 100

/** Throws `TypeError` for what is no percentage. */
export function checkThreshold(threshold: number): void {
  if (threshold >= 0 && threshold <= 100) return
  throw new TypeError(`threshold must be a number from 0 to 100, not ${String(threshold)}`)
}

/** What a report is worked out from: all that was seen, nothing that follows from it. */
export interface Sightings
  extends Pick<
    CoverageReport,
    "policy" | "traces" | "unreadable" | "calls" | "attempts" | "threshold" | "tools" | "rules" | "highRiskGaps"
  > {
  readonly unexpectedTools: readonly string[]
  /** Of the traces; what the report itself has to say is added. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Percentages and lists out of what was seen (semantics, section 7). */
export function reportOf({ unexpectedTools, diagnostics, ...seen }: Sightings): CoverageReport {
  const { policy, traces, unreadable, calls, attempts, threshold, tools, rules, highRiskGaps } = seen
  const unseen = tools.filter((tool) => !tool.seen)
  const counted = rules.filter((rule) => rule.counted)
  const untriggered = counted.filter((rule) => !rule.triggered)
  const toolPct = percentage(tools.length - unseen.length, tools.length)
  const rulePct = percentage(counted.length - untriggered.length, counted.length)
  const overall = (toolPct + rulePct) / 2
  return {
    policy,
    traces,
    unreadable,
    calls,
    attempts,
    overallCoveragePct: overall,
    threshold,
    meetsThreshold: traces > 0 && overall >= threshold,
    toolCoverage: {
      totalToolsInPolicy: tools.length,
      toolsSeenInTraces: tools.length - unseen.length,
      coveragePct: toolPct,
      unseenTools: unseen.map(({ tool }) => tool),
      unexpectedTools,
    },
    ruleCoverage: {
      totalRules: counted.length,
      rulesTriggered: counted.length - untriggered.length,
      coveragePct: rulePct,
      untriggeredRules: untriggered.map(({ id }) => id),
    },
    highRiskGaps,
    tools,
    rules,
    diagnostics: [...diagnostics, ...vacuity(traces, tools, counted.length)],
  }
}

/** Nothing to see counts as all seen; `vacuous-coverage` says so. */
function percentage(part: number, whole: number): number {
  return whole === 0 ? 100 : (100 * part) / whole
}

function vacuity(traces: number, tools: readonly CoveredTool[], rules: number): Diagnostic[] {
  const found: Diagnostic[] = []
  const sides = [tools.length === 0 && "tools", rules === 0 && "rules"].filter((side) => side !== false)
  if (sides.length > 0) {
    const message = `The policy has no ${sides.join(" and no ")} to cover, which counts as 100 %.`
    const hint = "Coverage says something once the policy names tools and has rules under `sequences`."
    found.push(diagnostic("vacuous-coverage", message, { severity: "warning", hint }))
  }
  if (traces === 0) found.push(diagnostic("no-traces", "Coverage was to be measured over traces, but none was read."))
  return found
}
