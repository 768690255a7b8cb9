import { type Evaluation, nothingOmitted, type Omitted, type PolicyView, type RunReport } from "../report/index.ts"
import type { Verdict } from "../verdict/index.ts"
import type { Judged, Reporter } from "./reporter.ts"

/** How much of a run a report looks at. */
export interface Kept {
  /** Violated traces that are kept, and as many that are only warned of: those must not crowd out the others. */
  readonly traces: number
  /** Whether each trace is told of, with all its rules; else violated, undetermined and noted ones will do, the rest counted. */
  readonly whole?: boolean
}

/** A reporter whose text needs the whole run: it keeps what the text is made of, and no more. */
export function collectingReporter(policy: PolicyView, kept: Kept, render: (run: RunReport) => string): Reporter {
  const evaluations: Evaluation[] = []
  const traces = { violated: 0, warned: 0 }
  const omitted = { ...nothingOmitted }
  return {
    source: () => "",
    judged(judged: Judged) {
      const { verdict, place } = judged
      const violated = verdict.violations.length > 0
      if (!kept.whole && !violated && verdict.undetermined === 0 && verdict.diagnostics.length === 0) return ""
      const told = kept.whole ? verdict : narrowed(verdict)
      if (!violated) evaluations.push({ verdict: told, place })
      else if (++traces[verdict.ok ? "warned" : "violated"] <= kept.traces)
        evaluations.push({ verdict: told, place, trace: judged.trace })
      else if (kept.whole) evaluations.push({ verdict: told, place })
      else omit(omitted, verdict)
      return ""
    },
    unreadable(verdict, place) {
      evaluations.push({ verdict, place })
      return ""
    },
    end: (counts, diagnostics) => render({ policy, counts, evaluations, omitted, diagnostics }),
  }
}

/** Counts a violated trace of which there is no room to tell. */
function omit(omitted: { -readonly [K in keyof Omitted]: Omitted[K] }, { ok, violations }: Verdict): void {
  omitted[ok ? "warnedTraces" : "violatedTraces"]++
  for (const { severity } of violations) omitted[severity === "error" ? "errors" : "warnings"]++
}

/** Without the rules of which there is nothing to tell. A verdict without rules is one on what could not be read. */
function narrowed(verdict: Verdict): Verdict {
  const rules = verdict.rules.filter(({ outcome }) => outcome === "violated" || outcome === "undetermined")
  return rules.length === 0 ? verdict : { ...verdict, rules }
}
