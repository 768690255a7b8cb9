import type { CallVerdict, Selector } from "./calls.ts"
import type { OracleExtent } from "./oracle.ts"

/** Section 7: the operand whose calls exercise a rule. */
const triggers = {
  ...{ require: 0, eventually: 0, max_calls: 0, before: 1, after: 0, never_after: 0, sequence: 0 },
  ...{ blocklist: 0, allow: 0, deny: 0, ask: 0, args: 0 },
} as const

const conditional: readonly string[] = ["before", "after", "never_after", "sequence", "args"]

export interface CallRule {
  readonly type: keyof typeof triggers
  /** In the order of the rule's fields; of `args`: the tool, and the calls of it that fail the check. */
  readonly operands: readonly Selector[]
  /** `max` or `within`. */
  readonly bound?: number
  readonly strict?: boolean
}

/** Something that happens to a call: it is taken, or answered; and which operands match it then. */
export interface Event {
  readonly call: number
  readonly matches: readonly boolean[]
}

/** What has happened, in order, after `n` calls. */
export interface Story {
  readonly n: number
  readonly events: readonly Event[]
}

type Breach = { readonly call: number; readonly calls: readonly number[] }

/** Section 4: where the sentence of the rule became true, and by which calls; undefined where it is false. */
export function breach(rule: CallRule, { n, events }: Story, complete: boolean): Breach | undefined {
  const matching = (operand: number): Event[] => events.filter(({ matches }) => matches[operand])
  const later = (one: Event, other: Event): boolean => events.indexOf(one) > events.indexOf(other)
  const every = (found: readonly Event[]): Breach | undefined => found[0] && breachBy(found[0], found)
  const bound = rule.bound ?? 0
  switch (rule.type) {
    case "require":
      return complete && matching(0).length === 0 ? { call: n, calls: [] } : undefined
    case "eventually": {
      if (matching(0).some(({ call }) => call < bound) || (n < bound && !complete)) return undefined
      return { call: n < bound ? n : Math.max(0, bound - 1), calls: [] }
    }
    case "max_calls": {
      const tooMany = matching(0)[bound]
      return tooMany && breachBy(tooMany, matching(0).slice(0, bound + 1))
    }
    case "before": {
      const then = matching(1)[0]
      return then && !matching(0).some((first) => !later(first, then)) ? breachBy(then, [then]) : undefined
    }
    case "after": {
      const isAnswer = (then: Event, { call }: Event): boolean => call < then.call && then.call <= call + bound
      const open = matching(0).find(
        (trigger) =>
          (complete || n > trigger.call + bound) &&
          !matching(1).some((then) => later(then, trigger) && isAnswer(then, trigger)),
      )
      return open && { call: Math.min(n, open.call + bound), calls: [open.call] }
    }
    case "never_after": {
      const trigger = matching(0)[0]
      const forbidden = trigger && matching(1).find((event) => later(event, trigger))
      return forbidden && breachBy(forbidden, [trigger, forbidden])
    }
    case "sequence":
      return sequenceBreach(rule, { n, events }, complete)
    case "deny":
    case "blocklist":
      return every(matching(0))
    case "args":
      return every(matching(1))
    case "allow":
      return every(events.filter(({ matches }) => !matches[0]))
    case "ask":
      return undefined
  }
}

function breachBy({ call }: Event, members: readonly Event[]): Breach {
  return { call, calls: members.map((member) => member.call) }
}

/** Member k is found at the first event after that of member k-1 that matches it: the expected one is tried first. */
function sequenceBreach(
  { operands, strict = false }: CallRule,
  { n, events }: Story,
  complete: boolean,
): Breach | undefined {
  const members: number[] = []
  for (const k of operands.keys()) {
    const found = events.findIndex(({ matches }, i) => i > (members.at(-1) ?? -1) && matches[k])
    if (found < 0) break
    members.push(found)
  }
  const offender = events.findIndex(({ matches }, i) => {
    const expected = members.filter((member) => member < i).length
    if (expected === operands.length || members[expected] === i) return false
    return strict ? expected > 0 : matches.some((match, k) => match && k > expected)
  })
  const named = (found: readonly number[]): Event[] => found.map((i) => events[i]!)
  if (offender >= 0)
    return breachBy(events[offender]!, named([...members.filter((member) => member < offender), offender]))
  const begun = members.length > 0 && members.length < operands.length
  return complete && begun ? { call: n, calls: named(members).map(({ call }) => call) } : undefined
}

export function outcomeOf(rule: CallRule, story: Story, extent: OracleExtent): CallVerdict["outcome"] {
  if (breach(rule, story, extent === "complete")) return "violated"
  if (conditional.includes(rule.type) && !isExercised(rule, story)) return "not_exercised"
  // An obligation is open: were this the end, it would be unmet.
  return breach(rule, story, true) ? "pending" : "held"
}

/** Section 7: an event that matches the rule's own trigger. */
export function isExercised(rule: CallRule, { events }: Story): boolean {
  return events.some(({ matches }) => matches[triggers[rule.type]])
}

/** Section 5: neither a continuation nor the end changes the outcome. `letters`: what one more call may be. */
export function isSettled(rule: CallRule, story: Story, letters: readonly (readonly Event[])[]): boolean {
  const outcome = outcomeOf(rule, story, "partial")
  // No rule needs more calls than its bound and one to change its mind.
  const longest = story.n + 1 + (rule.type === "max_calls" ? (rule.bound ?? 0) : 1)
  const same = (more: Story): boolean =>
    outcomeOf(rule, more, "partial") === outcome &&
    outcomeOf(rule, more, "complete") === outcome &&
    (more.n === longest || letters.every((letter) => same(followed(more, letter))))
  return same(story)
}

function followed({ n, events }: Story, letter: readonly Event[]): Story {
  return { n: n + 1, events: [...events, ...letter.map((event) => ({ ...event, call: n }))] }
}
