import {
  type AutomatonInfo,
  type ProgramImage,
  type ProgramInfo,
  type RuleInfo,
  RuleTable,
  TablesView,
  type Transition,
  transitionsOf,
  wordsFor,
} from "../program/index.ts"
import type { CoveredRule, CoveredTool, CoveredTransition, HighRiskGap } from "./model.ts"
import type { NamesSeen } from "./names-seen.ts"
import type { Outcomes } from "./outcomes.ts"
import { triggerOf } from "./references.ts"

/** The tools and patterns of the policy, sorted, and whether the traces saw them. */
export function toolsOf({ rules }: ProgramInfo, { references, matched }: NamesSeen): readonly CoveredTool[] {
  return references.all
    .flatMap(({ text, uses, counted }, index): CoveredTool[] => {
      if (!counted) return []
      const users = [...new Set(uses.map(([rule]) => rule))].sort((a, b) => a - b)
      return [{ tool: text, rules: users.map((rule) => rules[rule]?.id ?? ""), seen: matched[index] === true }]
    })
    .sort((a, b) => (a.tool < b.tool ? -1 : a.tool > b.tool ? 1 : 0))
}

/** What stands under `tools` is no rule of `sequences`: rule coverage does not count it. */
const lists: readonly RuleInfo["type"][] = ["allow", "deny", "ask", "args"]

export interface RuleFacts {
  readonly names: NamesSeen
  readonly outcomes: Outcomes
  /** Cells entered, rule by rule: `state << 8 | column`. */
  readonly cells: readonly ReadonlySet<number>[]
}

/** What the traces saw of each rule. */
export function rulesOf(image: ProgramImage, { names, outcomes, cells }: RuleFacts): readonly CoveredRule[] {
  const view = new TablesView(image.tables)
  const shapes = new Map<string, Shape>()
  const conditional = new Set(image.info.conditions.map(([rule]) => rule))
  return image.info.rules.map((rule, index) => {
    const automaton = image.info.automata[rule.automaton] as AutomatonInfo
    return {
      id: rule.id,
      ...(rule.legacyId !== undefined && { legacyId: rule.legacyId }),
      type: rule.type,
      severity: rule.severity,
      counted: !lists.includes(rule.type),
      triggered: conditional.has(index)
        ? wasTriggered(rule, automaton, cells[index] ?? new Set())
        : names.triggered[index] === true,
      ...outcomes.of(index),
      transitions: transitionsSeen(rule, automaton, shapeOf(view, rule, automaton, shapes), cells[index] ?? new Set()),
    }
  })
}

/** Of a rule that asks for more than names: whether the core has taken some call for its trigger. */
function wasTriggered(rule: RuleInfo, { letters }: AutomatonInfo, cells: ReadonlySet<number>): boolean {
  const trigger = triggerOf(rule)
  return [...cells].some((cell) => letters[(cell & 0xff) - 1]?.includes(trigger))
}

/** A table and what can be taken in it. */
interface Shape {
  readonly table: RuleTable
  readonly transitions: readonly Transition[]
}

/** Rules of one table and bound have the same shape: it is worked out once. */
function shapeOf(view: TablesView, rule: RuleInfo, automaton: AutomatonInfo, known: Map<string, Shape>): Shape {
  const key = `${rule.automaton} ${rule.bound}`
  const shape = known.get(key)
  if (shape !== undefined) return shape
  const table = new RuleTable(view, rule)
  const made = { table, transitions: transitionsOf(table, automaton) }
  known.set(key, made)
  return made
}

function transitionsSeen(
  rule: RuleInfo,
  automaton: AutomatonInfo,
  { table, transitions }: Shape,
  cells: ReadonlySet<number>,
): readonly CoveredTransition[] {
  return transitions.map((transition) => ({
    from: automaton.states[transition.from] ?? "",
    to: automaton.states[transition.to] ?? "",
    on: wordsFor(transition, table, rule, automaton),
    offends: transition.offends,
    taken: transition.columns.some((column) => cells.has((transition.from << 8) | column)),
  }))
}

/** What each kind of ban says of its tools, and which operand holds them. */
const bans: Partial<Record<RuleInfo["type"], readonly [operand: number, reason: string]>> = {
  deny: [0, "denied"],
  blocklist: [0, "on a blocklist"],
  never_after: [1, "forbidden after another tool"],
}

/** Forbidden tools that no trace attempts, sorted; each once, for the first rule that forbids it. */
export function unattempted({ rules }: ProgramInfo, { references, matched }: NamesSeen): readonly HighRiskGap[] {
  const gaps: HighRiskGap[] = []
  for (const [index, { text, uses, anything }] of references.all.entries()) {
    if (matched[index] || anything) continue
    const banned = uses.find(([rule, operand]) => bans[rules[rule]?.type ?? "require"]?.[0] === operand)
    const rule = banned && rules[banned[0]]
    if (rule === undefined) continue
    const reason = `It is ${bans[rule.type]?.[1]} (${rule.id}), but no trace attempts it.`
    gaps.push({ tool: text, reason, severity: "high" })
  }
  return gaps.sort((a, b) => (a.tool < b.tool ? -1 : a.tool > b.tool ? 1 : 0))
}
