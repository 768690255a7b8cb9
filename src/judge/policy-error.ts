import { type Diagnostic, diagnosticSentence } from "../diagnostic/index.ts"

/** A policy, or a program, that cannot be used; `diagnostics` says why and where. */
export class PolicyError extends Error {
  override readonly name: string = "PolicyError"
  readonly diagnostics: readonly Diagnostic[]

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(diagnosticSentence).join("\n"))
    this.diagnostics = diagnostics
  }
}
