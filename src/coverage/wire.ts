import { type Diagnostic, diagnostic, type Position } from "../diagnostic/index.ts"
import { type Check, count, list, oneOf, optional, record, ruleTypes, text } from "../program/index.ts"
import type { CoverageReport, CoveredRule } from "./model.ts"

/** Raised when a reader of the old spelling would misread the new one. */
const schemaVersion = 1

/** A coverage report as it stands in files: Assay's own names where it has the field. */
export function coverageToJSON(report: CoverageReport): Readonly<Record<string, unknown>> {
  const { toolCoverage, ruleCoverage } = report
  return {
    schema_version: schemaVersion,
    policy: report.policy,
    traces: report.traces,
    unreadable: report.unreadable,
    calls: report.calls,
    attempts: report.attempts,
    overall_coverage_pct: report.overallCoveragePct,
    threshold: report.threshold,
    meets_threshold: report.meetsThreshold,
    tool_coverage: {
      total_tools_in_policy: toolCoverage.totalToolsInPolicy,
      tools_seen_in_traces: toolCoverage.toolsSeenInTraces,
      coverage_pct: toolCoverage.coveragePct,
      unseen_tools: toolCoverage.unseenTools,
      unexpected_tools: toolCoverage.unexpectedTools,
    },
    rule_coverage: {
      total_rules: ruleCoverage.totalRules,
      rules_triggered: ruleCoverage.rulesTriggered,
      coverage_pct: ruleCoverage.coveragePct,
      untriggered_rules: ruleCoverage.untriggeredRules,
    },
    high_risk_gaps: report.highRiskGaps,
    tools: report.tools,
    rules: report.rules.map(ruleToJSON),
    diagnostics: report.diagnostics,
  }
}

function ruleToJSON({ legacyId, heldVacuously, notExercised, ...rule }: CoveredRule): object {
  const { id, type, severity, counted, triggered, held, violated, pending, undetermined, transitions } = rule
  return {
    id,
    ...(legacyId !== undefined && { legacy_id: legacyId }),
    type,
    severity,
    counted,
    triggered,
    held,
    held_vacuously: heldVacuously,
    violated,
    pending,
    not_exercised: notExercised,
    undetermined,
    transitions,
  }
}

const flag = oneOf(true, false)
const percentage: Check = (value) => typeof value === "number" && value >= 0 && value <= 100
const texts = list(text)

const place = record({ line: count, column: count, offset: count })

const readable = record({
  schema_version: oneOf(schemaVersion),
  policy: record({ name: optional(text), version: optional(text), digest: text }),
  traces: count,
  unreadable: count,
  calls: count,
  attempts: count,
  overall_coverage_pct: percentage,
  threshold: percentage,
  meets_threshold: flag,
  tool_coverage: record({
    total_tools_in_policy: count,
    tools_seen_in_traces: count,
    coverage_pct: percentage,
    unseen_tools: texts,
    unexpected_tools: texts,
  }),
  rule_coverage: record({
    total_rules: count,
    rules_triggered: count,
    coverage_pct: percentage,
    untriggered_rules: texts,
  }),
  high_risk_gaps: list(record({ tool: text, reason: text, severity: oneOf("high") })),
  tools: list(record({ tool: text, rules: texts, seen: flag })),
  rules: list(
    record({
      id: text,
      legacy_id: optional(text),
      type: oneOf(...ruleTypes),
      severity: oneOf("error", "warning"),
      counted: flag,
      triggered: flag,
      held: count,
      held_vacuously: count,
      violated: count,
      pending: count,
      not_exercised: count,
      undetermined: count,
      transitions: list(record({ from: text, to: text, on: text, offends: flag, taken: flag })),
    }),
  ),
  diagnostics: list(
    record({
      code: text,
      severity: oneOf("error", "warning"),
      message: text,
      hint: optional(text),
      file: optional(text),
      path: optional(text),
      range: optional(record({ start: place, end: place })),
    }),
  ),
})

