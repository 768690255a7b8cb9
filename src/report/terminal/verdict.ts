import type { Call, Trace, TracePlace } from "../../trace/index.ts"
import type { Verdict, Violation } from "../../verdict/index.ts"
import { markOf } from "../marks.ts"
import type { Page } from "../paint.ts"
import { renderPlace } from "../place.ts"
import type { PolicyView } from "../policy-view.ts"
import { previewCall, safeText } from "../preview.ts"
import { clip, count, escapeText, textWidth, wrap } from "../text.ts"
import { renderDiagnostic } from "./diagnostics.ts"
import { RuleQuotes } from "./rule-quotes.ts"

/** Calls shown of one violation unless everything is asked for: the first ones and the offender. */
const maxCalls = 5
/** Columns kept of a text that the policy gives, or that is made of what it gives. */
export const textColumns = 600

/** What the policy wants the agent to be told, where it says so. */
export function agentSentence({ agentMessage }: Violation): readonly string[] {
  return agentMessage === undefined ? [] : [`Tells the agent: ${agentMessage}`]
}

/** A place by the name of its file alone: where the file's format is told, the path stands already. */
export function shortened(place: TracePlace): TracePlace {
  return place.file === undefined ? place : { ...place, file: place.file.split(/[\\/]/).at(-1) ?? "" }
}

/** One line that names a trace: verdict, id, place, size. */
export function renderTraceLine(verdict: Verdict, place: TracePlace, page: Page): string {
  const { paint } = page
  const warned = verdict.ok && verdict.violations.length > 0
  const label = warned ? paint.yellow("! warning") : verdict.ok ? paint.green("✓ ok") : paint.red("✗ violated")
  const extent = verdict.extent === "partial" ? ", partial" : ""
  const facts = `${renderPlace(shortened(place))}, ${count(verdict.calls, "call")}${extent}`
  const room = Math.max(20, page.width - textWidth(facts) - 14)
  const id = verdict.id === undefined ? "" : `${paint.bold(clip(escapeText(verdict.id.slice(0, 200)), room))}  `
  return `${label}  ${id}${paint.dim(facts)}`
}

/** The calls as verdicts number them: an attempt that was denied has no index. */
export function judgedCalls({ calls }: Trace): readonly Call[] {
  return calls.some((call) => call.status === "denied") ? calls.filter((call) => call.status !== "denied") : calls
}

/** A trace with its violated rules: the sentence, the calls that matter, where the rule stands. */
export class VerdictRenderer {
  readonly #page: Page
  readonly #quotes: RuleQuotes

  constructor(policy: PolicyView, page: Page) {
    this.#page = page
    this.#quotes = new RuleQuotes(policy, page)
  }

  render(verdict: Verdict, trace: Trace, place: TracePlace): string[] {
    const output = [renderTraceLine(verdict, place, this.#page)]
    const calls = judgedCalls(trace)
    for (const violation of verdict.violations) output.push(...this.#violation(violation, calls))
    for (const diagnostic of verdict.diagnostics) {
      output.push(
        ...renderDiagnostic(diagnostic, { ...this.#page, width: this.#page.width - 2 }).map((line) => `  ${line}`),
      )
    }
    return output
  }

  #violation(violation: Violation, taken: readonly Call[]): string[] {
    const { paint, width } = this.#page
    const mark = markOf("violated", true, violation.severity)
    const kind = violation.severity === "error" ? violation.type : `${violation.type}, warning`
    const output = [
      `  ${paint[mark.colour](mark.sign)} ${paint.bold(safeText(violation.rule, textColumns))} ${paint.dim(`(${kind})`)}`,
    ]
    const texts = [violation.message, ...agentSentence(violation)]
    for (const text of texts) {
      for (const line of wrap(safeText(text, textColumns), width - 6)) output.push(`      ${line}`)
    }
    output.push(...this.#calls(violation, taken), ...this.#quotes.quote(violation.rule, 6))
    return output
  }

  /** The calls that matter, the deciding one marked; where only the end decided, the end is marked. */
  #calls({ calls = [], call }: Violation, taken: readonly Call[]): string[] {
    const { paint, verbose } = this.#page
    const marked = calls.includes(call) || call >= taken.length ? calls : [...calls, call].sort((a, b) => a - b)
    const left = verbose ? 0 : Math.max(0, marked.length - maxCalls)
    const shown = left === 0 ? marked : [...marked.slice(0, maxCalls - 1), ...marked.slice(-1)]
    const digits = String(Math.max(0, ...shown)).length
    const output = shown.map((index) => this.#call(index, index === call, digits, taken[index]))
    if (left > 0) output.splice(maxCalls - 1, 0, `        ${paint.dim(`… ${left} more`)}`)
    if (call >= taken.length) output.push(`      ${paint.red("> the end")}, after ${count(taken.length, "call")}`)
    return output
  }

  #call(index: number, decides: boolean, digits: number, call: Call | undefined): string {
    const { paint, width } = this.#page
    const label = `call ${String(index).padStart(digits)}`
    const text = call === undefined ? "" : previewCall(call, width - 10 - label.length)
    return `      ${decides ? paint.red(`> ${label}`) : paint.dim(`  ${label}`)}  ${text}`
  }
}
