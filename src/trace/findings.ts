import { type Diagnostic, type DiagnosticCode, type DiagnosticDetails, diagnostic } from "../diagnostic/index.ts"

const most = 20

/** What is wrong with one trace: at most 20 diagnostics, however broken it is, and a word on the rest. */
export class Findings {
  readonly #diagnostics: Diagnostic[] = []
  #failed = false
  #full = false

  add(code: DiagnosticCode, message: string, details: DiagnosticDetails = {}): void {
    this.take(diagnostic(code, message, details))
  }

  take(finding: Diagnostic): void {
    if (finding.severity === "error") this.#failed = true
    if (this.#diagnostics.length < most) this.#diagnostics.push(finding)
    else this.#full = true
  }

  /** Some finding is an error: the trace cannot be judged. */
  get failed(): boolean {
    return this.#failed
  }

  /** More would not be listed: reading on is of no use once the trace is lost. */
  get hopeless(): boolean {
    return this.#full && this.#failed
  }

  list(): Diagnostic[] {
    if (!this.#full) return [...this.#diagnostics]
    const rest = diagnostic("unreadable-trace", `Only the first ${most} problems of this trace are listed.`, {
      severity: this.#failed ? "error" : "warning",
    })
    return [...this.#diagnostics, rest]
  }
}
