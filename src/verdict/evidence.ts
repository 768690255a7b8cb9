import { CELL_CLEARS, CELL_MARKS, LOG_WORDS } from "../../assembly/abi.ts"

/**
 * The calls that matter, rule by rule, gathered from the log of a run (semantics, section 5). Only of
 * the rules asked for; a rule that marks no calls has none.
 */
export class Evidence {
  readonly #calls = new Map<number, number[]>()

  constructor(rules: Iterable<number>) {
    for (const rule of rules) this.#calls.set(rule, [])
  }

  /** Reads a piece of the log; the words are not kept. */
  add(log: Uint32Array): void {
    const { length } = log
    for (let at = 0; at < length; at += LOG_WORDS) {
      const flags = log[at + 3] as number
      if ((flags & (CELL_CLEARS | CELL_MARKS)) === 0) continue
      const calls = this.#calls.get(log[at] as number)
      if (calls === undefined) continue
      if ((flags & CELL_CLEARS) !== 0 && calls.length > 0) calls.length = 0
      if ((flags & CELL_MARKS) !== 0) calls.push(log[at + 1] as number)
    }
  }

  of(rule: number): readonly number[] {
    return this.#calls.get(rule) ?? []
  }
}
