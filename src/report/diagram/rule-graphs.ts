import { STATE_EXERCISED } from "../../../assembly/abi.ts"
import type { CoverageReport, CoveredTransition } from "../../coverage/index.ts"
import { imageOf, type Program } from "../../judge/index.ts"
import {
  type AutomatonInfo,
  type ProgramImage,
  type RuleInfo,
  RuleTable,
  TablesView,
  transitionsOf,
  wordsFor,
} from "../../program/index.ts"
import type { GraphTransition, RuleGraph } from "./graph.ts"

/**
 * The automata of a policy's rules, in their order. `coverage` of the same policy lays over them which transitions
 * its traces took.
 */
export function ruleGraphs(program: Program, coverage?: CoverageReport): readonly RuleGraph[] {
  const image = imageOf(program)
  const view = new TablesView(image.tables)
  const same = coverage !== undefined && coverage.policy.digest === image.digest ? coverage : undefined
  return image.info.rules.map((rule, index) => graphOf(image, view, rule, same?.rules[index]?.transitions))
}

function graphOf(
  { info }: ProgramImage,
  view: TablesView,
  rule: RuleInfo,
  covered: readonly CoveredTransition[] | undefined,
): RuleGraph {
  const automaton = info.automata[rule.automaton] as AutomatonInfo
  const table = new RuleTable(view, rule)
  const name = (state: number): string => automaton.states[state] ?? ""
  const transitions = transitionsOf(table, automaton).map((transition, index): GraphTransition => {
    const taken = covered?.[index]?.taken
    return {
      from: name(transition.from),
      to: name(transition.to),
      on: wordsFor(transition, table, rule, automaton),
      offends: transition.offends,
      ...(taken !== undefined && { taken }),
    }
  })
  const states = automaton.states.map((each, state) => ({
    name: each,
    partial: table.partial(state),
    complete: table.complete(state),
    exercised: (view.attributes(rule.automaton, state) & STATE_EXERCISED) !== 0,
  }))
  return { rule: rule.id, states, initial: name(0), transitions }
}
