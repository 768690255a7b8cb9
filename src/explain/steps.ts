import { CELL_OFFENDS, LOG_WORDS, STATE_ARMED, STATE_COUNTS } from "../../assembly/abi.ts"
import { type AutomatonInfo, type ProgramImage, type RuleInfo, TablesView } from "../program/index.ts"
import type { RuleChange, RuleState, Step } from "./model.ts"
import { waitsFor } from "./waits.ts"

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** The changes of one call, in the order of the rules. */
class CallChanges {
  readonly changes: RuleChange[] = []
  readonly #rules: number[] = []

  /** One change a rule: a call may move a rule twice, when it breaks an obligation and is then read afresh. */
  add(rule: number, change: Mutable<RuleChange>): void {
    let at = this.#rules.length
    while (at > 0 && (this.#rules[at - 1] as number) >= rule) at--
    const earlier = this.#rules[at] === rule ? this.changes[at] : undefined
    if (earlier !== undefined) {
      const { from, to: through } = earlier
      this.changes[at] = { ...change, from, through, offends: earlier.offends || change.offends }
      return
    }
    this.#rules.splice(at, 0, rule)
    this.changes.splice(at, 0, change)
  }
}

/** The steps of one run, gathered from its log. */
export class Steps {
  readonly #image: ProgramImage
  readonly #view: TablesView
  readonly #calls: CallChanges[] = []
  /** State and counter of each rule after its last step. */
  readonly #last: (readonly [state: number, counter: number] | undefined)[] = []

  constructor(image: ProgramImage, calls: number) {
    this.#image = image
    this.#view = new TablesView(image.tables)
    for (let i = 0; i < calls; i++) this.#calls.push(new CallChanges())
  }

  add(log: Uint32Array): void {
    const { length } = log
    for (let at = 0; at < length; at += LOG_WORDS) {
      const rule = log[at] as number
      const call = log[at + 1] as number
      const states = log[at + 2] as number
      const counter = log[at + 4] as number
      const [from, to] = [states & 0xff, (states >> 8) & 0xff]
      const info = this.#image.info.rules[rule] as RuleInfo
      this.#last[rule] = [to, counter]
      const change: Mutable<RuleChange> = {
        rule: info.id,
        from: this.#names(info)[from] as string,
        to: this.#names(info)[to] as string,
        offends: ((log[at + 3] as number) & CELL_OFFENDS) !== 0,
      }
      this.#describe(change, info, to, counter, counter - call)
      // A deadline of 0 passes before the first call, which there may not be.
      this.#calls[call]?.add(rule, change)
    }
  }

  of(names: readonly string[]): Step[] {
    return names.map((tool, call) => ({ call, tool, changes: this.#calls[call]?.changes ?? [] }))
  }

  /** Where a rule stood before the first call. */
  before(rule: number): RuleState {
    const info = this.#image.info.rules[rule] as RuleInfo
    return this.#state(info, 0, 0, info.bound ?? 0)
  }

  /** Where a rule stood after the last call. */
  after(rule: number): RuleState {
    const info = this.#image.info.rules[rule] as RuleInfo
    const calls = this.#calls.length
    const [state, counter] = this.#last[rule] ?? [0, (info.bound ?? 0) - 1]
    return this.#state(info, state, counter, counter - (calls - 1))
  }

  #names(rule: RuleInfo): readonly string[] {
    return (this.#image.info.automata[rule.automaton] as AutomatonInfo).states
  }

  #state(rule: RuleInfo, state: number, counter: number, left: number): RuleState {
    const described: Mutable<RuleState> = { state: this.#names(rule)[state] as string }
    this.#describe(described, rule, state, counter, left)
    return described
  }

  /** Adds what the state counts and what it waits for; `left` is how many calls away its deadline is. */
  #describe(
    to: { counter?: number; bound?: number; waits?: string },
    rule: RuleInfo,
    state: number,
    counter: number,
    left: number,
  ): void {
    const attributes = this.#view.attributes(rule.automaton, state)
    if ((attributes & STATE_COUNTS) !== 0) {
      to.counter = counter
      if (rule.bound !== undefined) to.bound = rule.bound
    }
    const waits = waitsFor(rule, state, (attributes & STATE_ARMED) === 0 ? undefined : left)
    if (waits !== undefined) to.waits = waits
  }
}
