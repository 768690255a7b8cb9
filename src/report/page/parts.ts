import type { Diagnostic } from "../../diagnostic/index.ts"
import type { Severity } from "../../policy/index.ts"
import type { Verdict } from "../../verdict/index.ts"
import { type Page, plainPaint } from "../paint.ts"
import { renderFile } from "../place.ts"
import type { PolicyView } from "../policy-view.ts"
import { safeText } from "../preview.ts"
import { count } from "../text.ts"
import { type Block, code, lineBreak, paragraph, quiet, severityMark, strong, type Text } from "./document.ts"
import { prose } from "./prose.ts"

/** Columns kept of a place, of a call and of a line of a policy. */
export const placeWidth = 160
export const callWidth = 160
/** Lines of a rule that are quoted: its id, its type, its operands. */
const quotedLines = 8

/** Without colours, for renderers of text whose words a page takes over. */
export const plainPage: Page = { paint: plainPaint, width: 160, verbose: false }

/** A trace by its id, or where it has none by its place. */
export function traceName({ id }: Verdict, place: string): Text {
  return [code(id === undefined ? place : safeText(id, 80))]
}

/** Where a trace stands, as a second line under its id. */
export function placeBelow({ id }: Verdict, place: string): Text {
  return id === undefined ? [] : [lineBreak, quiet(code(place))]
}

/** What the policy wants the agent to be told. */
export function agentText(message: string): Text {
  return [strong("Tells the agent:"), " ", ...prose(message)]
}

/** Severity, code, place, sentence and hint. */
export function diagnosticText(diagnostic: Diagnostic): Text {
  const { severity, message, hint, file, range, path } = diagnostic
  const position = range === undefined ? path && `#${path}` : `${range.start.line}:${range.start.column}`
  const parts = [file === undefined ? undefined : renderFile(file), position].filter(Boolean)
  const place = parts.join(range === undefined ? "" : ":")
  return [
    severityMark(severity, severity),
    " ",
    code(diagnostic.code),
    " ",
    ...(place !== "" ? [quiet(code(safeText(place, placeWidth))), lineBreak] : []),
    ...prose(message),
    ...(hint === undefined ? [] : [lineBreak, strong("Hint:"), " ", ...prose(hint)]),
  ]
}

export function diagnosticList(diagnostics: readonly Diagnostic[]): readonly Block[] {
  return diagnostics.length === 0 ? [] : [{ block: "list", items: diagnostics.map(diagnosticText) }]
}

/** The head of a rule as the policy has it, with line numbers; nothing where the policy came compiled. */
export function ruleQuote({ file, source, rules }: PolicyView, id: string): readonly Block[] {
  const range = rules.get(id)?.range
  if (range === undefined || source === undefined) return []
  const first = range.start.line
  // The end of a block is the start of the line after it.
  const last = Math.max(first, range.end.column === 1 ? range.end.line - 1 : range.end.line)
  const shown = Math.min(last, first + quotedLines - 1)
  const digits = String(shown).length
  const lines = Array.from({ length: shown - first + 1 }, (_, at) => {
    return `${String(first + at).padStart(digits)} | ${safeText(source.line(first + at), callWidth)}`.trimEnd()
  })
  const more = shown < last ? [`${" ".repeat(digits)} | … ${count(last - shown, "more line")}`] : []
  const place = `${renderFile(file)}:${first}:${range.start.column}`
  return [
    paragraph("The rule, at ", code(safeText(place, placeWidth)), ":"),
    { block: "code", lines: [...lines, ...more] },
  ]
}

/** Says that a list was cut; nothing where it was not. */
export function leftOut(left: number, one: string, many = `${one}s`): readonly Block[] {
  return left <= 0
    ? []
    : [paragraph(strong(`${left} more ${left === 1 ? one : many}`), " not listed here; the counts include them.")]
}

/** What kind of rule it is, beside its id. */
export function kindText(type: string, severity: "error" | "warning"): string {
  return severity === "warning" ? `${type}, warning` : type
}

/** Errors, then warnings; within each as they came. */
export function errorsFirst<T>(items: readonly T[], severityOf: (item: T) => { readonly severity: Severity }): T[] {
  const isError = (item: T): boolean => severityOf(item).severity === "error"
  return [...items.filter(isError), ...items.filter((item) => !isError(item))]
}
