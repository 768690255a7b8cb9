import { CELL_OFFENDS, LOG_EVERYTHING, LOG_WORDS, STATE_ARMED, STATE_COUNTS } from "../../assembly/abi.ts"
import { type EvaluateOptions, imageOf, judging, type Program, run, toolNames, verdictOn } from "../judge/index.ts"
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
  explain(trace: TraceInput, { extent = "complete" }: EvaluateOptions = {}): Explanation {
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

/** A change with the index of its rule, while the changes of one call are still being gathered. */
interface Draft extends RuleChange {
  readonly index: number
}

/** The steps of one run, gathered from its log. */
class Steps {
  readonly #image: ProgramImage
  readonly #view: TablesView
  readonly #changes: Draft[][]

  constructor(image: ProgramImage, calls: number) {
    this.#image = image
    this.#view = new TablesView(image.tables)
    this.#changes = Array.from({ length: calls }, () => [])
  }

  add(log: Uint32Array): void {
    for (let at = 0; at < log.length; at += LOG_WORDS) {
      // A deadline of 0 passes before the first call, which there may not be.
      this.#changes[log[at + 1] as number]?.push(changeOf(this.#image, this.#view, log, at))
    }
  }

  of(names: readonly string[]): Step[] {
    return names.map((tool, call) => ({ call, tool, changes: inRuleOrder(this.#changes[call] ?? []) }))
  }
}

function changeOf(image: ProgramImage, view: TablesView, log: Uint32Array, at: number): Draft {
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

/** One change a rule. A call may move a rule twice: it breaks an obligation and is then read afresh. */
function inRuleOrder(drafts: readonly Draft[]): RuleChange[] {
  const changes = new Map<number, Draft>()
  for (const draft of drafts) {
    const earlier = changes.get(draft.index)
    changes.set(
      draft.index,
      earlier === undefined ? draft : { ...draft, from: earlier.from, offends: earlier.offends || draft.offends },
    )
  }
  return [...changes.values()].sort((a, b) => a.index - b.index).map(({ index: _, ...change }) => change)
}
