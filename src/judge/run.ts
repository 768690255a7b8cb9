import { CALL_FULL, SYMBOLS_AT_ONCE } from "../../assembly/abi.ts"
import type { CallFacts } from "../core/index.ts"
import type { Court } from "./court.ts"
import { isConditional, isLookalike, type NameCode, symbolMask } from "./symbols.ts"
import type { TakenCalls } from "./taken-calls.ts"

export interface RunLog {
  /** The rules whose evidence is asked for, at level `LOG_WANTED`. */
  readonly wanted?: readonly number[]
  /** Gets the log in pieces; must not keep them. */
  readonly drain: (log: Uint32Array) => void
}

/** Runs a fresh session over the calls. Answers the names that can be mistaken for others, with those. */
export function run(court: Court, calls: TakenCalls, level: number, log?: RunLog): ReadonlyMap<string, string> {
  court.admit(undefined)
  court.machine.begin(level)
  for (const rule of log?.wanted ?? []) court.machine.want(rule)
  return new Run(court, log).take(calls)
}

class Run {
  readonly #court: Court
  readonly #drain: RunLog["drain"] | undefined
  readonly #lookalikes = new Map<string, string>()
  /** Symbols in the io buffer that the core has not taken yet. */
  #waiting = 0

  constructor(court: Court, log: RunLog | undefined) {
    this.#court = court
    this.#drain = log?.drain
  }

  take({ names, facts }: TakenCalls): ReadonlyMap<string, string> {
    const { machine, symbols } = this.#court
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string
      let code = symbols.known(name)
      if (code === undefined) {
        // Making room voids the symbols that wait.
        if (symbols.isFull) this.#flush()
        code = symbols.of(name)
      }
      if ((code & isLookalike) !== 0) this.#lookalikes.set(name, symbols.lookalikeOf(name) ?? "")
      const known = facts?.[i]
      if (known !== undefined && ((code & isConditional) !== 0 || known.step >= 0)) this.#takeKnown(code, known)
      else {
        if (this.#waiting === SYMBOLS_AT_ONCE) this.#flush()
        machine.put(this.#waiting++, code & symbolMask)
      }
    }
    this.#flush()
    if (facts !== undefined) machine.desk.settle(() => this.#spill())
    this.#spill()
    return this.#lookalikes
  }

  /** A call of which more than the name matters. */
  #takeKnown(code: NameCode, facts: CallFacts): void {
    const { desk } = this.#court.machine
    this.#flush()
    desk.set(facts)
    if (desk.take(code & symbolMask, facts.step, () => this.#spill()) === CALL_FULL) throw full()
  }

  #flush(): void {
    if (!this.#court.machine.run(this.#waiting, this.#drain)) throw full()
    this.#waiting = 0
  }

  /** Empties the log, so that there is room in it. */
  #spill(): void {
    if (this.#drain === undefined) return
    const piece = this.#court.machine.log()
    if (piece !== undefined) this.#drain(piece)
  }
}

function full(): RangeError {
  return new RangeError("a session holds at most 2^30 calls")
}
