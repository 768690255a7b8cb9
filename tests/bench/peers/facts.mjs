import { absent } from "./plan.mjs"

/** What the host knows of a trace for engines that see one decision at a time; `asks(condition, args)` is the engine. */
export class Facts {
  constructor({ operands }) {
    this.operands = operands
    this.known = new Map()
  }

  /** `{ first, last, count }`, each operand's number in each. */
  of(calls, asks) {
    const facts = this.none()
    for (let at = 0; at < calls.length; at++) {
      const { tool, args } = calls[at]
      for (const operand of this.operandsOf(tool)) {
        if (operand.condition === undefined || asks(operand.condition, args) !== operand.unless)
          note(facts, operand.id, at)
      }
    }
    return facts
  }

  /** The same for an engine that promises its answers. */
  async promised(calls, asks) {
    const facts = this.none()
    for (let at = 0; at < calls.length; at++) {
      const { tool, args } = calls[at]
      for (const { id, condition, unless } of this.operandsOf(tool)) {
        if (condition === undefined || (await asks(condition, args)) !== unless) note(facts, id, at)
      }
    }
    return facts
  }

  none() {
    const filled = (value) => Object.fromEntries(this.operands.map(({ id }) => [id, value]))
    this.empty ??= { first: filled(absent), last: filled(-1), count: filled(0) }
    return { first: { ...this.empty.first }, last: { ...this.empty.last }, count: { ...this.empty.count } }
  }

  /** The operands that calls of this name may be, looked for once a name. */
  operandsOf(name) {
    let found = this.known.get(name)
    if (found === undefined) {
      found = this.operands.filter(({ matches }) => matches(name))
      this.known.set(name, found)
    }
    return found
  }
}

function note(facts, id, at) {
  if (facts.first[id] === absent) facts.first[id] = at
  facts.last[id] = at
  facts.count[id]++
}
