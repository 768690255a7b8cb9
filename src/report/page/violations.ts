import type { Call } from "../../trace/index.ts"
import type { Violation } from "../../verdict/index.ts"
import { previewCall } from "../preview.ts"
import type { Evaluation, RunReport } from "../run-report.ts"
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
  severityMark,
  strong,
  type Text,
} from "./document.ts"
import type { Limits } from "./limits.ts"
import { callWidth, diagnosticList, leftOut, placeBelow, placeText, ruleQuote, traceName } from "./parts.ts"
import { prose } from "./prose.ts"

/** Calls shown of one violation: the first ones and the offender. */
const maxCalls = 12

/** A trace with those of its violations that are listed. */
interface Listed extends Evaluation {
  readonly violations: readonly Violation[]
}

function listed({ evaluations }: RunReport, { violations }: Limits): readonly Listed[] {
  const output: Listed[] = []
  let room = violations
  for (const evaluation of evaluations) {
    if (room <= 0) break
    const shown = evaluation.verdict.violations.slice(0, room)
    room -= shown.length
    if (shown.length > 0) output.push({ ...evaluation, violations: shown })
  }
  return output
}

/** A warning is violated like an error, and named otherwise. */
function violationMark({ severity }: Violation): Inline {
  return severityMark(severity, severity === "error" ? "violated" : "warning")
}

/** One row a violation, in input order. */
export function violationTable(run: RunReport, limits: Limits): readonly Block[] {
  const traces = listed(run, limits)
  const rows = traces.flatMap((trace) => trace.violations.map((violation) => violationRow(violation, trace)))
  if (rows.length === 0) return []
  const all = run.evaluations.reduce((sum, { verdict }) => sum + verdict.violations.length, 0)
  const columns = [
    { head: "outcome" },
    { head: "rule" },
    { head: "trace" },
    { head: "call", numeric: true },
    { head: "what happened" },
  ]
  return [{ block: "table", label: "Violations", columns, rows, header: 1 }, ...leftOut(all - rows.length, "violation")]
}

function violationRow(violation: Violation, { verdict, place }: Evaluation): readonly Text[] {
  const atEnd = violation.call >= verdict.calls
  return [
    [violationMark(violation)],
    [named(violation.rule)],
    [...traceName(verdict, place), ...placeBelow(verdict, place)],
    [atEnd ? "end" : String(violation.call)],
    prose(violation.message),
  ]
}

/** A folded part for each violated trace: the calls that matter, and what the policy says of them. */
export function violatedTraces(run: RunReport, limits: Limits): readonly Block[] {
  return listed(run, limits).map((trace) => {
    const { verdict, place, violations } = trace
    const size = `${count(verdict.calls, "call")}${verdict.extent === "partial" ? ", partial" : ""}`
    const where: Text = verdict.id === undefined ? [] : [code(placeText(place)), ", "]
    const worst = violations.find(({ severity }) => severity === "error") ?? violations[0]
    const calls = trace.trace === undefined ? [] : judgedCalls(trace.trace)
    return {
      block: "details",
      summary: [
        ...(worst === undefined ? [] : [violationMark(worst), " "]),
        ...traceName(verdict, place),
        " ",
        quiet(...where, size),
        " · ",
        ...joined(violations.map(({ rule }) => [named(rule)])),
      ],
      content: [
        ...violations.flatMap((violation) => violationPart(violation, run, calls)),
        ...diagnosticList(verdict.diagnostics),
      ],
    }
  })
}

function violationPart(violation: Violation, { policy }: RunReport, calls: readonly Call[]): readonly Block[] {
  const { rule, type, message, agentMessage } = violation
  const description = policy.rules.get(rule)?.description
  return [
    paragraph(violationMark(violation), " ", strong(named(rule)), " ", quiet(`(${type})`), ": ", ...prose(message)),
    ...(description === undefined ? [] : [paragraph("What it is for: ", ...prose(description))]),
    ...(agentMessage === undefined ? [] : [paragraph("What the agent is told: ", ...prose(agentMessage))]),
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
