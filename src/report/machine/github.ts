import type { Diagnostic } from "../../diagnostic/index.ts"
import type { Violation } from "../../verdict/index.ts"
import { nameTrace } from "../deciding-calls.ts"
import { safeText } from "../preview.ts"
import { type Evaluation, nothingOmitted, type ReportOptions, type RunReport } from "../run-report.ts"
import { count } from "../text.ts"

/** Of each level and step; GitHub drops what comes after. */
const maxAnnotations = 10

export interface Annotation {
  readonly level: "error" | "warning" | "notice"
  readonly title: string
  readonly message: string
  readonly file?: string | undefined
  readonly line?: number | undefined
  readonly endLine?: number | undefined
  readonly column?: number | undefined
}

/**
 * A run as workflow commands, which GitHub shows beside the lines of the policy: at most 10 errors and 10 warnings,
 * the first of each rule before the second of any, then a notice that says how many more there are.
 */
export function renderGitHubAnnotations(run: RunReport, _options: ReportOptions): string {
  const errors = new Chosen()
  const warnings = new Chosen()
  const add = (key: string, annotation: () => Annotation, severity: "error" | "warning"): void =>
    (severity === "error" ? errors : warnings).add(key, annotation)
  for (const item of run.diagnostics) add(`diagnostic ${item.code}`, () => diagnosed(item, {}), item.severity)
  for (const evaluation of run.evaluations) {
    const { diagnostics, violations } = evaluation.verdict
    for (const item of diagnostics) {
      add(`diagnostic ${item.code}`, () => diagnosed(item, evaluation.place), item.severity)
    }
    for (const item of violations) add(`rule ${item.rule}`, () => violated(item, evaluation, run), item.severity)
  }
  const { omitted = nothingOmitted } = run
  errors.omit(omitted.errors)
  warnings.omit(omitted.warnings)
  const lines = [...errors.first(), ...warnings.first()]
  const more = [
    ...(errors.left > 0 ? [count(errors.left, "error")] : []),
    ...(warnings.left > 0 ? [count(warnings.left, "warning")] : []),
  ]
  if (more.length > 0) {
    lines.push({ level: "notice", title: "Assay", message: `Not shown here: ${more.join(" and ")}.` })
  }
  return lines.map((line) => `${workflowCommand(line)}\n`).join("")
}

/** The first of each kind, then the others, in the order in which they came; only what is shown is kept. */
class Chosen {
  readonly #keys = new Set<string>()
  readonly #firsts: (() => Annotation)[] = []
  readonly #others: (() => Annotation)[] = []
  #count = 0

  add(key: string, annotation: () => Annotation): void {
    this.#count++
    const list = this.#keys.has(key) ? this.#others : this.#firsts
    if (list.length >= maxAnnotations) return
    this.#keys.add(key)
    list.push(annotation)
  }

  /** Counts what nobody handed over. */
  omit(more: number): void {
    this.#count += more
  }

  first(): Annotation[] {
    return [...this.#firsts, ...this.#others].slice(0, maxAnnotations).map((annotation) => annotation())
  }

  get left(): number {
    return Math.max(0, this.#count - maxAnnotations)
  }
}

function violated({ rule, message, severity }: Violation, evaluation: Evaluation, { policy }: RunReport): Annotation {
  const range = policy.file === "-" ? undefined : policy.rules.get(rule)?.range
  const file = policy.file
  const stands =
    range && file !== undefined
      ? { file, line: range.start.line, endLine: lastLine(range), column: range.start.column }
      : { file: evaluation.place.file, line: evaluation.place.line }
  return {
    level: severity,
    title: safeText(rule, 200),
    message: `${safeText(message, 700)} Trace: ${nameTrace(evaluation)}.`,
    ...stands,
  }
}

function diagnosed({ code, severity, message, hint, file, range }: Diagnostic, place: Evaluation["place"]): Annotation {
  const text = safeText(message, 700)
  return {
    level: severity,
    title: code,
    message: hint === undefined ? text : `${text} ${safeText(hint, 300)}`,
    file: file ?? place.file,
    line: range?.start.line ?? place.line,
    endLine: range && lastLine(range),
    column: range?.start.column,
  }
}

/** A block's end is the start of the line after it. */
function lastLine({ start, end }: NonNullable<Diagnostic["range"]>): number {
  return end.column === 1 && end.line > start.line ? end.line - 1 : end.line
}

/** Without a file GitHub has no use for lines. */
export function workflowCommand({ level, title, message, file, line, endLine, column }: Annotation): string {
  const stands =
    file === undefined || file === "" || file === "-" ? {} : { file: printable(file), line, endLine, col: column }
  const written = Object.entries({ ...stands, title }).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${escapeProperty(String(value))}`],
  )
  return `::${level} ${written.join(",")}::${escapeData(message)}`
}

/** A path that people can follow: only what would act on the terminal that shows the log is replaced. */
function printable(path: string): string {
  return path.replace(/[^\P{Cc}\r\n]|[\p{Zl}\p{Zp}]/gu, "\ufffd")
}

function escapeData(text: string): string {
  return text
    .replace(/\p{Cs}/gu, "\ufffd")
    .replaceAll("%", "%25")
    .replaceAll("\r", "%0D")
    .replaceAll("\n", "%0A")
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C")
}
