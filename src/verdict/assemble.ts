import {
  NO_CALL,
  OUTCOME_VIOLATED,
  RECORD_EXERCISED,
  RECORD_OUTCOME_MASK,
  RECORD_RULE_SHIFT,
  RECORD_SETTLED,
  RECORD_WORDS,
} from "../../assembly/abi.ts"
import type { Diagnostic } from "../diagnostic/index.ts"
import type { RuleInfo } from "../program/model.ts"
import { outcomeNumber } from "../program/tables.ts"
import type { Extent } from "../trace/model.ts"
import type { Evidence } from "./evidence.ts"
import type { Outcome, RuleVerdict, Verdict, Violation } from "./model.ts"
import { violationOf } from "./violation.ts"

const outcomes: readonly Outcome[] = (Object.keys(outcomeNumber) as Outcome[]).sort(
  (a, b) => outcomeNumber[a] - outcomeNumber[b],
)

/** What a run leaves behind, besides the records. */
export interface RunFacts {
  readonly id?: string | undefined
  readonly extent: Extent
  readonly calls: number
  readonly diagnostics: readonly Diagnostic[]
  /** The calls that matter to these rules. Absent where no trace is at hand. Called once at most, after the records were read. */
  readonly evidence?: (rules: Iterable<number>) => Evidence
}

/** The rules before any call. `owing` are violated unless a call touches them: their verdict names the end. */
interface Start {
  readonly rules: readonly (RuleVerdict | undefined)[]
  readonly owing: readonly number[]
}

/**
 * Makes verdicts out of the core's records. What untouched rules say is the same in every verdict, so
 * those parts are made once and shared; they are frozen.
 */
export class VerdictAssembly {
  readonly #rules: readonly RuleInfo[]
  readonly #start: Readonly<Record<Extent, Start>>
  readonly #shared = new Map<number, RuleVerdict>()

  /** `partial` and `complete` are the records of all rules before any call. */
  constructor(rules: readonly RuleInfo[], partial: Uint32Array, complete: Uint32Array) {
    this.#rules = rules
    this.#start = { partial: this.#startOf(partial), complete: this.#startOf(complete) }
  }

  #startOf(records: Uint32Array): Start {
    const rules: (RuleVerdict | undefined)[] = []
    const owing: number[] = []
    for (let at = 0; at < records.length; at += RECORD_WORDS) {
      const word = records[at] ?? 0
      const violated = (word & RECORD_OUTCOME_MASK) === OUTCOME_VIOLATED
      if (violated) owing.push(word >>> RECORD_RULE_SHIFT)
      rules.push(violated ? undefined : this.#sharedVerdict(word))
    }
    return { rules, owing }
  }

  /** `records` are of the rules that calls have touched. */
  verdict(records: Uint32Array, facts: RunFacts): Verdict {
    const rules = this.#judge(records, facts)
    const violations: Violation[] = []
    let undetermined = 0
    let ok = true
    for (const rule of rules) {
      if (rule.outcome === "undetermined") undetermined++
      if (rule.violation === undefined) continue
      violations.push(rule.violation)
      if (rule.severity === "error") ok = false
    }
    const { id, extent, calls, diagnostics } = facts
    const verdict = { ok, extent, calls, rules, violations, undetermined, diagnostics }
    return id === undefined ? verdict : { id, ...verdict }
  }

  #judge(records: Uint32Array, facts: RunFacts): readonly RuleVerdict[] {
    const start = this.#start[facts.extent]
    const rules = start.rules.slice()
    const violated = new Map<number, number>()
    for (let at = 0; at < records.length; at += RECORD_WORDS) {
      const word = records[at] ?? 0
      const rule = word >>> RECORD_RULE_SHIFT
      if ((word & RECORD_OUTCOME_MASK) === OUTCOME_VIOLATED) violated.set(rule, records[at + 1] ?? NO_CALL)
      else rules[rule] = this.#sharedVerdict(word)
    }
    for (const rule of start.owing) {
      if (rules[rule] === undefined && !violated.has(rule)) violated.set(rule, facts.calls)
    }
    const evidence = violated.size > 0 ? facts.evidence?.(violated.keys()) : undefined
    for (const [rule, call] of violated) rules[rule] = this.#violated(rule, call, facts, evidence?.of(rule))
    // Every rule has its verdict now: untouched, touched, or owing.
    return rules as readonly RuleVerdict[]
  }

  #sharedVerdict(word: number): RuleVerdict {
    const known = this.#shared.get(word)
    if (known !== undefined) return known
    const info = this.#info(word >>> RECORD_RULE_SHIFT)
    const verdict = Object.freeze({
      id: info.id,
      type: info.type,
      ...(info.legacyId !== undefined && { legacyId: info.legacyId }),
      outcome: outcomes[word & RECORD_OUTCOME_MASK] ?? "undetermined",
      exercised: (word & RECORD_EXERCISED) !== 0,
      settled: (word & RECORD_SETTLED) !== 0,
      severity: info.severity,
    })
    this.#shared.set(word, verdict)
    return verdict
  }

  #violated(rule: number, call: number, facts: RunFacts, calls: readonly number[] | undefined): RuleVerdict {
    const info = this.#info(rule)
    // A deadline of 0 passes before the first call: its violation is at call 0 whether there is one or not.
    const violation = violationOf(info, call, call === facts.calls && facts.extent === "complete", calls)
    const { id, type, legacyId, severity } = info
    const outcome = "violated"
    return legacyId === undefined
      ? { id, type, outcome, exercised: true, settled: true, severity, violation }
      : { id, type, legacyId, outcome, exercised: true, settled: true, severity, violation }
  }

  #info(rule: number): RuleInfo {
    const info = this.#rules[rule]
    if (info === undefined) throw new RangeError(`the core spoke of rule ${rule}, which the program does not have`)
    return info
  }
}
