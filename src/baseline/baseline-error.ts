import type { Diagnostic } from "../diagnostic/index.ts"

/** A text that is no baseline, or none that can be read; `diagnostics` says why and where. */
export class BaselineError extends Error {
  override readonly name: string = "BaselineError"
  readonly diagnostics: readonly Diagnostic[]

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(describe).join("\n"))
    this.diagnostics = diagnostics
  }
}

function describe({ file, range, message, code, hint }: Diagnostic): string {
  const position = range && `${range.start.line}:${range.start.column}`
  const place = [file, position].filter((part) => part !== undefined).join(":")
  return `${place === "" ? "" : `${place}: `}${message}${hint === undefined ? "" : ` (${hint})`} [${code}]`
}
