/** What `assay init` writes of a policy and of the traces to try it on. */
export interface Template {
  readonly name: string
  /** What it is for, in a few words. */
  readonly summary: string
  /** YAML. */
  readonly policy: string
  /** Traces that keep the policy, one to a line. */
  readonly traces: readonly object[]
  /** The calls of a session that violates it, to be tried. */
  readonly violating: readonly string[]
}
