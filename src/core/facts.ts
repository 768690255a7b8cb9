/** What is known of a call beyond its name. Texts are JSON; absent: not captured. */
export interface CallFacts {
  readonly args?: string | undefined
  readonly agent?: string | undefined
  readonly result?: string | undefined
  /** `STATUS_` of `assembly/abi.ts`. */
  readonly status: number
  /** Calls made in parallel share one; `NO_STEP` for a call made alone. */
  readonly step: number
}
