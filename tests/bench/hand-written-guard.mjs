import { rulesOf, step, stepsOf } from "./hand-written-rules.mjs"

/** No deadline is open. */
const never = 0x7fffffff
const allowed = Object.freeze({ decision: "allow", rules: Object.freeze([]) })

/**
 * The best guard that we can write by hand in JavaScript: one call at a time, `deny` when the call offends a rule,
 * and then nothing moves. It looks first and moves afterwards, so that no undoing is needed; all state is in typed
 * arrays. Every rule denies; there are no actions, modes, saved states or lookalikes.
 */
export class HandWrittenGuard {
  constructor(document) {
    this.rules = rulesOf(document)
    const count = this.rules.length
    this.tools = new Map()
    this.bounds = Int32Array.from(this.rules, (rule) => rule.bound ?? 0)
    this.lengths = Int32Array.from(this.rules, (rule) => rule.members?.length ?? 0)
    /** As in the evaluator. */
    this.state = new Int32Array(count)
    /** The call with which the deadline of a rule passes. */
    this.due = new Int32Array(count)
    /** Strict sequences that were begun: any other call offends them. */
    this.active = new Uint8Array(count)
    this.reset()
  }

  /** A fresh session. */
  reset() {
    this.state.fill(0)
    this.due.fill(never)
    this.active.fill(0)
    this.begun = 0
    this.now = 0
    this.earliest = never
    for (let rule = 0; rule < this.rules.length; rule++) {
      const bound = this.bounds[rule]
      if (this.rules[rule].type === "eventually" && bound > 0) this.wait(rule, bound - 1)
    }
  }

  /** `allow`, or `deny` with the indices of the rules that the call offends. */
  check(call) {
    const tool = this.tools.get(call.tool) ?? this.learn(call.tool)
    if (tool.offends || this.now >= this.earliest || this.begun > 0 || this.breaks(tool.checks)) {
      const rules = this.offended(tool)
      if (rules.length > 0) return { decision: "deny", rules }
    }
    this.move(tool.moves)
    this.now++
    return allowed
  }

  learn(name) {
    if (typeof name !== "string" || name === "") throw new TypeError("a call names its tool")
    const all = stepsOf(this.rules, name)
    const tool = { offends: false, checks: [], moves: [], reads: new Uint8Array(this.rules.length) }
    for (let at = 0; at < all.length; at += 3) {
      const [what, rule, bits] = all.subarray(at, at + 3)
      tool.reads[rule] = what
      if (what === step.offence || (isTrigger(what) && this.bounds[rule] === 0)) tool.offends = true
      if (mayOffend(what)) tool.checks.push(what, rule, bits)
      if (what !== step.offence) tool.moves.push(what, rule, bits)
    }
    const ready = { ...tool, all, checks: Int32Array.from(tool.checks), moves: Int32Array.from(tool.moves) }
    if (this.tools.size < 10_000) this.tools.set(name, ready)
    return ready
  }

  /** Whether some rule is offended, deadlines and strict sequences left aside. */
  breaks(checks) {
    for (let at = 0; at < checks.length; at += 3) {
      if (this.breaksRule(checks[at], checks[at + 1], checks[at + 2])) return true
    }
    return false
  }

  breaksRule(what, rule, bits) {
    const state = this.state[rule]
    switch (what) {
      case step.count:
        return state === this.bounds[rule]
      case step.then:
        return state === 0
      case step.forbidden:
      case step.armOrForbidden:
        return state !== 0
      case step.member:
        return (
          state < this.lengths[rule] && ((bits >> state) & 1) === 0 && bits >> (state + 1) !== 0 && this.looseAt(rule)
        )
      case step.offence:
        return true
      case step.trigger:
      case step.answerAndTrigger:
        return this.bounds[rule] === 0
      default:
        return false
    }
  }

  looseAt(rule) {
    return this.rules[rule].strict !== true
  }

  /** All rules that the call offends, in rising order. */
  offended(tool) {
    const rules = []
    for (let at = 0; at < tool.all.length; at += 3) {
      if (this.breaksRule(tool.all[at], tool.all[at + 1], tool.all[at + 2])) rules.push(tool.all[at + 1])
    }
    if (this.now >= this.earliest) this.collectLate(tool, rules)
    if (this.begun > 0) this.collectBroken(tool, rules)
    return rules.length > 1 ? [...new Set(rules)].sort((a, b) => a - b) : rules
  }

  /** Deadlines that pass with this call, unless it is what they wait for. */
  collectLate(tool, rules) {
    let earliest = never
    for (let rule = 0; rule < this.due.length; rule++) {
      const due = this.due[rule]
      if (due < earliest) earliest = due
      if (due !== this.now) continue
      const what = tool.reads[rule]
      if (what !== step.seen && what !== step.answer && what !== step.answerAndTrigger) rules.push(rule)
    }
    this.earliest = earliest
  }

  collectBroken(tool, rules) {
    for (let rule = 0; rule < this.active.length; rule++) {
      if (this.active[rule] === 0) continue
      const bits = tool.reads[rule] === step.member ? bitsOf(tool.all, rule) : 0
      if (((bits >> this.state[rule]) & 1) === 0) rules.push(rule)
    }
  }

  move(moves) {
    const { state, due } = this
    for (let at = 0; at < moves.length; at += 3) {
      const rule = moves[at + 1]
      switch (moves[at]) {
        case step.seen:
          state[rule] = 1
          due[rule] = never
          break
        case step.count:
          state[rule]++
          break
        case step.first:
        case step.arm:
        case step.armOrForbidden:
          if (state[rule] === 0) state[rule] = 1
          break
        case step.firstAndThen:
        case step.then:
          state[rule] = 2
          break
        case step.answer:
          due[rule] = never
          break
        case step.answerAndTrigger:
          this.wait(rule, this.now + this.bounds[rule])
          break
        case step.trigger:
          if (due[rule] === never) this.wait(rule, this.now + this.bounds[rule])
          break
        case step.member:
          this.advance(rule, moves[at + 2])
          break
      }
    }
  }

  wait(rule, due) {
    this.due[rule] = due
    if (due < this.earliest) this.earliest = due
  }

  advance(rule, bits) {
    const place = this.state[rule]
    const length = this.lengths[rule]
    if (place === length || ((bits >> place) & 1) === 0) return
    this.state[rule] = place + 1
    if (this.looseAt(rule)) return
    if (place === 0 && length > 1) {
      this.active[rule] = 1
      this.begun++
    } else if (place + 1 === length && place > 0) {
      this.active[rule] = 0
      this.begun--
    }
  }
}

function isTrigger(what) {
  return what === step.trigger || what === step.answerAndTrigger
}

function mayOffend(what) {
  return (
    what === step.count ||
    what === step.then ||
    what === step.forbidden ||
    what === step.armOrForbidden ||
    what === step.member
  )
}

function bitsOf(steps, rule) {
  for (let at = 0; at < steps.length; at += 3) if (steps[at + 1] === rule) return steps[at + 2]
  return 0
}
