import type { Explanation, Repair, Step } from "../../explain/index.ts"
import type { Call, Trace, TracePlace } from "../../trace/index.ts"
import type { RuleVerdict, Verdict } from "../../verdict/index.ts"
import { type Mark, markOf } from "../marks.ts"
import type { Page } from "../paint.ts"
import type { PolicyView } from "../policy-view.ts"
import { previewCall, safeText } from "../preview.ts"
import { repairSentence } from "../repairs.ts"
import { count, padLeft, padRight, wrap } from "../text.ts"
import { ChangeRenderer } from "./changes.ts"
import { renderDiagnostic } from "./diagnostics.ts"
import { RuleQuotes } from "./rule-quotes.ts"
import { agentSentence, judgedCalls, renderTraceLine, textColumns } from "./verdict.ts"

/** Longer runs of calls that no rule speaks of are folded. */
const maxQuiet = 3
/** Where the texts of outcomes begin. */
const outcomeIndent = 22

/** The outcomes that are listed together, in this order. */
const quietMarks = [
  markOf("held", true, "error"),
  markOf("held", false, "error"),
  markOf("not_exercised", false, "error"),
]

/** Explanations for people: every call with what it did to each rule it touched, then how each rule came out. */
export class ExplanationRenderer {
  readonly #policy: PolicyView
  readonly #page: Page
  readonly #rules: ReadonlySet<string> | undefined
  readonly #quotes: RuleQuotes

  /** `rules`: tell only of these. */
  constructor(policy: PolicyView, page: Page, rules?: ReadonlySet<string>) {
    this.#policy = policy
    this.#page = page
    this.#rules = rules
    this.#quotes = new RuleQuotes(policy, page)
  }

  render({ verdict, steps, rules }: Explanation, trace: Trace, place: TracePlace): string[] {
    const page = this.#page
    const inner = { ...page, width: page.width - 2 }
    const end = verdict.extent === "partial" ? "so far (more calls may come)" : "end of the trace"
    return [
      renderTraceLine(verdict, place, page),
      ...verdict.diagnostics.flatMap((each) => renderDiagnostic(each, inner).map((line) => `  ${line}`)),
      ...this.#steps(steps, verdict, judgedCalls(trace)),
      page.paint.bold(`  ${end}`),
      ...this.#outcomes(verdict, new Map(rules.map(({ rule, repairs }) => [rule, repairs]))),
    ]
  }

  #told(id: string): boolean {
    return !this.#rules || this.#rules.has(id)
  }

  #steps(steps: readonly Step[], verdict: Verdict, calls: readonly Call[]): string[] {
    const { paint, verbose } = this.#page
    const digits = Math.max(2, String(calls.length).length)
    const changes = new ChangeRenderer(this.#page, verdict, digits, steps)
    const output: string[] = []
    let quiet: string[] = []
    const flush = (): void => {
      if (verbose || quiet.length <= maxQuiet) output.push(...quiet)
      else output.push(paint.dim(`  ${" ".repeat(digits)}  … ${count(quiet.length, "call")} that no rule speaks of`))
      quiet = []
    }
    for (const step of steps) {
      const touched = step.changes.filter(({ rule }) => this.#told(rule))
      const line = this.#stepLine(step, calls, digits)
      if (touched.length === 0) quiet.push(line)
      else {
        flush()
        output.push(line, ...changes.render(touched))
      }
    }
    flush()
    return output
  }

  #stepLine({ call, tool }: Step, calls: readonly Call[], digits: number): string {
    const { paint, width } = this.#page
    const text = previewCall(calls[call] ?? { tool }, width - digits - 4)
    return `  ${paint.cyan(padLeft(String(call), digits))}  ${text}`
  }

  /** What asks for attention one by one, then the rest by outcome. */
  #outcomes(verdict: Verdict, repairs: ReadonlyMap<string, readonly Repair[] | undefined>): string[] {
    const rules = verdict.rules.filter(({ id }) => this.#told(id))
    const single = rules.filter(({ outcome }) => outcome !== "held" && outcome !== "not_exercised")
    const groups = quietMarks.map((mark) => {
      const ids = rules.filter((rule) => markOf(rule.outcome, rule.exercised, rule.severity) === mark)
      return ids.length === 0 ? [] : this.#block(mark, [ids.map(({ id }) => safeText(id, textColumns)).join(", ")])
    })
    return [...single.flatMap((rule) => this.#outcome(rule, repairs.get(rule.id), verdict.calls)), ...groups.flat()]
  }

  #outcome(rule: RuleVerdict, repairs: readonly Repair[] | undefined, calls: number): string[] {
    const mark = markOf(rule.outcome, rule.exercised, rule.severity)
    const texts = [
      rule.id,
      rule.violation?.message,
      ...(rule.violation ? agentSentence(rule.violation) : []),
      repairs && repairSentence(repairs, calls),
      rule.violation && this.#policy.rules.get(rule.id)?.description,
    ]
    const shown = texts.filter((text) => text !== undefined).map((text) => safeText(text, textColumns))
    const quote = rule.violation ? this.#quotes.quote(rule.id, outcomeIndent) : []
    return [...this.#block(mark, shown), ...quote]
  }

  #block(mark: Mark, texts: readonly string[]): string[] {
    const { paint, width } = this.#page
    const lines = texts.flatMap((text) => wrap(text, width - outcomeIndent))
    const label = paint[mark.colour](padRight(`${mark.sign} ${mark.word}`, outcomeIndent - 4))
    return lines.map((line, index) => (index === 0 ? `    ${label}${line}` : `${" ".repeat(outcomeIndent)}${line}`))
  }
}
