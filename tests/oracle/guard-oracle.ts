import { breach, judge, type OracleRule, type OracleVerdict } from "./oracle.ts"

/** A rule as a guard sees it: what it answers when a call offends it. */
export interface GuardedRule {
  readonly id: string
  readonly action: "deny" | "ask" | "warn"
  readonly rule: OracleRule
}

export interface OracleStep {
  readonly decision: "deny" | "ask" | "warn" | "allow"
  /** Ids of the rules that the call offends. */
  readonly offends: readonly string[]
  readonly taken: boolean
}

/**
 * A naive guard (section 6). Per rule it keeps the calls that the rule has seen since it last
 * recovered; a call offends a rule if it breaks what was whole.
 */
export class GuardOracle {
  readonly taken: string[] = []
  readonly #rules: readonly GuardedRule[]
  readonly #shadow: boolean
  readonly #seen: Map<GuardedRule, readonly string[]>

  constructor(rules: readonly GuardedRule[], mode: "enforce" | "shadow") {
    this.#rules = rules
    this.#shadow = mode === "shadow"
    this.#seen = new Map(rules.map((rule) => [rule, []]))
  }

  check(tool: string): OracleStep {
    const offended = this.#rules.filter(({ rule }, i) => offends(rule, this.#seen.get(this.#rules[i]!)!, tool))
    const actions = offended.map(({ action }) => action)
    const decision = (["deny", "ask", "warn"] as const).find((action) => actions.includes(action)) ?? "allow"
    const taken = this.#shadow || decision === "warn" || decision === "allow"
    if (taken) this.#take(tool, offended)
    return { decision, offends: offended.map(({ id }) => id), taken }
  }

  /** A violated rule stays violated at its first call, so the verdict is that of the taken calls. */
  finish(alphabet: readonly string[]): ReadonlyMap<string, OracleVerdict> {
    return new Map(this.#rules.map(({ id, rule }) => [id, judge(rule, this.taken, "complete", alphabet)]))
  }

  #take(tool: string, offended: readonly GuardedRule[]): void {
    this.taken.push(tool)
    for (const [guarded, seen] of this.#seen)
      this.#seen.set(guarded, offended.includes(guarded) ? recovered(guarded.rule, seen, tool) : [...seen, tool])
  }
}

function offends(rule: OracleRule, seen: readonly string[], tool: string): boolean {
  if (rule.type === "ask") return rule.tools(tool)
  return breach(rule, seen, false) === undefined && breach(rule, [...seen, tool], false) !== undefined
}

/** What the rule goes on from after a call that offended it was taken all the same. */
function recovered(rule: OracleRule, seen: readonly string[], tool: string): readonly string[] {
  switch (rule.type) {
    case "eventually":
    case "sequence":
      return [...seen, tool]
    case "after":
      // The obligations open before the call are dropped; the call may trigger anew, unless that is broken at once.
      return breach(rule, [tool], false) ? [] : [tool]
    default:
      return seen
  }
}
