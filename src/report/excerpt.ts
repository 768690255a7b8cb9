import type { Range } from "../diagnostic/index.ts"
import type { Paint } from "./paint.ts"
import { clip, escapeText, padLeft, textWidth } from "./text.ts"

/** A text cut into lines once, for many excerpts. */
export class SourceText {
  readonly #lines: readonly string[]

  constructor(text: string) {
    this.#lines = text.split(/\r\n|\n|\r/)
  }

  /** Line `number`, counted from 1; empty beyond the end. */
  line(number: number): string {
    return this.#lines[number - 1] ?? ""
  }
}

export interface ExcerptOptions {
  readonly paint: Paint
  readonly width: number
  /** Lines shown of a range that spans several; default 1. */
  readonly lines?: number
}

/**
 * The source line where a range starts, with carets under the range, and up to `lines` lines of what follows in it.
 * The window of a long line moves to the carets.
 */
export function excerpt(source: SourceText, range: Range, options: ExcerptOptions): string[] {
  const last = lastLine(range)
  const shown = Math.min(last, range.start.line + (options.lines ?? 1) - 1)
  const gutter = String(shown).length
  const room = options.width - gutter - 3
  const output = firstLine(source, range, room, gutter, options.paint)
  for (let number = range.start.line + 1; number <= shown; number++) {
    output.push(
      numbered(String(number), gutter, clip(escapeText(source.line(number).slice(0, room * 2)), room), options.paint),
    )
  }
  return output
}

/** The last line that holds something of the range: a block's end is the start of the line after it. */
function lastLine({ start, end }: Range): number {
  return end.column === 1 && end.line > start.line ? end.line - 1 : end.line
}

function firstLine(source: SourceText, range: Range, room: number, gutter: number, paint: Paint): string[] {
  const line = source.line(range.start.line)
  const from = Math.min(range.start.column - 1, line.length)
  const to = range.end.line === range.start.line ? Math.min(range.end.column - 1, line.length) : line.trimEnd().length
  const skip = from > room - 8 ? from - Math.floor(room / 2) : 0
  const lead = `${skip > 0 ? "…" : ""}${escapeText(line.slice(skip, from))}`
  const marked = escapeText(line.slice(from, Math.min(Math.max(to, from), from + room)))
  const rest = escapeText(line.slice(Math.max(to, from), from + room * 2))
  const indent = textWidth(lead)
  const carets = "^".repeat(Math.max(1, Math.min(textWidth(marked), room - indent)))
  return [
    numbered(String(range.start.line), gutter, clip(lead + marked + rest, room), paint),
    numbered("", gutter, " ".repeat(indent) + paint.red(carets), paint),
  ]
}

function numbered(number: string, gutter: number, text: string, paint: Paint): string {
  return `${paint.dim(`${padLeft(number, gutter)} |`)} ${text}`.trimEnd()
}
