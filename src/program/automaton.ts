/**
 * What became of a rule (semantics, section 5). `held` may be vacuous; `not_exercised`: its condition
 * never came up; `pending`: an obligation is open; `undetermined`: the trace lacks what the rule reads.
 */
export type Outcome = "held" | "violated" | "pending" | "not_exercised" | "undetermined"

/** What a call is to a rule: the operands that match it, by index, in rising order. Empty: another call. */
export type Letter = readonly number[]

/** A state that a rule can stand in. The first state of an automaton is the one before any call. */
export interface State {
  /** A word or two, for explanations and drawings. */
  readonly name: string
  /** The outcome while more calls may come. */
  readonly partial: Outcome
  /** The outcome if the trace ended here. */
  readonly complete: Outcome
  readonly exercised: boolean
  /** A deadline is running: `arm` set it, or the automaton began with it. */
  readonly armed?: boolean
  /** The counter says how many calls were counted. */
  readonly counts?: boolean
}

/** Where a call leads. */
export interface Move {
  readonly to: number
  /** `count`: add one, and take the limit instead when the bound is used up. `arm`: start the deadline. */
  readonly does?: "count" | "arm"
  /** The rule is violated by this call; `to` is where it goes on guarding. */
  readonly offends?: boolean
  /** The call belongs to the evidence. */
  readonly marks?: boolean
  /** The evidence so far is void. */
  readonly clears?: boolean
}

/**
 * A rule as an explicit automaton over the calls it can tell apart, with one counter beside the
 * state. Everything that steps, explains, draws or analyses a rule reads this.
 */
export interface Automaton {
  readonly states: readonly State[]
  /** `max` or `within`: what the counter is held against. */
  readonly bound: number
  readonly step: (state: number, letter: Letter) => Move
  /** When the bound is used up, or the deadline has passed. */
  readonly limit?: (state: number) => Move
  /** The deadline runs from the start, and ends with call `bound - 1`. */
  readonly armedAtStart?: boolean
  /** Calls that no operand matches are read too (`allow`). */
  readonly readsEveryCall?: boolean
  /** Each offence is evidence, not only the first. */
  readonly everyOffence?: boolean
}
