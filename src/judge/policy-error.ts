import type { Diagnostic } from "../diagnostic/index.ts"

/** A policy, or a program, that cannot be used; `diagnostics` says why and where. */
export class PolicyError extends Error {
  override readonly name: string = "PolicyError"
  readonly diagnostics: readonly Diagnostic[]

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(describe).join("\n"))
    this.diagnostics = diagnostics
  }
}

function describe({ file, range, message, code, hint }: Diagnostic): string {
  const place = range === undefined ? "" : `${range.start.line}:${range.start.column}: `
  const remedy = hint === undefined ? "" : ` (${hint})`
  return `${file === undefined ? "" : `${file}:`}${place}${message}${remedy} [${code}]`
}
