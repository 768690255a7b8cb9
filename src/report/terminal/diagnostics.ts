import type { Diagnostic } from "../../diagnostic/index.ts"
import { excerpt, type SourceText } from "../excerpt.ts"
import type { Page } from "../paint.ts"
import { renderFile } from "../place.ts"
import { escapeText, wrap } from "../text.ts"

/** Where the text of a named file can be had for carets; undefined where it is not at hand. */
export type SourceOf = (file: string | undefined) => SourceText | undefined

/**
 * A diagnostic for people: place, severity and code, the sentence, the line with carets, the hint.
 * Every line is at most `page.width` columns wide except where a path alone is wider.
 */
export function renderDiagnostic(diagnostic: Diagnostic, page: Page, sourceOf: SourceOf = () => undefined): string[] {
  const { paint, width } = page
  const { severity, code, range, hint } = diagnostic
  const label = severity === "error" ? paint.red("✗ error") : paint.yellow("! warning")
  const place = placeOf(diagnostic)
  const output = [`${label} ${paint.bold(`[${code}]`)}${place === "" ? "" : ` ${paint.cyan(place)}`}`]
  for (const line of wrap(escapeText(diagnostic.message), width - 2)) output.push(`  ${line}`)
  const source = range && sourceOf(diagnostic.file)
  if (range && source) {
    for (const line of excerpt(source, range, { paint, width: width - 4 })) output.push(`    ${line}`)
  }
  if (hint !== undefined) {
    const [first = "", ...rest] = wrap(escapeText(hint), width - 8)
    output.push(`  ${paint.bold("hint:")} ${first}`, ...rest.map((line) => `        ${line}`))
  }
  return output
}

/** `file:line:column`, or the file and the JSON Pointer where there is no range. */
function placeOf({ file, range, path }: Diagnostic): string {
  const position = range && `${range.start.line}:${range.start.column}`
  const parts = [file === undefined ? undefined : renderFile(file), position]
  const place = parts.filter((part) => part !== undefined).join(":")
  return position === undefined && path ? `${place}#${escapeText(path)}` : place
}
