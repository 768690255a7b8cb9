import type { DiagnosticCode } from "./codes.ts"

/** A place in a text. `line` and `column` count from 1, `column` and `offset` in UTF-16 code units. */
export interface Position {
  readonly line: number
  readonly column: number
  readonly offset: number
}

/** A half-open span of a text: `end` is the first position after it. */
export interface Range {
  readonly start: Position
  readonly end: Position
}

/** What is wrong with an input: data, never thrown except inside a {@link PolicyError}. */
export interface Diagnostic {
  readonly code: DiagnosticCode
  readonly severity: "error" | "warning"
  /** One sentence: what was expected, what came. */
  readonly message: string
  /** What to do about it. */
  readonly hint?: string
  /** JSON Pointer into the document, `""` for the whole. */
  readonly path?: string
  readonly file?: string
  readonly range?: Range
}

/** The optional parts of a diagnostic; an `undefined` part is left out. */
export interface DiagnosticDetails {
  readonly severity?: "error" | "warning"
  readonly hint?: string | undefined
  readonly path?: string | undefined
  readonly file?: string | undefined
  readonly range?: Range | undefined
}

/** The one place where diagnostics are made, so that absent parts are absent and key order is stable. */
export function diagnostic(code: DiagnosticCode, message: string, details: DiagnosticDetails = {}): Diagnostic {
  const { severity = "error", hint, path, file, range } = details
  return {
    code,
    severity,
    message,
    ...(hint !== undefined && { hint }),
    ...(path !== undefined && { path }),
    ...(file !== undefined && { file }),
    ...(range !== undefined && { range }),
  }
}
