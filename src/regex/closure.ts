import { IF_LOOKS_AHEAD, isMet, KIND_EDGE, STEP_EITHER, STEP_FOUND, STEP_IF } from "../../assembly/check/regex-abi.ts"
import type { Steps } from "./steps.ts"

/** Where instructions lead without taking a character. Counts what it does. */
export class Closure {
  readonly #steps: Steps
  readonly #seen: Uint32Array
  #round = 0
  work = 0

  constructor(steps: Steps) {
    this.#steps = steps
    this.#seen = new Uint32Array(steps.what.length)
  }

  /**
   * From `from` to the instructions that take a character and, while `after` is not known, to the conditions that look at it;
   * ascending. `undefined` when something is found.
   */
  of(from: readonly number[], before: number, after: number | undefined): number[] | undefined {
    const { what, operand, next } = this.#steps
    const left: number[] = []
    const stopped: number[] = []
    this.#round++
    for (const at of from) this.#add(left, at)
    for (let at = left.pop(); at !== undefined; at = left.pop()) {
      this.work++
      if (what[at] === STEP_FOUND) return undefined
      if (what[at] === STEP_EITHER) {
        this.#add(left, next[at]!)
        this.#add(left, operand[at]!)
      } else if (what[at] !== STEP_IF || (after === undefined && operand[at]! >= IF_LOOKS_AHEAD)) stopped.push(at)
      else if (isMet(operand[at]!, before, after ?? KIND_EDGE)) this.#add(left, next[at]!)
    }
    return stopped.sort((a, b) => a - b)
  }

  #add(left: number[], at: number): void {
    if (this.#seen[at] === this.#round) return
    this.#seen[at] = this.#round
    left.push(at)
  }
}
