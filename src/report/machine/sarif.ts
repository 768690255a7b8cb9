import type { Diagnostic } from "../../diagnostic/index.ts"
import type { TracePlace } from "../../trace/index.ts"
import type { ReportOptions, RunReport } from "../run-report.ts"
import { type Json, message, rangeLocation, traceLocation } from "./sarif-places.ts"
import { type SarifResults, sarifResults } from "./sarif-results.ts"
import { sarifRules } from "./sarif-rules.ts"

/** Beyond it a log says only how many more there are. */
const maxNotifications = 1000

/**
 * A run as a SARIF 2.1.0 log: each violation at its rule in the policy, with the calls that matter as its flow.
 * Within the limits of GitHub's code scanning; what does not fit is left out by severity, and a notification says so.
 */
export function renderSarif(run: RunReport, options: ReportOptions): string {
  const rules = sarifRules(run)
  const found = sarifResults(run, rules)
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: driver(
            options.version,
            [...rules.values()].map(({ descriptor }) => descriptor),
          ),
        },
        invocations: [invocation(run, found, options)],
        originalUriBaseIds: { "%SRCROOT%": { description: { text: "The folder in which the command ran." } } },
        columnKind: "utf16CodeUnits",
        results: found.results,
      },
    ],
  }
  return `${JSON.stringify(log, undefined, 2)}\n`
}

function driver(version: string, rules: readonly Json[]): Json {
  return { name: "Assay", version, semanticVersion: version, rules }
}

function invocation(run: RunReport, { dropped }: SarifResults, { now }: ReportOptions): Json {
  const said = [
    ...run.diagnostics.map((diagnostic) => ({ diagnostic, place: {} })),
    ...run.evaluations.flatMap(({ verdict, place }) =>
      verdict.diagnostics.map((diagnostic) => ({ diagnostic, place })),
    ),
  ]
  const grave = said.filter(({ diagnostic }) => diagnostic.severity === "error")
  const slight = said.filter(({ diagnostic }) => diagnostic.severity !== "error")
  const told = [...grave, ...slight].slice(0, maxNotifications)
  const notifications = [
    ...truncation(dropped),
    ...(said.length > told.length ? [warning(`${said.length - told.length} more notifications are left out.`)] : []),
    ...told.map(({ diagnostic, place }) => notification(diagnostic, place)),
  ]
  return {
    executionSuccessful: grave.length === 0 && run.counts.unreadable === 0,
    ...(now && { endTimeUtc: now.toISOString() }),
    ...(notifications.length > 0 && { toolExecutionNotifications: notifications }),
  }
}

function truncation(dropped: SarifResults["dropped"]): Json[] {
  if (dropped.length === 0) return []
  const what = dropped.map(([name, count]) => `${name}: ${count}`).join(", ")
  return [warning(`A log holds 25000 results at most. Left out: ${what}.`)]
}

function warning(text: string): Json {
  return { level: "warning", message: message(text) }
}

function notification({ code, severity, message: text, hint, file, range }: Diagnostic, place: TracePlace): Json {
  const location = range
    ? rangeLocation(file ?? place.file, range)
    : traceLocation({ ...(file !== undefined && { file }), ...place })
  return {
    descriptor: { id: code },
    level: severity,
    message: message(hint === undefined ? text : `${text} ${hint}`),
    ...(location && { locations: [location] }),
  }
}
