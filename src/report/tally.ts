import type { Outcome, RuleVerdict, Verdict } from "../verdict/index.ts"

/** How often a rule came out how, over the traces of a run. */
export interface RuleCounts {
  readonly id: string
  readonly type: RuleVerdict["type"]
  readonly severity: RuleVerdict["severity"]
  readonly held: number
  /** How many of `held` are so because nothing of what the rule speaks of happened. */
  readonly vacuous: number
  readonly violated: number
  readonly pending: number
  readonly notExercised: number
  readonly undetermined: number
}

/** What a run adds up to. `traces` is `ok + violated + unreadable`. */
export interface RunCounts {
  readonly traces: number
  readonly calls: number
  readonly ok: number
  readonly violated: number
  readonly unreadable: number
  /** Traces without any call. */
  readonly empty: number
  /** Traces that are ok, with calls, and in which no rule's condition came up. */
  readonly idle: number
  /** Violated rules of severity `error`, over all traces. */
  readonly violations: number
  /** Violated rules of severity `warning`, over all traces. */
  readonly warnings: number
  readonly undetermined: number
  readonly notExercised: number
  readonly rules: readonly RuleCounts[]
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
type Counted = Exclude<keyof RunCounts, "rules">

const outcomeField = {
  held: "held",
  violated: "violated",
  pending: "pending",
  not_exercised: "notExercised",
  undetermined: "undetermined",
} as const satisfies Record<Outcome, keyof RuleCounts>

/** Adds verdicts up; its size depends on the rules, not on the traces. */
export class Tally {
  readonly #rules = new Map<string, Mutable<RuleCounts>>()
  readonly #counts: Record<Counted, number> = {
    traces: 0,
    calls: 0,
    ok: 0,
    violated: 0,
    unreadable: 0,
    empty: 0,
    idle: 0,
    violations: 0,
    warnings: 0,
    undetermined: 0,
    notExercised: 0,
  }

  add(verdict: Verdict): void {
    const counts = this.#counts
    counts.traces++
    counts.calls += verdict.calls
    counts[verdict.ok ? "ok" : "violated"]++
    counts.undetermined += verdict.undetermined
    if (verdict.calls === 0) counts.empty++
    for (const violation of verdict.violations) counts[violation.severity === "error" ? "violations" : "warnings"]++
    let exercised = false
    for (const rule of verdict.rules) {
      exercised ||= rule.exercised && rule.type !== "allow"
      if (rule.outcome === "not_exercised") counts.notExercised++
      this.#addRule(rule)
    }
    if (verdict.ok && verdict.calls > 0 && !exercised) counts.idle++
  }

  /** Traces so far. */
  get traces(): number {
    return this.#counts.traces
  }

  addUnreadable(): void {
    this.#counts.traces++
    this.#counts.unreadable++
  }

  counts(): RunCounts {
    return { ...this.#counts, rules: [...this.#rules.values()] }
  }

  #addRule({ id, type, severity, outcome, exercised }: RuleVerdict): void {
    let counts = this.#rules.get(id)
    if (!counts) {
      counts = { id, type, severity, held: 0, vacuous: 0, violated: 0, pending: 0, notExercised: 0, undetermined: 0 }
      this.#rules.set(id, counts)
    }
    counts[outcomeField[outcome]]++
    if (outcome === "held" && !exercised) counts.vacuous++
  }
}
