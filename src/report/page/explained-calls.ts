import type { Explanation, RuleChange, Step } from "../../explain/index.ts"
import type { Severity } from "../../policy/index.ts"
import type { Call } from "../../trace/index.ts"
import type { Verdict } from "../../verdict/index.ts"
import { markOf } from "../marks.ts"
import { previewCall } from "../preview.ts"
import { count } from "../text.ts"
import { type Block, code, type Inline, joined, lineBreak, mark, named, quiet, type Text } from "./document.ts"
import type { Limits } from "./limits.ts"
import { callWidth, leftOut } from "./parts.ts"
import { prose } from "./prose.ts"

/** Longer runs of calls that no rule speaks of are folded. */
const maxQuiet = 3

/** The calls of a trace with what every rule did, folded unless `open`; nothing where there were none. */
export function explainedCalls(
  { verdict, steps }: Explanation,
  calls: readonly Call[],
  { rows }: Limits,
  open: boolean,
): readonly Block[] {
  if (steps.length === 0) return []
  const shown = steps.slice(0, rows)
  const columns = [{ head: "call", numeric: true }, { head: "what was called" }, { head: "what each rule did" }]
  return [
    {
      block: "details",
      summary: [`Call by call: ${count(steps.length, "call")}`],
      content: [
        { block: "table", label: "Calls", columns, rows: stepRows(shown, verdict, calls) },
        ...leftOut(steps.length - shown.length, "call"),
      ],
      open,
    },
  ]
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

/** `rule idle → ready 1/3, waits for X`; an offence is marked, and says so in words. */
function changeText({ rule, from, through, to, counter, bound, offends, waits }: RuleChange, severity: Severity): Text {
  const path = from === to && through === undefined ? [to] : [from, ...(through === undefined ? [] : [through]), to]
  const number = counter === undefined ? "" : ` ${bound === undefined ? counter : `${counter}/${bound}`}`
  return [
    ...(offends ? [offence(severity)] : []),
    named(rule),
    " ",
    ...prose(`${path.join(" → ")}${number}`),
    ...(offends ? [", offends"] : []),
    ...(waits === undefined ? [] : [quiet(", ", ...prose(waits))]),
  ]
}

/** The sign alone: the word stands at the end, where it reads as a sentence. */
function offence(severity: Severity): Inline {
  return mark({ ...markOf("violated", true, severity), word: "" })
}
