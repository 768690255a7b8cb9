import type { Position, Range } from "../diagnostic/index.ts"

/** A half-open stretch of the text, by offsets in UTF-16 units. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A text whose offsets can be named by line and column. Lines end with LF, CRLF or CR, as in YAML. */
export class SourceText {
  readonly text: string
  #lineStarts: number[] | undefined

  constructor(text: string) {
    this.text = text
  }

  range(span: Span): Range {
    return { start: this.position(span.start), end: this.position(Math.max(span.start, span.end)) }
  }

  position(offset: number): Position {
    const at = Math.min(Math.max(offset, 0), this.text.length)
    this.#lineStarts ??= lineStarts(this.text)
    const starts = this.#lineStarts
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= at) low = middle
      else high = middle
    }
    return { line: low + 1, column: at - (starts[low] ?? 0) + 1, offset: at }
  }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit === 10 || (unit === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1)
  }
  return starts
}
