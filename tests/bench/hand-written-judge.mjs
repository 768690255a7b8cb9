import { HandWrittenEvaluator } from "./hand-written-evaluator.mjs"
import { stepsOf } from "./hand-written-rules.mjs"

/** Conditions that one tool may be asked for: a set of them is a number. */
const most = 30

/**
 * The hand-written evaluator made for suites: it says which rules a trace violates, and looks only at the rules that
 * the trace touched, however many there are. What rules ask of args are closures: each tool has the conditions that its
 * rules ask for, and a table of steps by the set of those that hold. Args that were not captured count as empty.
 */
export class HandWrittenJudge extends HandWrittenEvaluator {
  constructor(document) {
    super(document)
    const count = this.rules.length
    this.tools = new Map()
    this.fatal = this.rules.map(({ severity }) => severity !== "warning")
    /** Rules that a trace may violate without touching them. */
    this.watched = this.rules.flatMap(({ type }, i) => (type === "require" || type === "eventually" ? [i] : []))
    this.touched = new Int32Array(count)
    this.touches = 0
    this.epochs = new Int32Array(count)
    this.epoch = 0
    this.reset()
  }

  /** `{ ok, violated }`: the indices of the violated rules; a warning does not spoil `ok`. */
  judge(trace) {
    this.reset()
    let made = 0
    for (let i = 0; i < trace.length; i++) {
      const call = trace[i]
      if (call.status === "denied") continue
      const tool = this.tools.get(call.tool) ?? this.meet(call.tool)
      if (tool.epoch !== this.epoch) this.touch(tool)
      const { conditions } = tool
      if (conditions.length === 0) this.take(tool.steps, made)
      else this.take(this.stepsFor(tool, call.args ?? nothing), made)
      made++
    }
    return this.sum(made)
  }

  stepsFor(tool, args) {
    const { conditions, bySet } = tool
    let set = 0
    for (let k = 0; k < conditions.length; k++) if (conditions[k].holds(args)) set |= 1 << k
    return bySet[set] ?? this.prepare(tool, set)
  }

  /** Forgets what the last trace touched. */
  reset() {
    const { touched, state, violatedAt, marks } = this
    const before = this.epoch === 0 ? this.rules.keys() : touched.subarray(0, this.touches)
    for (const rule of before) forget(rule, state, violatedAt, marks)
    this.touches = 0
    this.epoch++
    for (const rule of this.watched) this.add(rule)
  }

  touch(tool) {
    tool.epoch = this.epoch
    for (const rule of tool.rules) this.add(rule)
  }

  add(rule) {
    if (this.epochs[rule] === this.epoch) return
    this.epochs[rule] = this.epoch
    this.touched[this.touches++] = rule
  }

  sum(made) {
    const violated = []
    let ok = true
    for (let i = 0; i < this.touches; i++) {
      const rule = this.touched[i]
      if (this.close(rule, made) !== "violated") continue
      violated.push(rule)
      if (this.fatal[rule]) ok = false
    }
    return { ok, violated }
  }

  meet(name) {
    if (typeof name !== "string" || name === "") throw new TypeError("a call names its tool")
    const asked = new Set()
    const ask = (answer) => (condition) => {
      asked.add(condition)
      return answer
    }
    const steps = [ask(true), ask(false)].flatMap((held) => [...ruleIndices(stepsOf(this.rules, name, held))])
    const rules = Int32Array.from(new Set(steps)).sort()
    if (asked.size > most) throw new RangeError(`${name} is asked for more than ${most} conditions`)
    const tool = { name, rules, conditions: [...asked], bySet: [], epoch: 0, steps: undefined }
    tool.steps = this.prepare(tool, 0)
    if (this.tools.size < 10_000) this.tools.set(name, tool)
    return tool
  }

  prepare(tool, set) {
    const held = (condition) => ((set >> tool.conditions.indexOf(condition)) & 1) === 1
    const steps = stepsOf(this.rules, tool.name, held, tool.rules)
    tool.bySet[set] = steps
    return steps
  }
}

const nothing = Object.freeze({})

function forget(rule, state, violatedAt, marks) {
  state[rule] = 0
  violatedAt[rule] = -1
  marks[rule] = undefined
}

function* ruleIndices(steps) {
  for (let at = 0; at < steps.length; at += 3) yield steps[at + 1]
}
