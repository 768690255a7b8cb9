import type { Call } from "../../trace/index.ts"
import type { Violation } from "../../verdict/index.ts"
import { previewCall } from "../preview.ts"
import { type Evaluation, nothingOmitted, type RunReport } from "../run-report.ts"
import { judgedCalls } from "../terminal/verdict.ts"
import { count } from "../text.ts"
import {
  type Block,
  code,
  type Inline,
  joined,
  named,
  paragraph,
  quiet,
  section,
  severityMark,
  strong,
  type Text,
} from "./document.ts"
import type { Limits } from "./limits.ts"
import {
  agentText,
  callWidth,
  diagnosticList,
  errorsFirst,
  leftOut,
  placeBelow,
  ruleQuote,
  traceName,
} from "./parts.ts"
import type { ShortPlaces } from "./places.ts"
import { prose } from "./prose.ts"

/** Calls shown of one violation: the first ones and the offender. */
const maxCalls = 12

/** A warning is violated like an error, and named otherwise. */
function violationMark({ severity }: Violation): Inline {
  return severityMark(severity, severity === "error" ? "violated" : "warning")
}

/** One row a violation: errors before warnings, each in input order. */
export function violationTable(
  { evaluations, omitted = nothingOmitted }: RunReport,
  limits: Limits,
  places: ShortPlaces,
): readonly Block[] {
  const all = evaluations.flatMap(({ verdict, place }) =>
    verdict.violations.map((violation) => ({ violation, verdict, place })),
  )
  if (all.length === 0) return []
  const rows = errorsFirst(all, ({ violation }) => violation)
    .slice(0, limits.violations)
    .map(({ violation, verdict, place }): readonly Text[] => [
      [violationMark(violation)],
      [named(violation.rule)],
      [...traceName(verdict, places.text(place)), ...placeBelow(verdict, places.text(place))],
      [violation.call >= verdict.calls ? "end" : String(violation.call)],
      prose(violation.message),
    ])
  const columns = [
    { head: "outcome" },
    { head: "rule" },
    { head: "trace", roomy: true },
    { head: "call", numeric: true },
    { head: "what happened" },
  ]
  return [
    { block: "table", label: "Violations", columns, rows, header: 1 },
    ...leftOut(all.length + omitted.errors + omitted.warnings - rows.length, "violation"),
  ]
}

/** The traces that broke a rule; and those that did no more than give rise to warnings, which are ok. */
export function tracesWithViolations(run: RunReport, limits: Limits, places: ShortPlaces): readonly Block[] {
  const { violatedTraces, warnedTraces } = run.omitted ?? nothingOmitted
  const broken = run.evaluations.filter(({ verdict }) => verdict.violations.length > 0)
  const isViolated = ({ verdict }: Evaluation): boolean =>
    verdict.violations.some(({ severity }) => severity === "error")
  const violated = broken.filter(isViolated)
  const warned = broken.filter((evaluation) => !isViolated(evaluation))
  const listed = bounded([...violated, ...warned], limits.violations)
  const parts = (all: number, shown: readonly Evaluation[]): readonly Block[] => [
    ...shown.map((evaluation) => tracePart(evaluation, run, places)),
    ...leftOut(all - shown.length, "trace"),
  ]
  return [
    ...section("Violated traces", parts(violated.length + violatedTraces, listed.slice(0, violated.length))),
    ...section("Traces with warnings", parts(warned.length + warnedTraces, listed.slice(violated.length))),
  ]
}

/** The first traces, with as many violations as there is room for. */
function bounded(evaluations: readonly Evaluation[], most: number): readonly Evaluation[] {
  const output: Evaluation[] = []
  let room = most
  for (const evaluation of evaluations) {
    if (room <= 0) break
    const violations = errorsFirst(evaluation.verdict.violations, (violation) => violation).slice(0, room)
    room -= violations.length
    output.push({ ...evaluation, verdict: { ...evaluation.verdict, violations } })
  }
  return output
}

/** A folded part for a trace: the calls that matter, and what the policy says of them. */
function tracePart({ verdict, place, trace }: Evaluation, run: RunReport, places: ShortPlaces): Block {
  const { violations } = verdict
  const at = places.text(place)
  const size = `${count(verdict.calls, "call")}${verdict.extent === "partial" ? ", partial" : ""}`
  const calls = trace === undefined ? [] : judgedCalls(trace)
  return {
    block: "details",
    summary: [
      ...violations.slice(0, 1).flatMap((worst) => [violationMark(worst), " "]),
      ...traceName(verdict, at),
      " ",
      quiet(...(verdict.id === undefined ? [] : [code(at), ", "]), size),
      " · ",
      ...joined(violations.map(({ rule }) => [named(rule)])),
    ],
    content: [
      ...violations.flatMap((violation) => violationPart(violation, run, calls)),
      ...diagnosticList(verdict.diagnostics),
    ],
  }
}

function violationPart(violation: Violation, { policy }: RunReport, calls: readonly Call[]): readonly Block[] {
  const { rule, type, message, agentMessage } = violation
  const description = policy.rules.get(rule)?.description
  return [
    paragraph(violationMark(violation), " ", strong(named(rule)), " ", quiet(`(${type})`), ": ", ...prose(message)),
    ...(agentMessage === undefined ? [] : [paragraph(...agentText(agentMessage))]),
    ...(description === undefined ? [] : [paragraph(strong("What it is for:"), " ", ...prose(description))]),
    ...callTable(violation, calls),
    ...ruleQuote(policy, rule),
  ]
}

/** The calls that matter, the deciding one marked; where only the end decided, the end is marked. */
function callTable({ calls = [], call, severity }: Violation, taken: readonly Call[]): readonly Block[] {
  const marked = calls.includes(call) || call >= taken.length ? calls : [...calls, call].sort((a, b) => a - b)
  const left = Math.max(0, marked.length - maxCalls)
  const shown = left === 0 ? marked : [...marked.slice(0, maxCalls - 1), ...marked.slice(-1)]
  const decides: Text = [severityMark(severity, "decides")]
  const rows: Text[][] = shown.map((index) => {
    const one = taken[index]
    return [
      [String(index)],
      one === undefined ? [] : [code(previewCall(one, callWidth))],
      index === call ? decides : [],
    ]
  })
  if (left > 0) rows.splice(maxCalls - 1, 0, [["…"], [quiet(count(left, "more call"))], []])
  if (call >= taken.length) rows.push([["end"], [quiet(`after ${count(taken.length, "call")}`)], decides])
  const columns = [{ head: "call", numeric: true }, { head: "what was called" }, { head: "role" }]
  return rows.length === 0 ? [] : [{ block: "table", label: "The calls that matter", columns, rows }]
}
