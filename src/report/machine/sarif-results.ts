import type { RuleVerdict, Violation } from "../../verdict/index.ts"
import { decidingCalls, nameTrace } from "../deciding-calls.ts"
import { previewCall, safeText } from "../preview.ts"
import { type Evaluation, nothingOmitted, type RunReport } from "../run-report.ts"
import { judgedCalls } from "../terminal/verdict.ts"
import { count } from "../text.ts"
import { fingerprint } from "./fingerprint.ts"
import { type Json, message, rangeLocation, traceLocation } from "./sarif-places.ts"
import type { SarifRule } from "./sarif-rules.ts"

/** What GitHub takes of one run; beyond it the whole upload is refused. */
const maxResults = 25_000
/** Of one result: what GitHub takes of a flow, and what it shows of related locations. */
const maxFlow = 10_000
const maxRelated = 100
/** Of all results together: keeps the log near the 10 MB that GitHub takes, compressed. */
const flowBudget = 100_000

export interface SarifResults {
  readonly results: readonly Json[]
  /** How many were left out, by what they are; empty where none was. */
  readonly dropped: readonly (readonly [what: string, count: number])[]
}

/** Made only when it is certain that it is shown; `most` bounds the calls that it tells of. */
type Finding = (most: number) => Json

/** Violations first, warnings next, then what is open, then what was never put to the test; each in input order. */
export function sarifResults(run: RunReport, rules: ReadonlyMap<string, SarifRule>): SarifResults {
  const reader = new Findings(run, rules)
  for (const evaluation of run.evaluations) reader.read(evaluation)
  const { omitted = nothingOmitted } = run
  const groups = [
    ["errors", reader.errors, omitted.errors],
    ["warnings", reader.warnings, omitted.warnings],
    ["undetermined rules", reader.open, 0],
    ["rules not exercised", reader.idle(), 0],
  ] as const
  let room = maxResults
  const kept: Finding[] = []
  const dropped: [string, number][] = []
  for (const [what, findings, more] of groups) {
    const fit = findings.slice(0, room)
    room -= fit.length
    for (const finding of fit) kept.push(finding)
    const left = findings.length + more - fit.length
    if (left > 0) dropped.push([what, left])
  }
  const most = Math.min(maxFlow, Math.max(4, Math.floor(flowBudget / kept.length)))
  return { results: kept.map((finding) => finding(most)), dropped }
}

class Findings {
  readonly errors: Finding[] = []
  readonly warnings: Finding[] = []
  readonly open: Finding[] = []
  readonly #run: RunReport
  readonly #rules: ReadonlyMap<string, SarifRule>

  constructor(run: RunReport, rules: ReadonlyMap<string, SarifRule>) {
    this.#run = run
    this.#rules = rules
  }

  read(evaluation: Evaluation): void {
    for (const violation of evaluation.verdict.violations) {
      const group = violation.severity === "error" ? this.errors : this.warnings
      group.push((most) => this.#violation(violation, evaluation, most))
    }
    for (const { id, outcome } of evaluation.verdict.rules) {
      if (outcome === "undetermined") this.open.push(() => this.#undetermined(id, evaluation))
    }
  }

  /** Rules that no trace put to the test. */
  idle(): Finding[] {
    const { rules, traces, unreadable } = this.#run.counts
    return rules
      .filter(({ notExercised }) => notExercised > 0 && notExercised === traces - unreadable)
      .map(
        ({ id }) =>
          () =>
            this.#notExercised(id),
      )
  }

  #violation(violation: Violation, evaluation: Evaluation, most: number): Json {
    const { trace } = evaluation
    return {
      ...this.#rule(violation.rule),
      kind: "fail",
      level: violation.severity,
      message: message(`${safeText(violation.message, 700)} Trace: ${nameTrace(evaluation)}.`),
      ...this.#locations(violation.rule, evaluation),
      ...flowOf(violation, evaluation, most),
      ...(trace && {
        partialFingerprints: fingerprints(fingerprint(violation.rule, judgedCalls(trace))),
      }),
    }
  }

  #undetermined(id: RuleVerdict["id"], evaluation: Evaluation): Json {
    const text = `The trace lacks what ${safeText(id, 200)} reads: whether it holds is undetermined.`
    return {
      ...this.#rule(id),
      kind: "open",
      level: "none",
      message: message(`${text} Trace: ${nameTrace(evaluation)}.`),
      ...this.#locations(id, evaluation),
    }
  }

  #notExercised(id: string): Json {
    return {
      ...this.#rule(id),
      kind: "notApplicable",
      level: "none",
      message: message(`No trace put ${safeText(id, 200)} to the test.`),
      ...this.#locations(id, undefined),
    }
  }

  #rule(id: string): Json {
    const rule = this.#rules.get(id)
    return rule ? { ruleId: rule.id, ruleIndex: rule.index } : { ruleId: safeText(id, 200) }
  }

  /** Where the rule stands in the policy; else the trace; else nowhere. */
  #locations(id: string, evaluation: Evaluation | undefined): Json {
    const { policy } = this.#run
    const range = policy.rules.get(id)?.range
    const location = (range && rangeLocation(policy.file, range)) ?? (evaluation && traceLocation(evaluation.place))
    return location ? { locations: [location] } : {}
  }
}

/** The calls that matter, as a flow and as related locations; every call stands where its trace stands. */
function flowOf(violation: Violation, evaluation: Evaluation, most: number): Json {
  const { calls, left, end } = decidingCalls(violation, evaluation, most - 1)
  const stops = calls.map(({ index, decides, call }) => {
    const text = `Call ${index}${call ? `: ${previewCall(call, 160)}` : ""}`
    return { decides, text }
  })
  if (end !== undefined) stops.push({ decides: true, text: `The end, after ${count(end, "call")}` })
  if (stops.length === 0) return {}
  const place = traceLocation(evaluation.place)
  // GitHub refuses locations without a file; what was read from standard input has none.
  if (!place) return { properties: { calls: stops.map(({ text }) => text) } }
  const summary = left === 0 ? "The calls that matter" : `The calls that matter; ${left} before the last are left out`
  const locations = stops.map(({ decides, text }) => ({
    location: { ...place, message: message(text) },
    importance: decides ? "essential" : "important",
  }))
  return {
    // The last ones: the offender is among them.
    relatedLocations: locations.slice(-maxRelated).map(({ location }, id) => ({ id, ...location })),
    codeFlows: [{ message: message(summary), threadFlows: [{ locations }] }],
  }
}

/** GitHub tells alerts apart by the second alone; left to itself it would fold all violations of a rule into one. */
function fingerprints(hash: string): Readonly<Record<string, string>> {
  return { "policyTrace/v1": hash, primaryLocationLineHash: `${hash}:1` }
}
