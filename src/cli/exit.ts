import type { RunCounts } from "../report/index.ts"

/** What the command ends with; the highest of what came up wins. */
export const exitCode = { ok: 0, failed: 1, unusable: 2, internal: 3 } as const

/** What `--fail-on` names of a run that judges. */
export const runFailures = ["violation", "warning", "undetermined", "not-exercised"] as const

export type Failure = (typeof runFailures)[number] | "high-risk" | "regression"

/** What `--fail-on` names of coverage. */
export const coverageFailures: readonly Failure[] = [...runFailures, "high-risk", "regression"]

const occurs: Record<(typeof runFailures)[number], (counts: RunCounts) => boolean> = {
  violation: (counts) => counts.violations > 0,
  warning: (counts) => counts.warnings > 0,
  undetermined: (counts) => counts.undetermined > 0,
  // A rule is exercised by a suite when one trace does it; in a single trace most rules never come up.
  "not-exercised": (counts) =>
    counts.rules.some((rule) => rule.notExercised > 0 && rule.notExercised === counts.traces - counts.unreadable),
}

/**
 * Whether a run comes to anything that is to fail it. A violation does whatever else is named: an option that makes
 * a run stricter must not make it blind.
 */
export function hasFailed(counts: RunCounts, failOn: ReadonlySet<Failure>): boolean {
  return runFailures.some((failure) => (failure === "violation" || failOn.has(failure)) && occurs[failure](counts))
}
