import { breach, type CallRule, type Event, isExercised, isSettled, outcomeOf } from "./call-sentences.ts"
import type { Names, OracleExtent } from "./oracle.ts"

/**
 * A naive judge of calls with arguments, answers and steps, written from sections 1, 3, 4 and 5 of the semantics: every
 * filling of what was not captured is tried, a trace is a list of events, and the rules are sentences about them. No
 * automata, no bounds on time: it must stay obvious.
 */
export interface OracleCall {
  readonly tool: string
  readonly args?: Readonly<Record<string, unknown>>
  readonly agent?: string
  readonly step?: number
  readonly status?: "ok" | "error" | "denied" | "pending"
  readonly result?: unknown
  readonly error?: unknown
}

/** What a selector asks of a call beyond its name. Equal conditions of one rule have equal keys: one predicate. */
export interface Condition {
  readonly key: string
  readonly readsAnswer: boolean
  readonly of: (call: OracleCall) => boolean | "unknown"
}

export interface Case {
  readonly names: Names
  /** All of them have to hold. */
  readonly conditions: readonly Condition[]
}

/** The cases of a selector: a call has to fit one of them. */
export type Selector = readonly Case[]

export interface CallVerdict {
  readonly outcome: "held" | "violated" | "pending" | "not_exercised" | "undetermined"
  readonly exercised: boolean
  readonly settled: boolean
  readonly call?: number | undefined
  /** Absent where fillings violate by different calls. */
  readonly calls?: readonly number[] | undefined
}

type Filling = (condition: Condition, call: number) => boolean

/** Judges one rule. `names`: one of every kind that the rule can tell apart. */
export function judgeCalls(
  rule: CallRule,
  trace: readonly OracleCall[],
  extent: OracleExtent,
  names: readonly string[],
): CallVerdict {
  const calls = trace.filter(({ status }) => status !== "denied")
  const letters = continuations(rule, names)
  const verdicts = fillings(rule, calls).map((filling): CallVerdict => {
    const story = { n: calls.length, events: eventsOf(rule, calls, filling) }
    const outcome = outcomeOf(rule, story, extent)
    const exercised = outcome === "violated" || isExercised(rule, story)
    return {
      outcome,
      exercised,
      settled: isSettled(rule, story, letters),
      ...breach(rule, story, extent === "complete"),
    }
  })
  const outcomes = new Set(verdicts.map(({ outcome }) => outcome))
  const outcome = outcomes.size === 1 ? verdicts[0]!.outcome : "undetermined"
  const exercised = verdicts.every((verdict) => verdict.exercised)
  const settled = extent === "complete" || (outcomes.size === 1 && verdicts.every((verdict) => verdict.settled))
  if (outcome !== "violated") return { outcome, exercised, settled }
  const evidence = new Set(verdicts.map(({ calls: members }) => members!.join()))
  const call = Math.max(...verdicts.map((verdict) => verdict.call!))
  return { outcome, exercised, settled, call, calls: evidence.size === 1 ? verdicts[0]!.calls : undefined }
}

/** The unknown predicates of a rule: which condition, of which call. */
export function unknowns({ operands }: CallRule, calls: readonly OracleCall[]): readonly string[] {
  const found = calls.flatMap((call, index) => {
    const asked = operands.flat().flatMap(({ names, conditions }) => (names(call.tool) ? conditions : []))
    return asked.filter((condition) => condition.of(call) === "unknown").map(({ key }) => `${index} ${key}`)
  })
  return [...new Set(found)]
}

/** Section 3: each unknown predicate is true or false on its own. */
function fillings(rule: CallRule, calls: readonly OracleCall[]): readonly Filling[] {
  const open = unknowns(rule, calls)
  return Array.from({ length: 2 ** open.length }, (_, bits) => (condition: Condition, call: number) => {
    const truth = condition.of(calls[call]!)
    return truth === "unknown" ? ((bits >> open.indexOf(`${call} ${condition.key}`)) & 1) === 1 : truth
  })
}

/** What one more call may be to a rule: any of the names, each condition true or false. */
function continuations(rule: CallRule, names: readonly string[]): readonly (readonly Event[])[] {
  const keys = [...new Set(rule.operands.flat().flatMap(({ conditions }) => conditions.map(({ key }) => key)))]
  const found = names.flatMap((tool) =>
    Array.from({ length: 2 ** keys.length }, (_, bits) =>
      eventsOf(rule, [{ tool }], ({ key }) => ((bits >> keys.indexOf(key)) & 1) === 1),
    ),
  )
  return [...new Map(found.map((events) => [JSON.stringify(events), events])).values()]
}

const readsAnswer = (selector: Selector): boolean =>
  selector.some(({ conditions }) => conditions.some((condition) => condition.readsAnswer))

/**
 * Section 1: calls of one step that follow each other are all taken, in order, and then answered, in order. A call that
 * no operand matches is an event too, the last one that could have matched.
 */
function eventsOf({ operands }: CallRule, calls: readonly OracleCall[], filled: Filling): Event[] {
  const matches = (i: number, answered: boolean): boolean[] =>
    operands.map((selector) => {
      const fits = ({ names, conditions }: Case): boolean =>
        names(calls[i]!.tool) && conditions.every((condition) => filled(condition, i))
      return readsAnswer(selector) === answered && selector.some(fits)
    })
  const event = (i: number, answered: boolean): Event[] => {
    const { tool, status } = calls[i]!
    if (answered && status === "pending") return []
    const found = matches(i, answered)
    const waits = operands.some((selector) => readsAnswer(selector) && selector.some(({ names }) => names(tool)))
    const isLast = answered ? waits && !matches(i, false).includes(true) : !waits
    return isLast || found.includes(true) ? [{ call: i, matches: found }] : []
  }
  return steps(calls).flatMap((step) => [false, true].flatMap((answered) => step.flatMap((i) => event(i, answered))))
}

function steps(calls: readonly OracleCall[]): number[][] {
  const found: number[][] = []
  calls.forEach(({ step }, i) => {
    if (i > 0 && step !== undefined && step === calls[i - 1]!.step) found.at(-1)!.push(i)
    else found.push([i])
  })
  return found
}