/** The spelling of files, typed as far as `readable` has checked it. */
interface Spelled {
  readonly policy: CoverageReport["policy"]
  readonly traces: number
  readonly unreadable: number
  readonly calls: number
  readonly attempts: number
  readonly overall_coverage_pct: number
  readonly threshold: number
  readonly meets_threshold: boolean
  readonly tool_coverage: Readonly<Record<"total_tools_in_policy" | "tools_seen_in_traces" | "coverage_pct", number>> &
    Readonly<Record<"unseen_tools" | "unexpected_tools", readonly string[]>>
  readonly rule_coverage: Readonly<Record<"total_rules" | "rules_triggered" | "coverage_pct", number>> & {
    readonly untriggered_rules: readonly string[]
  }
  readonly high_risk_gaps: CoverageReport["highRiskGaps"]
  readonly tools: CoverageReport["tools"]
  readonly rules: readonly (Omit<CoveredRule, "legacyId" | "heldVacuously" | "notExercised"> & {
    readonly legacy_id?: string
    readonly held_vacuously: number
    readonly not_exercised: number
  })[]
  readonly diagnostics: readonly Diagnostic[]
}

/** The report in a parsed JSON document, or `invalid-report`. Never throws. */
export function coverageFromJSON(
  value: unknown,
  { filename }: { readonly filename?: string } = {},
): { readonly report?: CoverageReport; readonly diagnostics: readonly Diagnostic[] } {
  if (!readable(value)) {
    const message = "Expected a coverage report as `assay coverage --format json` writes it, but this is none."
    return { diagnostics: [diagnostic("invalid-report", message, { file: filename })] }
  }
  return { report: reportFrom(value as Spelled), diagnostics: [] }
}

/** Field by field: what a report has no field for is not carried on. */
function reportFrom(spelled: Spelled): CoverageReport {
  const { policy, tool_coverage: tools, rule_coverage: rules } = spelled
  return {
    policy: pick(policy, ["name", "version", "digest"]),
    traces: spelled.traces,
    unreadable: spelled.unreadable,
    calls: spelled.calls,
    attempts: spelled.attempts,
    overallCoveragePct: spelled.overall_coverage_pct,
    threshold: spelled.threshold,
    meetsThreshold: spelled.meets_threshold,
    toolCoverage: {
      totalToolsInPolicy: tools.total_tools_in_policy,
      toolsSeenInTraces: tools.tools_seen_in_traces,
      coveragePct: tools.coverage_pct,
      unseenTools: tools.unseen_tools,
      unexpectedTools: tools.unexpected_tools,
    },
    ruleCoverage: {
      totalRules: rules.total_rules,
      rulesTriggered: rules.rules_triggered,
      coveragePct: rules.coverage_pct,
      untriggeredRules: rules.untriggered_rules,
    },
    highRiskGaps: spelled.high_risk_gaps.map((gap) => pick(gap, ["tool", "reason", "severity"])),
    tools: spelled.tools.map((tool) => pick(tool, ["tool", "rules", "seen"])),
    rules: spelled.rules.map(ruleFrom),
    diagnostics: spelled.diagnostics.map(diagnosticFrom),
  }
}

function ruleFrom(rule: Spelled["rules"][number]): CoveredRule {
  const { id, legacy_id: legacyId, held_vacuously: heldVacuously, not_exercised: notExercised, transitions } = rule
  return {
    id,
    ...(legacyId !== undefined && { legacyId }),
    ...pick(rule, ["type", "severity", "counted", "triggered", "held"]),
    heldVacuously,
    ...pick(rule, ["violated", "pending"]),
    notExercised,
    undetermined: rule.undetermined,
    transitions: transitions.map((each) => pick(each, ["from", "to", "on", "offends", "taken"])),
  }
}

function diagnosticFrom({ range, ...each }: Diagnostic): Diagnostic {
  const position = (at: Position): Position => pick(at, ["line", "column", "offset"])
  return {
    ...pick(each, ["code", "severity", "message", "hint", "path", "file"]),
    ...(range !== undefined && { range: { start: position(range.start), end: position(range.end) } }),
  }
}

/** These fields of an object, those that it has. */
function pick<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.flatMap((key) => (from[key] === undefined ? [] : [[key, from[key]]]))) as Pick<T, K>
}
