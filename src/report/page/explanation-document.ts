import type { Explanation, RuleChange, Step } from "../../explain/index.ts"
import type { Severity } from "../../policy/index.ts"
import type { Call, Trace, TracePlace } from "../../trace/index.ts"
import type { Verdict } from "../../verdict/index.ts"
import { markOf } from "../marks.ts"
import type { PolicyView } from "../policy-view.ts"
import { previewCall } from "../preview.ts"
import { judgedCalls } from "../terminal/verdict.ts"
import { count } from "../text.ts"
import {
  type Block,
  code,
  type Document,
  joined,
  lineBreak,
  mark,
  named,
  paragraph,
  quiet,
  section,
  severityMark,
  type Text,
  titleOf,
} from "./document.ts"
import { type Limits, pageLimits } from "./limits.ts"
import { callWidth, diagnosticList, leftOut, placeText, traceName } from "./parts.ts"
import { prose } from "./prose.ts"
import { ruleOutcomes } from "./rule-outcomes.ts"

/** Longer runs of calls that no rule speaks of are folded. */
const maxQuiet = 3

/** An explanation beside what it explains. */
export interface ExplainedTrace {
  readonly explanation: Explanation
  readonly trace: Trace
  readonly place: TracePlace
}

/** Each trace call by call with what every rule did, then how each rule came out and what would have satisfied it. */
export function explanationDocument(
  explained: readonly ExplainedTrace[],
  policy: PolicyView,
  limits: Limits = pageLimits,
): Document {
  return {
    title: titleOf("Explanation", policy.name),
    blocks: [
      ...explained.slice(0, limits.traces).map((item) => traceSection(item, policy, limits)),
      ...leftOut(explained.length - limits.traces, "trace"),
    ],
  }
}

function traceSection({ explanation, trace, place }: ExplainedTrace, policy: PolicyView, limits: Limits): Block {
  const { verdict, steps } = explanation
  const calls = judgedCalls(trace)
  const shown = steps.slice(0, limits.rows)
  const extent = verdict.extent === "partial" ? ", partial: more may come" : ""
  const columns = [{ head: "call", numeric: true }, { head: "what was called" }, { head: "what each rule did" }]
  const rows = stepRows(shown, verdict, calls)
  return {
    block: "section",
    title: traceName(verdict, place),
    content: [
      paragraph(verdictMark(verdict), " ", quiet(code(placeText(place)), `, ${count(verdict.calls, "call")}${extent}`)),
      ...diagnosticList(verdict.diagnostics),
      ...section("Call by call", rows.length === 0 ? [] : [{ block: "table", label: "Calls", columns, rows }]),
      ...leftOut(steps.length - shown.length, "call"),
      ...section("How each rule came out", ruleOutcomes(explanation, policy)),
    ],
  }
}

function verdictMark(verdict: Verdict): ReturnType<typeof mark> {
  if (!verdict.ok) return severityMark("error", verdict.rules.length === 0 ? "unreadable" : "violated")
  if (verdict.violations.length > 0) return severityMark("warning", "warning")
  return mark({ ...markOf("held", true, "error"), word: "ok" })
}

function stepRows(steps: readonly Step[], verdict: Verdict, calls: readonly Call[]): (readonly Text[])[] {
  const severities = new Map(verdict.rules.map(({ id, severity }) => [id, severity]))
  const output: (readonly Text[])[] = []
  let still: Step[] = []
  const row = ({ call, tool, changes }: Step): readonly Text[] => [
    [String(call)],
    [code(previewCall(calls[call] ?? { tool }, callWidth))],
    changesText(changes, severities),
  ]
  const flush = (): void => {
    if (still.length <= maxQuiet) output.push(...still.map(row))
    else output.push([["…"], [quiet(`${count(still.length, "call")} that no rule speaks of`)], []])
    still = []
  }
  for (const step of steps) {
    if (step.changes.length === 0) still.push(step)
    else {
      flush()
      output.push(row(step))
    }
  }
  flush()
  return output
}

/** The rules that the call moved, each in a line of its own; then those that read it and stayed. */
function changesText(changes: readonly RuleChange[], severities: ReadonlyMap<string, Severity>): Text {
  const moved = changes.filter(
    ({ from, to, through, counter, offends }) =>
      from !== to || through !== undefined || counter !== undefined || offends,
  )
  const stayed = changes.filter((change) => !moved.includes(change))
  const lines = moved.map((change) => changeText(change, severities.get(change.rule) ?? "error"))
  const names = joined(stayed.map(({ rule }) => [named(rule)]))
  return joined([...lines, ...(stayed.length === 0 ? [] : [[quiet("unchanged: ", ...names)]])], lineBreak)
}

/** `rule idle → ready 1/3, waits for X`; an offence is marked. */
function changeText({ rule, from, through, to, counter, bound, offends, waits }: RuleChange, severity: Severity): Text {
  const path = from === to && through === undefined ? [to] : [from, ...(through === undefined ? [] : [through]), to]
  const number = counter === undefined ? "" : ` ${bound === undefined ? counter : `${counter}/${bound}`}`
  return [
    ...(offends ? [severityMark(severity, "offends"), " "] : []),
    named(rule),
    " ",
    ...prose(`${path.join(" → ")}${number}`),
    ...(waits === undefined ? [] : [quiet(", ", ...prose(waits))]),
  ]
}
