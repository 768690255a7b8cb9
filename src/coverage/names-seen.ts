import type { ProgramImage } from "../program/index.ts"
import { References, triggerOf } from "./references.ts"

/** Names remembered so as not to be looked at again; looking twice changes nothing. */
const mostRemembered = 65_536
const longestRemembered = 256
/** Unexpected tools told of, at most. */
export const mostUnexpected = 1000

/** A name as reports tell it: a megabyte of a name says no more than its head. */
export function clipped(name: string): string {
  return name.length <= longestRemembered ? name : `${name.slice(0, longestRemembered)}…`
}

/** Which of the policy's references the names in traces matched, and which rules that exercised. */
export class NamesSeen {
  readonly references: References
  /** By reference: some call or attempt matched it. */
  readonly matched: boolean[]
  /** By rule: some call exercised it, or for bans some attempt. */
  readonly triggered: boolean[]
  readonly #image: ProgramImage
  readonly #triggers: readonly number[]
  /** Whether an attempt that was denied exercises the rule as well. */
  readonly #bans: readonly boolean[]
  readonly #called = new Set<string>()
  readonly #attempted = new Set<string>()
  readonly #unexpected = new Set<string>()

  constructor(image: ProgramImage) {
    const { rules } = image.info
    this.#image = image
    this.references = new References(image)
    this.matched = this.references.all.map(() => false)
    this.triggered = rules.map(() => false)
    this.#triggers = rules.map(triggerOf)
    this.#bans = rules.map(({ type }) => type === "deny" || type === "blocklist")
  }

  called(name: string): void {
    if (!this.#called.has(name)) this.#note(name, this.#called, false)
  }

  attempted(name: string): void {
    if (!this.#attempted.has(name)) this.#note(name, this.#attempted, true)
  }

  /** The bans that some of these attempts were at, each once. */
  bansOn(attempts: readonly string[]): ReadonlySet<number> {
    const found = new Set<number>()
    for (const name of attempts) {
      for (const index of this.references.matching(name)) {
        for (const [rule] of this.references.all[index]?.uses ?? []) if (this.#bans[rule]) found.add(rule)
      }
    }
    return found
  }

  /** Sorted by code unit. The first thousand that were met, where there are more. */
  get unexpected(): readonly string[] {
    return [...this.#unexpected].sort()
  }

  #note(name: string, known: Set<string>, denied: boolean): void {
    if (known.size >= mostRemembered) known.clear()
    if (name.length <= longestRemembered) known.add(name)
    let expected = false
    for (const index of this.references.matching(name)) {
      this.matched[index] = true
      for (const [rule, operand] of this.references.all[index]?.uses ?? []) {
        if (this.#image.info.rules[rule]?.type !== "blocklist") expected = true
        if (operand === this.#triggers[rule] && (!denied || this.#bans[rule])) this.triggered[rule] = true
      }
    }
    if (!expected && this.#unexpected.size < mostUnexpected) this.#unexpected.add(clipped(name))
  }
}
