import { CELL_OFFENDS, LOG_EVERYTHING, LOG_WORDS, STATE_ARMED, STATE_COUNTS } from "../../assembly/abi.ts"
import { courtOf, type EvaluateOptions, imageOf, type Program, run, toolNames } from "../judge/index.ts"
import { type ProgramImage, type RuleInfo, TablesView } from "../program/index.ts"
import type { TraceInput } from "../trace/index.ts"
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
    const verdict = this.#program.evaluate(trace, options)
    const { names } = toolNames(trace)
    if (names === undefined) return { verdict, steps: [] }
    const court = courtOf(this.#program)
    run(court, names, LOG_EVERYTHING)
    return { verdict, steps: stepsOf(imageOf(this.#program), names, court.machine.log()) }
  }
}

/** A change with the index of its rule, while the changes of one call are still being gathered. */
interface Draft extends RuleChange {
  readonly index: number
}

function stepsOf(image: ProgramImage, names: readonly string[], log: ArrayLike<number>): Step[] {
  const view = new TablesView(image.tables)
  const drafts: Map<number, Draft>[] = names.map(() => new Map())
  for (let at = 0; at < log.length; at += LOG_WORDS) {
    const changes = drafts[log[at + 1] ?? 0]
    if (changes === undefined) continue
    const change = changeOf(image, view, log, at)
    const earlier = changes.get(change.index)
    changes.set(change.index, earlier === undefined ? change : joined(earlier, change))
  }
  return names.map((tool, call) => ({ call, tool, changes: inRuleOrder(drafts[call]) }))
}

function changeOf(image: ProgramImage, view: TablesView, log: ArrayLike<number>, at: number): Draft {
  const index = log[at] ?? 0
  const call = log[at + 1] ?? 0
  const states = log[at + 2] ?? 0
  const to = (states >> 8) & 0xff
  const rule = image.info.rules[index] as RuleInfo
  const names = image.info.automata[rule.automaton] ?? []
  const attributes = view.attributes(rule.automaton, to)
  const counter = log[at + 4] ?? 0
  const deadline = (attributes & STATE_ARMED) === 0 ? undefined : counter - call
  const waits = waitsFor(rule, to, deadline)
  return {
    index,
    rule: rule.id,
    from: names[states & 0xff] ?? "",
    to: names[to] ?? "",
    ...((attributes & STATE_COUNTS) !== 0 && { counter, ...(rule.bound !== undefined && { bound: rule.bound }) }),
    offends: ((log[at + 3] ?? 0) & CELL_OFFENDS) !== 0,
    ...(waits !== undefined && { waits }),
  }
}

/** A call may move a rule twice: it breaks an obligation and is then read afresh. */
function joined(earlier: Draft, later: Draft): Draft {
  return { ...later, from: earlier.from, offends: earlier.offends || later.offends }
}

function inRuleOrder(drafts: ReadonlyMap<number, Draft> | undefined): RuleChange[] {
  const ordered = [...(drafts?.values() ?? [])].sort((a, b) => a.index - b.index)
  return ordered.map(({ index: _, ...change }) => change)
}
