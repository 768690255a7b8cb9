import {
  OUTCOME_HELD,
  OUTCOME_NOT_EXERCISED,
  OUTCOME_PENDING,
  OUTCOME_UNDETERMINED,
  OUTCOME_VIOLATED,
  RECORD_EXERCISED,
  RECORD_OUTCOME_MASK,
  RECORD_RULE_SHIFT,
} from "../../assembly/abi.ts"
import type { CoveredRule } from "./model.ts"

/** The core's outcomes, and one more: held because nothing of what the rule speaks of happened. */
const vacuous = OUTCOME_UNDETERMINED + 1
const kinds = vacuous + 1

/** In how many traces a rule came out how. */
export type OutcomeCounts = Pick<
  CoveredRule,
  "held" | "heldVacuously" | "violated" | "pending" | "notExercised" | "undetermined"
>

/** How often each rule came out how, from the words of the core's records. */
export class Outcomes {
  readonly #counts: Float64Array

  constructor(rules: number, counts: Float64Array = new Float64Array(rules * kinds)) {
    this.#counts = counts
  }

  copy(): Outcomes {
    return new Outcomes(0, this.#counts.slice())
  }

  /** Adds what a record's word says of its rule, for so many traces. */
  add(word: number, traces: number): void {
    const outcome = word & RECORD_OUTCOME_MASK
    const idle = outcome === OUTCOME_HELD && (word & RECORD_EXERCISED) === 0
    this.#change(word >>> RECORD_RULE_SHIFT, idle ? vacuous : outcome, traces)
  }

  /** In one trace in which the rule held vacuously it was tried after all. */
  tried(rule: number): void {
    this.#change(rule, OUTCOME_HELD, 1)
    this.#change(rule, vacuous, -1)
  }

  of(rule: number): OutcomeCounts {
    const count = (kind: number): number => this.#counts[rule * kinds + kind] ?? 0
    return {
      held: count(OUTCOME_HELD),
      heldVacuously: count(vacuous),
      violated: count(OUTCOME_VIOLATED),
      pending: count(OUTCOME_PENDING),
      notExercised: count(OUTCOME_NOT_EXERCISED),
      undetermined: count(OUTCOME_UNDETERMINED),
    }
  }

  #change(rule: number, kind: number, traces: number): void {
    const at = rule * kinds + kind
    this.#counts[at] = (this.#counts[at] as number) + traces
  }
}
