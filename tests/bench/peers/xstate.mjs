import { assign, createMachine, initialTransition, transition } from "xstate"
import { Facts } from "./facts.mjs"
import { planOf } from "./plan.mjs"

export const name = "XState"
export const does =
  "One machine a rule, stepped with the pure transition function by each call that the rule names and by the end of the trace; args are guards; the host keeps the snapshots."

/** `judge(calls)` says whether the trace is in order. */
export function judgeOf(document) {
  const plan = planOf(document)
  const facts = new Facts(plan)
  const holding = new Map(plan.operands.map(({ id, condition, unless }) => [id, guardOf(condition, unless)]))
  const machines = plan.rules.map((rule) => machineOf(rule, holding))
  const starts = machines.map((machine) => initialTransition(machine)[0])
  const readers = new Map(plan.operands.map(({ id }) => [id, plan.rules.flatMap((rule, i) => roles(rule, id, i))]))
  return (calls) => {
    const snapshots = [...starts]
    const step = (index, event) => {
      ;[snapshots[index]] = transition(machines[index], snapshots[index], event)
    }
    for (let at = 0; at < calls.length; at++) {
      for (const { id } of facts.operandsOf(calls[at].tool)) {
        for (const [index, type] of readers.get(id)) step(index, { type, at, args: calls[at].args })
      }
    }
    for (let index = 0; index < machines.length; index++) step(index, { type: "end" })
    return snapshots.every(({ value }) => value !== "violated")
  }
}

const roles = ({ operands }, id, index) => operands.flatMap((each, k) => (each === id ? [[index, `m${k}`]] : []))

function guardOf(condition, unless) {
  if (condition === undefined) return undefined
  return ({ event }) => condition.holds(event.args) !== unless
}

function machineOf({ id, type, operands, bound }, holding) {
  const on = (events) => ({
    on: Object.fromEntries(events.map(([k, to]) => [k === "end" ? k : `m${k}`, guarded(k, to)])),
  })
  const guarded = (k, target) => {
    const guard = k === "end" ? undefined : holding.get(operands[k])
    return guard === undefined || typeof target !== "string" ? target : { target, guard }
  }
  return createMachine({ id, ...shapes[type]({ on, bound, members: operands, guard: holding.get(operands[0]) }) })
}

const done = { held: {}, violated: {} }

/** The automaton of each type of rule, as a statechart. */
const shapes = {
  require: ({ on }) => ({
    initial: "open",
    states: {
      open: on([
        [0, "held"],
        ["end", "violated"],
      ]),
      ...done,
    },
  }),
  eventually: ({ bound }) => {
    const late = [{ target: "held", guard: ({ event }) => event.at < bound }, { target: "violated" }]
    return { initial: "open", states: { open: { on: { m0: late, end: "violated" } }, ...done } }
  },
  max_calls: ({ bound, guard }) => ({
    initial: "counting",
    context: { count: 0 },
    states: { counting: { on: { m0: counted(bound, guard ?? (() => true)) } }, ...done },
  }),
  before: ({ on }) => ({
    initial: "open",
    states: {
      open: on([
        [0, "held"],
        [1, "violated"],
      ]),
      ...done,
    },
  }),
  after: ({ on }) => ({
    initial: "idle",
    states: {
      idle: on([[0, "open"]]),
      open: on([
        [1, "idle"],
        ["end", "violated"],
      ]),
      ...done,
    },
  }),
  never_after: ({ on }) => ({
    initial: "idle",
    states: { idle: on([[0, "armed"]]), armed: on([[1, "violated"]]), ...done },
  }),
  sequence: ({ on, members }) => {
    const states = members.map((_, place) => [`s${place}`, on(stepsOfMember(members.length, place))])
    return { initial: "s0", states: { ...Object.fromEntries(states), ...done } }
  },
  offence: ({ on }) => ({ initial: "open", states: { open: on([[0, "violated"]]), ...done } }),
}

function counted(bound, guard) {
  const count = { actions: assign({ count: ({ context }) => context.count + 1 }) }
  return [
    { target: "violated", guard: (each) => guard(each) && each.context.count >= bound },
    { ...count, guard },
  ]
}

function stepsOfMember(length, place) {
  const later = Array.from({ length: length - place - 1 }, (_, k) => [place + 1 + k, "violated"])
  const next = place + 1 === length ? "held" : `s${place + 1}`
  return [[place, next], ...later, ...(place === 0 ? [] : [["end", "violated"]])]
}
