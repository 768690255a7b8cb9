/** How much of a large report is written out. What is left out is said, and still counted. */
export interface Limits {
  /** Violations listed. */
  readonly violations: number
  /** Traces told one by one: explained, unreadable, or with notes. */
  readonly traces: number
  /** Calls shown of one trace, and lines of one list. */
  readonly rows: number
}

/** A page in a browser. */
export const pageLimits: Limits = { violations: 1000, traces: 1000, rows: 2000 }

/** A comment or a step summary, which hosts cut off without a word. */
export const commentLimits: Limits = { violations: 200, traces: 100, rows: 200 }
