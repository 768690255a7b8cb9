import { CELL_OFFENDS, LOG_EVERYTHING, LOG_WORDS, STATE_ARMED, STATE_COUNTS } from "../../assembly/abi.ts"
import {
  type EvaluateOptions,
  extentOf,
  imageOf,
  judging,
  type Program,
  run,
  toolNames,
  verdictOn,
} from "../judge/index.ts"
import { type ProgramImage, type RuleInfo, TablesView } from "../program/index.ts"
import type { TraceInput } from "../trace/index.ts"
import { Evidence, unreadableVerdict } from "../verdict/index.ts"
import type { Explanation, RuleChange, Step } from "./model.ts"
import { waitsFor } from "./waits.ts"

/**
 * Says what each call of a trace did to each rule that read it, from the steps the core took: nothing
 * is worked out a second time.
 *
 * @example
 * new TraceExplainer(policy).explain(["Create"]).steps[0].changes
 */
export class TraceExplainer {
  readonly #program: Program

  constructor(program: Program) {
    this.#program = program
  }

  /** Like `evaluate`, never throws on a malformed trace: its explanation has no steps. */
  explain(trace: TraceInput, options: EvaluateOptions = {}): Explanation {
    const extent = extentOf(options)
    const read = toolNames(trace)
    const { names } = read
    if (names === undefined) return { verdict: unreadableVerdict(extent, read.diagnostics), steps: [] }
    const image = imageOf(this.#program)
    return judging(this.#program, (court) => {
      const steps = new Steps(image, names.length)
      const evidence = new Evidence(image.info.rules.keys())
      const drain = (log: Uint32Array): void => {
        steps.add(log)
        evidence.add(log)
      }
      const lookalikes = run(court, names, LOG_EVERYTHING, { drain })
      return {
        verdict: verdictOn(court, { ...read, names }, extent, lookalikes, () => evidence),
        steps: steps.of(names),
      }
    })
  }
}

/** The changes of one call, in the order of the rules. */
class CallChanges {
  readonly changes: RuleChange[] = []
  readonly #rules: number[] = []

  /** One change a rule: a call may move a rule twice, when it breaks an obligation and is then read afresh. */
  add(rule: number, change: RuleChange): void {
    let at = this.#rules.length
    while (at > 0 && (this.#rules[at - 1] as number) >= rule) at--
    const earlier = this.#rules[at] === rule ? this.changes[at] : undefined
    if (earlier !== undefined) {
      this.changes[at] = { ...change, from: earlier.from, offends: earlier.offends || change.offends }
      return
    }
    this.#rules.splice(at, 0, rule)
    this.changes.splice(at, 0, change)
  }
}

/** The steps of one run, gathered from its log. */
class Steps {
  readonly #image: ProgramImage
  readonly #view: TablesView
  readonly #calls: CallChanges[] = []

  constructor(image: ProgramImage, calls: number) {
    this.#image = image
    this.#view = new TablesView(image.tables)
    for (let i = 0; i < calls; i++) this.#calls.push(new CallChanges())
  }

  add(log: Uint32Array): void {
    const { length } = log
    for (let at = 0; at < length; at += LOG_WORDS) {
      // A deadline of 0 passes before the first call, which there may not be.
      const call = this.#calls[log[at + 1] as number]
      call?.add(log[at] as number, changeOf(this.#image, this.#view, log, at))
    }
  }

  of(names: readonly string[]): Step[] {
    return names.map((tool, call) => ({ call, tool, changes: this.#calls[call]?.changes ?? [] }))
  }
}

function changeOf(image: ProgramImage, view: TablesView, log: Uint32Array, at: number): RuleChange {
  const rule = image.info.rules[log[at] as number] as RuleInfo
  const states = log[at + 2] as number
  const to = (states >> 8) & 0xff
  const names = image.info.automata[rule.automaton] as readonly string[]
  const attributes = view.attributes(rule.automaton, to)
  const offends = ((log[at + 3] as number) & CELL_OFFENDS) !== 0
  const counter = log[at + 4] as number
  const change: { -readonly [K in keyof RuleChange]: RuleChange[K] } = {
    rule: rule.id,
    from: names[states & 0xff] as string,
    to: names[to] as string,
    offends,
  }
  if ((attributes & STATE_COUNTS) !== 0) {
    change.counter = counter
    if (rule.bound !== undefined) change.bound = rule.bound
  }
  const left = (attributes & STATE_ARMED) === 0 ? undefined : counter - (log[at + 1] as number)
  const waits = waitsFor(rule, to, left)
  if (waits !== undefined) change.waits = waits
  return change
}
