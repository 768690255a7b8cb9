import { type Diagnostic, diagnosticSentence } from "../diagnostic/index.ts"

/** A text that is no baseline, or none that can be read; `diagnostics` says why and where. */
export class BaselineError extends Error {
  override readonly name: string = "BaselineError"
  readonly diagnostics: readonly Diagnostic[]

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(diagnosticSentence).join("\n"))
    this.diagnostics = diagnostics
  }
}
