/**
 * A naive judge, written sentence by sentence from the meaning of a policy: quantifiers over indices,
 * no automata, no bounds on time. It is what the engine is compared with, so it must stay obvious.
 */
export type Names = (tool: string) => boolean

export type OracleRule =
  | { readonly type: "require"; readonly tool: Names }
  | { readonly type: "eventually"; readonly tool: Names; readonly within: number }
  | { readonly type: "max_calls"; readonly tool: Names; readonly max: number }
  | { readonly type: "before"; readonly first: Names; readonly then: Names }
  | { readonly type: "after"; readonly trigger: Names; readonly then: Names; readonly within: number }
  | { readonly type: "never_after"; readonly trigger: Names; readonly forbidden: Names }
  | { readonly type: "sequence"; readonly tools: readonly Names[]; readonly strict: boolean }
  | { readonly type: "blocklist"; readonly pattern: string }
  | { readonly type: "allow" | "deny" | "ask"; readonly tools: Names }

export type OracleExtent = "complete" | "partial"

export interface OracleVerdict {
  readonly outcome: "held" | "violated" | "pending" | "not_exercised"
  readonly exercised: boolean
  readonly settled: boolean
  readonly call?: number
  readonly calls?: readonly number[]
}

/**
 * Judges one rule over the tool names of one trace. `alphabet` holds one name of every kind that the
 * rule can tell apart; continuations for `settled` are drawn from it.
 */
export function judge(
  rule: OracleRule,
  calls: readonly string[],
  extent: OracleExtent,
  alphabet: readonly string[],
): OracleVerdict {
  const outcome = outcomeOf(rule, calls, extent)
  const exercised = outcome === "violated" || conditionCameUp(rule, calls)
  if (outcome !== "violated") return { outcome, exercised, settled: isSettled(rule, calls, extent, alphabet) }
  const members = breach(rule, calls, extent === "complete") ?? []
  return { outcome, exercised, settled: true, call: firstCertain(rule, calls), calls: members }
}

/** Section 4: the calls that a violation names, where the sentence of the rule is true; else undefined. */
export function breach(rule: OracleRule, calls: readonly string[], complete: boolean): readonly number[] | undefined {
  const n = calls.length
  const at = (names: Names): number[] => [...calls.keys()].filter((i) => names(calls[i]!))
  const some = (found: number[]): number[] | undefined => (found.length > 0 ? found : undefined)
  switch (rule.type) {
    case "require":
      return complete && at(rule.tool).length === 0 ? [] : undefined
    case "eventually": {
      const hitInTime = at(rule.tool).some((i) => i < rule.within)
      return !hitInTime && (n >= rule.within || complete) ? [] : undefined
    }
    case "max_calls":
      return at(rule.tool).length > rule.max ? at(rule.tool).slice(0, rule.max + 1) : undefined
    case "before": {
      const then = at(rule.then)[0]
      return then !== undefined && !at(rule.first).some((i) => i <= then) ? [then] : undefined
    }
    case "after": {
      const answered = (t: number): boolean => at(rule.then).some((i) => t < i && i <= t + rule.within)
      const open = at(rule.trigger).find((t) => !answered(t) && (n > t + rule.within || complete))
      return open === undefined ? undefined : [open]
    }
    case "never_after": {
      const trigger = at(rule.trigger)[0]
      const forbidden = trigger === undefined ? undefined : at(rule.forbidden).find((i) => i > trigger)
      return trigger === undefined || forbidden === undefined ? undefined : [trigger, forbidden]
    }
    case "sequence":
      return sequenceBreach(rule.tools, rule.strict, calls, complete)
    case "blocklist":
      return some(at((tool) => tool.includes(rule.pattern)))
    case "allow":
      return some(at((tool) => !rule.tools(tool)))
    case "deny":
      return some(at(rule.tools))
    case "ask":
      return undefined
  }
}

/** Member k is found at the first call after member k-1 that matches it: the expected one is tried first. */
function sequenceBreach(
  tools: readonly Names[],
  strict: boolean,
  calls: readonly string[],
  complete: boolean,
): readonly number[] | undefined {
  const members: number[] = []
  for (const names of tools) {
    const found = calls.findIndex((tool, i) => i > (members.at(-1) ?? -1) && names(tool))
    if (found < 0) break
    members.push(found)
  }
  const offender = calls.findIndex((tool, i) => {
    const expected = members.filter((member) => member < i).length
    if (expected === tools.length || members[expected] === i) return false
    return strict ? expected > 0 : tools.some((names, k) => k > expected && names(tool))
  })
  if (offender >= 0) return [...members.filter((member) => member < offender), offender]
  return complete && members.length > 0 && members.length < tools.length ? members : undefined
}

/** Section 5: the index of the shortest prefix that violates; `n` where only the end decided. */
function firstCertain(rule: OracleRule, calls: readonly string[]): number {
  for (let length = 0; length <= calls.length; length++)
    if (breach(rule, calls.slice(0, length), false)) return Math.max(0, length - 1)
  return calls.length
}

export function outcomeOf(rule: OracleRule, calls: readonly string[], extent: OracleExtent): OracleVerdict["outcome"] {
  if (breach(rule, calls, extent === "complete")) return "violated"
  const conditional = ["before", "after", "never_after", "sequence"].includes(rule.type)
  if (conditional && !conditionCameUp(rule, calls)) return "not_exercised"
  // An obligation is open: were this the end, it would be unmet.
  return breach(rule, calls, true) ? "pending" : "held"
}

/** Section 7: a call that matches the rule's own trigger. */
function conditionCameUp(rule: OracleRule, calls: readonly string[]): boolean {
  if (rule.type === "require" || rule.type === "max_calls" || rule.type === "eventually") return calls.some(rule.tool)
  if (rule.type === "before") return calls.some(rule.then)
  if (rule.type === "after" || rule.type === "never_after") return calls.some(rule.trigger)
  if (rule.type === "sequence") return calls.some((tool) => rule.tools[0]?.(tool) ?? false)
  return rule.type === "blocklist" ? calls.some((tool) => tool.includes(rule.pattern)) : calls.some(rule.tools)
}

/** Section 5: neither a continuation nor the end changes the outcome. */
function isSettled(
  rule: OracleRule,
  calls: readonly string[],
  extent: OracleExtent,
  alphabet: readonly string[],
): boolean {
  if (extent === "complete") return true
  const outcome = outcomeOf(rule, calls, "partial")
  // No rule needs more calls than its bound and one to change its mind.
  const reach = 1 + (rule.type === "max_calls" ? rule.max : 1)
  const same = (more: readonly string[]): boolean =>
    outcomeOf(rule, more, "partial") === outcome &&
    outcomeOf(rule, more, "complete") === outcome &&
    (more.length === calls.length + reach || alphabet.every((tool) => same([...more, tool])))
  return same(calls)
}
