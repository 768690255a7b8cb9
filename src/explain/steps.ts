import {
  CELL_ARM,
  CELL_OFFENDS,
  CELL_UNCERTAIN,
  LOG_WORDS,
  MAX_BOUND,
  STATE_ARMED,
  STATE_COUNTS,
} from "../../assembly/abi.ts"
import { type AutomatonInfo, type ProgramImage, type RuleInfo, TablesView } from "../program/index.ts"
import type { RuleChange, RuleState, Step } from "./model.ts"
import { waitsFor } from "./waits.ts"

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

const none: readonly never[] = Object.freeze([])
/** Where a rule stands when that depends on what was not captured. */
const notKnown = "not known"

/** What is looked up of a rule for each of its steps. */
interface RuleTexts {
  readonly info: RuleInfo
  readonly states: readonly string[]
  /** The attribute word of each state. */
  readonly attributes: readonly number[]
}

/** The texts of a program's rules, gathered once and used for every trace. */
export function textsOf({ info, tables }: ProgramImage): readonly RuleTexts[] {
  const view = new TablesView(tables)
  return info.rules.map((rule) => {
    const { states } = info.automata[rule.automaton] as AutomatonInfo
    return { info: rule, states, attributes: states.map((_, state) => view.attributes(rule.automaton, state)) }
  })
}

/** The steps of one run, gathered from its log. */
export class Steps {
  readonly #texts: readonly RuleTexts[]
  readonly #calls: number
  /** By call, the changes in the order of the rules. */
  readonly #changes: RuleChange[][] = []
  /** The call whose changes come in now, and their rules. */
  #call = -1
  #rules: number[] = []
  /** State and counter of each rule after its last step. */
  readonly #last: (readonly [state: number, counter: number] | undefined)[] = []
  /** Rules of which it is not known where they stand. */
  readonly #unknown = new Set<number>()

  constructor(texts: readonly RuleTexts[], calls: number) {
    this.#texts = texts
    this.#calls = calls
  }

  add(log: Uint32Array): void {
    const { length } = log
    for (let at = 0; at < length; at += LOG_WORDS) {
      const rule = log[at] as number
      const call = log[at + 1] as number
      const moved = log[at + 2] as number
      const counter = log[at + 4] as number
      const to = (moved >> 8) & 0xff
      const flags = log[at + 3] as number
      const unknown = (flags & CELL_UNCERTAIN) !== 0
      const texts = this.#texts[rule] as RuleTexts
      this.#last[rule] = [to, counter]
      const change: Mutable<RuleChange> = {
        rule: texts.info.id,
        from: this.#unknown.has(rule) ? notKnown : (texts.states[moved & 0xff] as string),
        to: unknown ? notKnown : (texts.states[to] as string),
        offends: (flags & CELL_OFFENDS) !== 0,
      }
      if (unknown) this.#unknown.add(rule)
      else this.#unknown.delete(rule)
      if ((flags & CELL_ARM) !== 0 && (moved & 0xff) === to) change.again = true
      if (!unknown) describe(change, texts, to, counter, counter - call)
      // A deadline of 0 passes before the first call, which there may not be.
      if (call < this.#calls) this.#place(call, rule, change)
    }
  }

  /** One change a rule and call: a call may move a rule twice, when it breaks an obligation and is then read afresh. */
  #place(call: number, rule: number, change: Mutable<RuleChange>): void {
    if (call !== this.#call) {
      this.#call = call
      this.#rules = [rule]
      this.#changes[call] = [change]
      return
    }
    const [rules, changes] = [this.#rules, this.#changes[call] as RuleChange[]]
    let at = rules.length
    while (at > 0 && (rules[at - 1] as number) >= rule) at--
    const earlier = rules[at] === rule ? changes[at] : undefined
    if (earlier !== undefined) {
      const { from, to: through } = earlier
      changes[at] = { ...change, from, through, offends: earlier.offends || change.offends }
    } else if (at === rules.length) {
      rules.push(rule)
      changes.push(change)
    } else {
      rules.splice(at, 0, rule)
      changes.splice(at, 0, change)
    }
  }

  of(names: readonly string[]): Step[] {
    return names.map((tool, call) => ({ call, tool, changes: this.#changes[call] ?? none }))
  }

  /** Where a rule stood before the first call. */
  before(rule: number): RuleState {
    const texts = this.#texts[rule] as RuleTexts
    return stateOf(texts, 0, 0, Math.min(texts.info.bound ?? 0, MAX_BOUND))
  }

  /** Where a rule stood after the last call. */
  after(rule: number): RuleState {
    const texts = this.#texts[rule] as RuleTexts
    if (this.#unknown.has(rule)) return { state: notKnown }
    const [state, counter] = this.#last[rule] ?? [0, Math.min(texts.info.bound ?? 0, MAX_BOUND) - 1]
    return stateOf(texts, state, counter, counter - (this.#calls - 1))
  }
}

function stateOf(texts: RuleTexts, state: number, counter: number, left: number): RuleState {
  const described: Mutable<RuleState> = { state: texts.states[state] as string }
  describe(described, texts, state, counter, left)
  return described
}

/** Adds what the state counts and what it waits for; `left` is how many calls away its deadline is. */
function describe(
  to: { counter?: number; bound?: number; waits?: string },
  { info, attributes }: RuleTexts,
  state: number,
  counter: number,
  left: number,
): void {
  const attribute = attributes[state] as number
  if ((attribute & STATE_COUNTS) !== 0) {
    to.counter = counter
    if (info.bound !== undefined) to.bound = info.bound
  }
  // Of a larger bound the core knows only that it is beyond the reach of any session.
  const beyond = Math.max(0, (info.bound ?? 0) - MAX_BOUND)
  const waits = waitsFor(info, state, (attribute & STATE_ARMED) === 0 ? undefined : left + beyond)
  if (waits !== undefined) to.waits = waits
}
