import type { Evaluation, PolicyView, RunReport } from "../report/index.ts"
import type { Reporter } from "./reporter.ts"

/** A reporter whose text needs the whole run: it keeps the verdicts, and the calls of the violated traces alone. */
export function collectingReporter(policy: PolicyView, render: (run: RunReport) => string): Reporter {
  const evaluations: Evaluation[] = []
  return {
    source: () => "",
    judged({ verdict, trace, place }) {
      evaluations.push(verdict.violations.length > 0 ? { verdict, place, trace } : { verdict, place })
      return ""
    },
    unreadable(verdict, place) {
      evaluations.push({ verdict, place })
      return ""
    },
    end: (counts, diagnostics) => render({ policy, counts, evaluations, diagnostics }),
  }
}
