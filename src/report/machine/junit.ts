import type { Diagnostic } from "../../diagnostic/index.ts"
import type { RuleVerdict, Violation } from "../../verdict/index.ts"
import { decidingCalls, nameTrace } from "../deciding-calls.ts"
import { renderFile, renderPlace } from "../place.ts"
import type { PolicyView } from "../policy-view.ts"
import { previewCall, safeText } from "../preview.ts"
import type { Evaluation, ReportOptions, RunReport } from "../run-report.ts"
import { clip, count } from "../text.ts"
import { xmlTag, xmlText } from "./xml.ts"

/** Calls shown of one violation: the first ones and the offender. */
const maxCalls = 20
/** Lines of warnings in the suite's `system-err`. */
const maxWarnings = 1000

/** A test case: its XML, and how it counts. */
interface TestCase {
  readonly xml: string
  readonly counts: "failures" | "errors" | "skipped" | undefined
}

/**
 * A run as JUnit XML, in the dialect of Jenkins (`jenkins-junit.xsd`), for which time is optional: a suite for the
 * policy, a case for each trace and rule. Violated rules of severity `error` fail, warnings only print; what was not
 * exercised, is not determined or still pending is skipped, never passed; what cannot be read is an error.
 */
export function renderJUnit(run: RunReport, options: ReportOptions): string {
  const names = caseNames(run.evaluations)
  const cases = [
    ...run.diagnostics
      .filter(({ severity }) => severity === "error")
      .map((fault) => faultCase("run", fault.code, [fault])),
    ...run.evaluations.flatMap((evaluation, index) => casesOf(evaluation, names[index] ?? "", run.policy)),
  ]
  const counted = (what: TestCase["counts"]): number => cases.filter(({ counts }) => counts === what).length
  const sums = { tests: cases.length, failures: counted("failures"), errors: counted("errors") }
  const suite = xmlTag("testsuite", {
    name: suiteName(run.policy),
    ...sums,
    skipped: counted("skipped"),
    timestamp: options.now?.toISOString().slice(0, 19),
  })
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `${xmlTag("testsuites", { name: "Assay", ...sums })}>`,
    `  ${suite}>`,
    ...properties(run, options),
    ...cases.map(({ xml }) => xml),
    ...warnings(run),
    "  </testsuite>",
    "</testsuites>",
  ]
  return `${lines.join("\n")}\n`
}

function suiteName({ name, file }: PolicyView): string {
  return name === undefined || name === "" ? clip(renderFile(file), 300) : safeText(name, 300)
}

function properties({ policy, counts }: RunReport, { version }: ReportOptions): string[] {
  const facts: [string, string | number | undefined][] = [
    ["assay.version", version],
    ["policy.file", policy.file === undefined ? undefined : clip(renderFile(policy.file), 300)],
    ["traces", counts.traces],
    ["traces.unreadable", counts.unreadable],
    ["calls", counts.calls],
    ["warnings", counts.warnings],
  ]
  const lines = facts.flatMap(([name, value]) =>
    value === undefined ? [] : [`      ${xmlTag("property", { name, value })}/>`],
  )
  return ["    <properties>", ...lines, "    </properties>"]
}

/** The names of traces; a name that several share is told apart by the place, for readers merge cases of one name. */
function caseNames(evaluations: readonly Evaluation[]): string[] {
  const names = evaluations.map(nameTrace)
  const seen = new Map<string, number>()
  for (const name of names) seen.set(name, (seen.get(name) ?? 0) + 1)
  return names.map((name, index) => {
    const { verdict, place } = evaluations[index] as Evaluation
    const shared = verdict.id !== undefined && (seen.get(name) ?? 0) > 1
    return shared ? `${name} (${clip(renderPlace(place), 300)})` : name
  })
}

function casesOf(evaluation: Evaluation, name: string, policy: PolicyView): TestCase[] {
  const { rules, diagnostics } = evaluation.verdict
  const faults = diagnostics.filter(({ severity }) => severity === "error")
  return [
    ...(faults.length > 0 ? [faultCase(name, "readable", faults)] : []),
    ...rules.map((rule) => ruleCase(rule, evaluation, name, policy)),
  ]
}

