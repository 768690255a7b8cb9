import { count, type RunCounts } from "../report/index.ts"
import type { Io } from "./io.ts"
import { pageFor } from "./output.ts"

/** What the command ends with; the highest of what came up wins. */
export const exitCode = { ok: 0, failed: 1, unusable: 2, internal: 3 } as const

/** What `--fail-on` names of a run that judges. */
export const runFailures = ["violation", "warning", "undetermined", "not-exercised"] as const

export type Failure = (typeof runFailures)[number] | "high-risk" | "regression"

/** What `--fail-on` names of coverage. */
export const coverageFailures: readonly Failure[] = [...runFailures, "high-risk", "regression"]

/** How often what `--fail-on` names came up, and in which words that is said. */
export type Occurrences = Partial<Record<Failure, readonly [times: number, what: string]>>

/**
 * What of a run is to fail it beside violations. Those fail it whatever is named: an option that makes a run stricter
 * must not make it blind.
 */
export function runOccurrences(counts: RunCounts): Occurrences {
  const read = counts.traces - counts.unreadable
  // A rule is exercised by a suite when one trace does it; in a single trace most rules never come up.
  const idle = counts.rules.filter((rule) => rule.notExercised > 0 && rule.notExercised === read)
  return {
    warning: [counts.warnings, "violated rule of severity warning"],
    undetermined: [counts.undetermined, "undetermined rule"],
    "not-exercised": [idle.length, "rule that no trace exercises"],
  }
}

/** Says on standard error which option makes a run fail, where the report alone does not; answers whether one does. */
export async function failsFor(
  occurrences: Occurrences,
  failOn: ReadonlySet<Failure>,
  io: Io,
  colour: boolean | undefined,
): Promise<boolean> {
  const { paint } = pageFor(io.stderr, io.env, { colour, verbose: false })
  let failed = false
  for (const failure of coverageFailures) {
    const [times, what] = occurrences[failure] ?? [0, ""]
    if (times === 0 || !failOn.has(failure)) continue
    failed = true
    await io.stderr.write(`${paint.red("✗ fails")} for ${count(times, what)} (--fail-on ${failure})\n`)
  }
  return failed
}
