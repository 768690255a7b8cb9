import { rulesOf, step, stepsOf } from "./hand-written-rules.mjs"

/**
 * The best evaluator of complete traces that we can write by hand in JavaScript, to have something to be compared
 * with. One `Map.get` a call, then only the rules that read the name; deadlines are not watched but worked out when
 * the rule is next read, or at the end. It knows nothing else: no diagnostics, no sentences, no partial traces.
 */
export class HandWrittenEvaluator {
  constructor(document) {
    this.rules = rulesOf(document)
    const count = this.rules.length
    this.steps = new Map()
    this.bounds = Int32Array.from(this.rules, (rule) => rule.bound ?? 0)
    this.lengths = Int32Array.from(this.rules, (rule) => rule.members?.length ?? 0)
    this.strict = Uint8Array.from(this.rules, (rule) => (rule.strict ? 1 : 0))
    /** Calls counted, place in the sequence, or 1 + the call that matters; before: 1 ready, 2 violated, 3 held. */
    this.state = new Int32Array(count)
    this.violatedAt = new Int32Array(count)
    /** The calls that matter; made when the rule has some. */
    this.marks = new Array(count).fill(undefined)
  }

  /** `{ ok, outcomes, calls, marks }`, a place a rule: outcome, violation index or -1, and the calls that matter. */
  evaluate(trace) {
    this.state.fill(0)
    this.violatedAt.fill(-1)
    this.marks.fill(undefined)
    let made = 0
    for (let i = 0; i < trace.length; i++) {
      const call = trace[i]
      if (call.status === "denied") continue
      const steps = this.steps.get(call.tool) ?? this.learn(call.tool)
      this.take(steps, made)
      made++
    }
    return this.verdict(made)
  }

  learn(name) {
    if (typeof name !== "string" || name === "") throw new TypeError("a call names its tool")
    const steps = stepsOf(this.rules, name)
    if (this.steps.size < 10_000) this.steps.set(name, steps)
    return steps
  }

  take(steps, now) {
    const { state, violatedAt, bounds } = this
    for (let at = 0; at < steps.length; at += 3) {
      const rule = steps[at + 1]
      switch (steps[at]) {
        case step.seen:
          if (state[rule] === 0) state[rule] = now + 1
          break
        case step.count:
          if (violatedAt[rule] < 0) this.count(rule, now)
          break
        case step.first:
          if (state[rule] === 0) state[rule] = 1
          break
        case step.then:
          if (state[rule] === 0) {
            state[rule] = 2
            this.violate(rule, now, [now])
          } else if (state[rule] === 1) state[rule] = 3
          break
        case step.firstAndThen:
          if (state[rule] < 2) state[rule] = 3
          break
        case step.answer:
          this.answer(rule, now)
          break
        case step.answerAndTrigger:
          this.answer(rule, now)
          this.trigger(rule, now, bounds[rule])
          break
        case step.trigger:
          this.trigger(rule, now, bounds[rule])
          break
        case step.arm:
          if (state[rule] === 0) state[rule] = now + 1
          break
        case step.armOrForbidden:
          if (state[rule] === 0) state[rule] = now + 1
          else if (violatedAt[rule] < 0) this.violate(rule, now, [state[rule] - 1, now])
          break
        case step.forbidden:
          if (state[rule] !== 0 && violatedAt[rule] < 0) this.violate(rule, now, [state[rule] - 1, now])
          break
        case step.member:
          if (violatedAt[rule] < 0 && state[rule] < this.lengths[rule]) this.member(rule, now, steps[at + 2])
          break
        case step.offence:
          if (violatedAt[rule] < 0) this.violate(rule, now, [now])
          else this.marks[rule].push(now)
          break
      }
    }
  }

  violate(rule, call, marks) {
    this.violatedAt[rule] = call
    this.marks[rule] = marks
  }

  count(rule, now) {
    const marks = this.marks[rule]
    if (marks === undefined) this.marks[rule] = [now]
    else marks.push(now)
    if (++this.state[rule] > this.bounds[rule]) this.violatedAt[rule] = now
  }

  /** The state is 1 + the open trigger, or -1 when one was answered. */
  trigger(rule, now, within) {
    if (this.violatedAt[rule] >= 0) return
    const open = this.state[rule]
    if (open > 0) {
      if (now >= open - 1 + within) this.violate(rule, open - 1 + within, [open - 1])
    } else {
      this.state[rule] = now + 1
      if (within === 0) this.violate(rule, now, [now])
    }
  }

  answer(rule, now) {
    const open = this.state[rule]
    if (open <= 0 || this.violatedAt[rule] >= 0) return
    const due = open - 1 + this.bounds[rule]
    if (now > due) this.violate(rule, due, [open - 1])
    else this.state[rule] = -1
  }

  member(rule, now, bits) {
    const place = this.state[rule]
    const marks = this.marks[rule]
    if (place > 0 && this.strict[rule] === 1) {
      const next = marks[place - 1] + 1
      if (now > next || ((bits >> place) & 1) === 0) {
        marks.push(next)
        this.violatedAt[rule] = next
        return
      }
    }
    if (((bits >> place) & 1) === 1) {
      this.state[rule] = place + 1
      if (marks === undefined) this.marks[rule] = [now]
      else marks.push(now)
    } else if (this.strict[rule] === 0 && bits >> (place + 1) !== 0) {
      if (marks === undefined) this.marks[rule] = [now]
      else marks.push(now)
      this.violatedAt[rule] = now
    }
  }

  verdict(made) {
    const count = this.rules.length
    const outcomes = new Array(count)
    const calls = new Array(count)
    const marks = new Array(count)
    let ok = true
    for (let rule = 0; rule < count; rule++) {
      const outcome = this.close(rule, made)
      const violated = outcome === "violated"
      if (violated) ok = false
      outcomes[rule] = outcome
      calls[rule] = this.violatedAt[rule]
      marks[rule] = violated ? this.marks[rule] : undefined
    }
    return { ok, outcomes, calls, marks }
  }

  /** What the end of the trace decides. */
  close(rule, made) {
    if (this.violatedAt[rule] >= 0) return "violated"
    const state = this.state[rule]
    const bound = this.bounds[rule]
    switch (this.rules[rule].type) {
      case "require":
        if (state === 0) this.violate(rule, made, [])
        break
      case "eventually":
        if (state === 0 || state > bound) this.violate(rule, made >= bound ? Math.max(0, bound - 1) : made, [])
        break
      case "before":
        if (state < 2) return "not_exercised"
        break
      case "after":
        if (state === 0) return "not_exercised"
        if (state > 0) this.violate(rule, Math.min(made, state - 1 + bound), [state - 1])
        break
      case "never_after":
        if (state === 0) return "not_exercised"
        break
      case "sequence":
        if (state === 0) return "not_exercised"
        if (state < this.lengths[rule]) this.breakOff(rule, made)
        break
    }
    return this.violatedAt[rule] >= 0 ? "violated" : "held"
  }

  /** A sequence that was begun and not finished; a strict one broke where the next call went elsewhere. */
  breakOff(rule, made) {
    const marks = this.marks[rule]
    const next = marks[marks.length - 1] + 1
    if (this.strict[rule] === 1 && made > next) {
      marks.push(next)
      this.violatedAt[rule] = next
    } else this.violatedAt[rule] = made
  }
}
