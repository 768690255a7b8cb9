import type { Rule } from "../policy/model.ts"
import type { Automaton, Letter, Move, State } from "./automaton.ts"

/**
 * The rules as automata: semantics, section 4, one function a sentence. Where a call offends, `to`
 * is the state that section 6 lets the rule recover to.
 */
export function automatonOf(rule: Rule): Automaton {
  switch (rule.type) {
    case "require":
      return require
    case "eventually":
      return eventually(rule.within)
    case "max_calls":
      return maxCalls(rule.max)
    case "before":
      return before
    case "after":
      return after(rule.within)
    case "never_after":
      return neverAfter
    case "sequence":
      return sequence(rule.tools.length, rule.strict)
    case "blocklist":
      return forbidden
  }
}

const has = (letter: Letter, operand: number): boolean => letter.includes(operand)
const stay = (state: number): Move => ({ to: state })

const vacuous: State = { name: "untested", partial: "held", complete: "held", exercised: false }
const idle: State = { name: "idle", partial: "not_exercised", complete: "not_exercised", exercised: false }
const held: State = { name: "held", partial: "held", complete: "held", exercised: true }
const unmet: State = { name: "unmet", partial: "pending", complete: "violated", exercised: false }
const broken: State = { name: "broken", partial: "violated", complete: "violated", exercised: true }

/** `deny` and `blocklist`: a call that matches offends, every time. */
export const forbidden: Automaton = {
  states: [vacuous],
  bound: 0,
  everyOffence: true,
  step: (state, letter) => (has(letter, 0) ? { to: state, offends: true, marks: true } : stay(state)),
}

/** A call outside the list offends, every time. */
export const allow: Automaton = {
  states: [vacuous, held],
  bound: 0,
  everyOffence: true,
  readsEveryCall: true,
  step: (state, letter) => (has(letter, 0) ? { to: 1 } : { to: state, offends: true, marks: true }),
}

/** Never violated: that a call needed approval is no fault of a recorded trace. */
export const ask: Automaton = {
  states: [vacuous, held],
  bound: 0,
  step: (state, letter) => ({ to: has(letter, 0) ? 1 : state }),
}

/** Every call whose arguments are not as they must be offends; without a call of the tool there is nothing to judge. */
export const args: Automaton = {
  states: [idle, held],
  bound: 0,
  everyOffence: true,
  step: (state, letter) => {
    if (has(letter, 1)) return { to: state, offends: true, marks: true }
    return { to: has(letter, 0) ? 1 : state }
  },
}

const require: Automaton = {
  states: [unmet, held],
  bound: 0,
  step: (state, letter) => ({ to: has(letter, 0) ? 1 : state }),
}

function eventually(within: number): Automaton {
  return {
    states: [{ ...unmet, name: "waiting", armed: true }, held, { ...broken, name: "missed" }],
    bound: within,
    armedAtStart: true,
    step: (state, letter) => ({ to: state === 0 && has(letter, 0) ? 1 : state }),
    limit: (state) => (state === 0 ? { to: 2, offends: true } : stay(state)),
  }
}

/** The limit is taken instead of counting, so that the state before the call remains. */
function maxCalls(max: number): Automaton {
  return {
    states: [vacuous, { ...held, name: "counting", counts: true }],
    bound: max,
    step: (state, letter) => (has(letter, 0) ? { to: 1, does: "count", marks: true } : stay(state)),
    limit: (state) => ({ to: state, offends: true, marks: true }),
  }
}

const before: Automaton = {
  states: [idle, { ...idle, name: "ready" }, held],
  bound: 0,
  step: (state, letter) => {
    const then = has(letter, 1)
    if (state === 2) return stay(state)
    if (state === 1 || has(letter, 0)) return { to: then ? 2 : 1 }
    return then ? { to: 0, offends: true, marks: true } : stay(0)
  },
}

const waiting: State = { name: "waiting", partial: "pending", complete: "violated", exercised: true }

function after(within: number): Automaton {
  return {
    states: [idle, { ...waiting, armed: true }, { ...held, name: "closed" }],
    bound: within,
    step: (state, letter) => {
      const answers = state === 1 && has(letter, 1)
      if (has(letter, 0) && (state !== 1 || answers)) return { to: 1, does: "arm", clears: true, marks: true }
      return answers ? { to: 2, clears: true } : stay(state)
    },
    limit: (state) => (state === 1 ? { to: 2, offends: true } : stay(state)),
  }
}

const neverAfter: Automaton = {
  states: [idle, { ...held, name: "triggered" }],
  bound: 0,
  step: (state, letter) => {
    if (state === 0) return has(letter, 0) ? { to: 1, marks: true } : stay(0)
    return has(letter, 1) ? { to: 1, offends: true, marks: true } : stay(1)
  },
}

/** States: before the first member, then one a member, `held` after the last, `broken` for good. */
function sequenceStates(members: number): readonly State[] {
  if (members === 0) return [idle]
  const between = Array.from({ length: members - 1 }, (_, i) => ({ ...waiting, name: `${i + 1}/${members}` }))
  return [idle, ...between, { ...held, name: `${members}/${members}` }, broken]
}

/** Loose: no later member may come before the expected one. Strict: once begun, nothing else may come between. */
function sequence(members: number, strict: boolean): Automaton {
  return {
    states: sequenceStates(members),
    bound: 0,
    step: (state, letter) => {
      if (state >= members) return stay(state)
      if (has(letter, state)) return { to: state + 1, marks: true }
      const breaks = strict ? state > 0 : letter.some((member) => member > state)
      return breaks ? { to: members + 1, offends: true, marks: true } : stay(state)
    },
  }
}
