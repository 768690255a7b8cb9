import type { Evaluation, PolicyView, RunReport } from "../report/index.ts"
import type { Verdict } from "../verdict/index.ts"
import type { Judged, Reporter } from "./reporter.ts"

/** How much of a run a report looks at. */
export interface Kept {
  /** Violated traces whose calls are kept, and as many that are only warned of: those must not crowd out the others. */
  readonly traces: number
  /** Whether each trace is told of with all its rules; else those that are violated, undetermined or noted will do. */
  readonly whole?: boolean
}

/** A reporter whose text needs the whole run: it keeps what the text is made of, and no more. */
export function collectingReporter(policy: PolicyView, kept: Kept, render: (run: RunReport) => string): Reporter {
  const evaluations: Evaluation[] = []
  const traces = { violated: 0, warned: 0 }
  return {
    source: () => "",
    judged({ verdict, trace, place }: Judged) {
      const violated = verdict.violations.length > 0
      if (!kept.whole && !violated && verdict.undetermined === 0 && verdict.diagnostics.length === 0) return ""
      const told = kept.whole ? verdict : narrowed(verdict)
      if (violated && ++traces[verdict.ok ? "warned" : "violated"] <= kept.traces)
        evaluations.push({ verdict: told, place, trace })
      else evaluations.push({ verdict: told, place })
      return ""
    },
    unreadable(verdict, place) {
      evaluations.push({ verdict, place })
      return ""
    },
    end: (counts, diagnostics) => render({ policy, counts, evaluations, diagnostics }),
  }
}

/** Without the rules of which there is nothing to tell. A verdict without rules is one on what could not be read. */
function narrowed(verdict: Verdict): Verdict {
  const rules = verdict.rules.filter(({ outcome }) => outcome === "violated" || outcome === "undetermined")
  return rules.length === 0 ? verdict : { ...verdict, rules }
}
