import {
  count,
  escapeText,
  type Page,
  type PolicyView,
  type RunCounts,
  renderDiagnostic,
  renderFile,
  renderPlace,
  renderRuleTable,
  renderTraceLine,
  renderVerdictLine,
  wrap,
} from "../report/index.ts"
import type { Judged, Reporter } from "./reporter.ts"

/** How many traces of a kind are told in full unless everything is asked for. */
const maxTold = { violated: 10, warned: 3, unreadable: 10 }

type Kind = keyof typeof maxTold

export interface PrettyReporterOptions {
  readonly page: Page
  readonly policy: PolicyView
  /** The lines that tell of a trace in full. */
  readonly tell: (judged: Judged) => readonly string[]
  /** Whether a trace is told in full at all; absent: those with violations. */
  readonly chosen?: ((judged: Judged) => boolean) | undefined
  /** What the traces that are not chosen are, as in `without violations`; absent where nobody needs to be told. */
  readonly others?: string | undefined
  /** Whether the summary table follows. */
  readonly table: boolean
}

/** The report for people. */
export class PrettyReporter implements Reporter {
  readonly #options: PrettyReporterOptions
  readonly #told: Record<Kind, number> = { violated: 0, warned: 0, unreadable: 0 }
  readonly #untold: Record<Kind, number> = { violated: 0, warned: 0, unreadable: 0 }
  /** Warnings about traces that were not told in full, by code. */
  readonly #quiet = new Map<string, number>()
  #others = 0
  #started = false

  constructor(options: PrettyReporterOptions) {
    this.#options = options
  }

  source(file: string, format: string, evidence: string): string {
    const { paint, width } = this.#options.page
    const [first = "", ...rest] = wrap(`${renderFile(file)}: ${escapeText(`${format} (${evidence})`)}`, width - 8)
    const lines = [`${paint.bold("traces")}  ${first}`, ...rest.map((line) => `        ${line}`)]
    const gap = this.#started ? "\n" : ""
    return gap + this.#head() + text(lines)
  }

  judged(judged: Judged): string {
    const { page, chosen, tell } = this.#options
    const { verdict, place } = judged
    const troubled = verdict.violations.length > 0 || verdict.diagnostics.some(({ severity }) => severity === "error")
    const wanted = chosen ? chosen(judged) : troubled
    if (!wanted) {
      this.#others++
      for (const { code } of verdict.diagnostics) this.#quiet.set(code, (this.#quiet.get(code) ?? 0) + 1)
      return page.verbose && !chosen ? this.#head() + text([renderTraceLine(verdict, place, page)]) : ""
    }
    if (!chosen && !this.#mayTell(verdict.ok ? "warned" : "violated")) return ""
    if (chosen && !this.#mayTell("violated")) return ""
    return `${this.#head()}\n${text(tell(judged))}`
  }

  unreadable(...[{ diagnostics }, place]: Parameters<Reporter["unreadable"]>): string {
    if (!this.#mayTell("unreadable")) return ""
    const { page } = this.#options
    const lines = [`${page.paint.red("✗ unreadable")}  ${renderPlace(place)}`]
    for (const diagnostic of diagnostics) {
      lines.push(...renderDiagnostic(diagnostic, { ...page, width: page.width - 2 }).map((line) => `  ${line}`))
    }
    return `${this.#head()}\n${text(lines)}`
  }

  end(counts: RunCounts): string {
    const { page, table } = this.#options
    const lines = [...this.#leftOut(), ...this.#notChosen()]
    if (lines.length > 0) lines.unshift("")
    if (table && counts.rules.length > 0) lines.push("", ...renderRuleTable(counts, page))
    return `${this.#head()}${text([...lines, "", ...renderVerdictLine(counts, page)])}`
  }

  #mayTell(kind: Kind): boolean {
    const may = this.#options.page.verbose || this.#told[kind] < maxTold[kind]
    const counter = may ? this.#told : this.#untold
    counter[kind]++
    return may
  }

  #leftOut(): string[] {
    const { paint } = this.#options.page
    const parts = [
      this.#untold.violated > 0 && count(this.#untold.violated, this.#options.chosen ? "trace" : "violated trace"),
      this.#untold.warned > 0 && `${count(this.#untold.warned, "trace")} with warnings only`,
      this.#untold.unreadable > 0 && count(this.#untold.unreadable, "unreadable trace"),
    ].filter(Boolean)
    const lines = parts.length === 0 ? [] : [paint.dim(`… and ${parts.join(", ")} (--verbose tells of all)`)]
    for (const [code, number] of this.#quiet) {
      lines.push(`${paint.yellow("!")} ${count(number, `${code} warning`)} in traces that are not listed`)
    }
    return lines
  }

  #notChosen(): string[] {
    const { others, page } = this.#options
    const number = this.#others
    if (others === undefined || number === 0) return []
    const how = `(--all shows ${number === 1 ? "it" : "them"})`
    const head = this.#told.violated > 0 ? "… and" : "Nothing to explain:"
    const lines = wrap(`${head} ${count(number, "trace")} ${others} ${how}`, page.width)
    return this.#told.violated > 0 ? lines.map(page.paint.dim) : lines
  }

  #head(): string {
    if (this.#started) return ""
    this.#started = true
    const { page, policy } = this.#options
    const name = policy.name === undefined ? "" : `${page.paint.bold(escapeText(policy.name))}, `
    const file = policy.file === undefined ? "" : escapeText(policy.file)
    return text([`${page.paint.bold("policy")}  ${name}${file}`])
  }
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("")
}