function faultCase(classname: string, name: string, faults: readonly Diagnostic[]): TestCase {
  const errors = faults.map((fault) => {
    const message = safeText(fault.message, 1000)
    return element("error", [place(fault), message, hintOf(fault)], { type: fault.code, message })
  })
  return testCase(classname, name, errors, "errors")
}

function ruleCase(rule: RuleVerdict, evaluation: Evaluation, classname: string, policy: PolicyView): TestCase {
  const name = safeText(rule.id, 300)
  const { violation, outcome } = rule
  if (violation && violation.severity === "warning") {
    const lines = [`Warning: ${safeText(violation.message, 1000)}`, ...evidence(violation, evaluation, policy)]
    return testCase(classname, name, [element("system-out", lines)], undefined)
  }
  if (violation) {
    const message = safeText(violation.message, 1000)
    const lines = [message, ...evidence(violation, evaluation, policy)]
    return testCase(classname, name, [element("failure", lines, { type: violation.type, message })], "failures")
  }
  if (outcome === "held") {
    const vacuous = rule.exercised
      ? []
      : [element("system-out", ["Held vacuously: the rule's condition never came up."])]
    return testCase(classname, name, vacuous, undefined)
  }
  return testCase(classname, name, [element("skipped", [skipped[outcome]])], "skipped")
}

const skipped: Readonly<Record<Exclude<RuleVerdict["outcome"], "held">, string>> = {
  not_exercised: "Not exercised: the rule's condition never came up.",
  undetermined: "Undetermined: the trace lacks what the rule reads.",
  pending: "Pending: the trace is partial, and what the rule asks for may still come.",
  violated: "Violated.",
}

/** The calls that matter, the deciding one marked, then what the agent is told and where the rule stands. */
function evidence(violation: Violation, evaluation: Evaluation, { rules, file }: PolicyView): string[] {
  const { calls, left, end } = decidingCalls(violation, evaluation, maxCalls)
  const lines = calls.map(({ index, decides, call }) => {
    const text = call ? `  ${previewCall(call, 200)}` : ""
    return `${decides ? ">" : " "} call ${index}${text}`
  })
  if (left > 0) lines.splice(-1, 0, `  … ${left} more`)
  if (end !== undefined) lines.push(`> the end, after ${count(end, "call")}`)
  const view = rules.get(violation.rule)
  if (violation.agentMessage !== undefined) lines.push(`Message: ${safeText(violation.agentMessage, 1000)}`)
  if (view?.range) lines.push(`Rule: ${clip(renderFile(file), 300)}:${view.range.start.line}`)
  lines.push(`Trace: ${clip(renderPlace(evaluation.place), 300)}`)
  return lines
}

function place({ file, range }: Diagnostic): string | undefined {
  if (file === undefined) return undefined
  const at = range ? `:${range.start.line}:${range.start.column}` : ""
  return `${clip(renderFile(file), 300)}${at}`
}

function hintOf({ hint }: Diagnostic): string | undefined {
  return hint === undefined ? undefined : safeText(hint, 1000)
}

function testCase(classname: string, name: string, inner: readonly string[], counts: TestCase["counts"]): TestCase {
  const tag = `    ${xmlTag("testcase", { classname, name })}`
  return { xml: inner.length === 0 ? `${tag}/>` : [`${tag}>`, ...inner, "    </testcase>"].join("\n"), counts }
}

function element(
  name: string,
  lines: readonly (string | undefined)[],
  attributes: Readonly<Record<string, string>> = {},
): string {
  const text = lines.filter((line) => line !== undefined).join("\n")
  return `      ${xmlTag(name, attributes)}>${xmlText(text)}</${name}>`
}

/** Diagnostics that are no errors: of the run, and of traces that were read. */
function warnings({ diagnostics, evaluations }: RunReport): string[] {
  const all = [...diagnostics, ...evaluations.flatMap(({ verdict }) => verdict.diagnostics)]
  const slight = all.filter(({ severity }) => severity === "warning")
  if (slight.length === 0) return []
  const lines = slight
    .slice(0, maxWarnings)
    .map((item) =>
      [place(item), item.code, safeText(item.message, 1000)].filter((part) => part !== undefined).join(": "),
    )
  if (slight.length > maxWarnings) lines.push(`… ${slight.length - maxWarnings} more`)
  return [`    <system-err>${xmlText(lines.join("\n"))}</system-err>`]
}
