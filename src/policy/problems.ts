import type { Diagnostic, DiagnosticCode } from "../diagnostic/index.ts"
import { diagnostic } from "../diagnostic/index.ts"
import type { SourceText, Span } from "./source-text.ts"

const LISTED = 100
/** How many are kept to choose the listed ones from, in text order; the rest is counted only. */
const KEPT = 1000

interface Problem {
  readonly code: DiagnosticCode
  readonly span: Span
  readonly path: string
  readonly message: string
  readonly hint: string | undefined
}

/** Collects what is wrong with one policy, so that all of it is reported at once. */
export class Problems {
  readonly #source: SourceText
  readonly #file: string | undefined
  readonly #kept: Problem[] = []
  #count = 0

  constructor(source: SourceText, file: string | undefined) {
    this.#source = source
    this.#file = file
  }

  get count(): number {
    return this.#count
  }

  /** `hint` may be a function, which is not called once nobody will see the hint. */
  add(code: DiagnosticCode, span: Span, path: string, message: string, hint?: string | (() => string)): void {
    this.#count++
    if (this.#kept.length >= KEPT) return
    this.#kept.push({ code, span, path, message, hint: typeof hint === "function" ? hint() : hint })
  }

  /** In the order of the text; at most 100, the last of which says how many more there are. */
  list(): Diagnostic[] {
    const sorted = this.#kept.toSorted((a, b) => a.span.start - b.span.start)
    const more = this.#count - LISTED
    return sorted.slice(0, LISTED).map(({ code, span, path, message, hint }, index) => {
      const last = more > 0 && index === LISTED - 1
      const tail = last ? `${more} more problems follow; mend these first` : undefined
      return diagnostic(code, message, {
        hint: sentence(tail === undefined ? hint : [hint, tail].filter((part) => part !== undefined).join("; ")),
        path,
        file: this.#file,
        range: this.#source.range(span),
      })
    })
  }
}

/** A hint with the capital of a sentence; what begins with a key or another name as it is to be written stays. */
function sentence(hint: string | undefined): string | undefined {
  return hint?.replace(/^[a-z]+(?= )/, (word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
}

/** A user's text inside a message: quoted, and cut where it is long. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text)
}

/** A JSON Pointer one step deeper (RFC 6901). */
export function below(path: string, step: string | number): string {
  return `${path}/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`
}
