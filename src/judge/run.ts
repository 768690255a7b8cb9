import { SYMBOLS_AT_ONCE } from "../../assembly/abi.ts"
import type { Court } from "./court.ts"
import { isLookalike, symbolMask } from "./symbols.ts"

export interface RunLog {
  /** The rules whose evidence is asked for, at level `LOG_WANTED`. */
  readonly wanted?: readonly number[]
  /** Gets the log in pieces; must not keep them. */
  readonly drain: (log: Uint32Array) => void
}

/** Runs a fresh session over the names. Answers the names that can be mistaken for others, with those. */
export function run(court: Court, names: readonly string[], level: number, log?: RunLog): ReadonlyMap<string, string> {
  const { machine, symbols } = court
  const lookalikes = new Map<string, string>()
  court.admit(undefined)
  machine.begin(level)
  for (const rule of log?.wanted ?? []) machine.want(rule)
  let waiting = 0
  const flush = (): void => {
    if (!machine.run(waiting, log?.drain)) throw new RangeError("a session holds at most 2^30 calls")
    waiting = 0
  }
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string
    let code = symbols.known(name)
    if (code === undefined) {
      // Making room voids the symbols that wait.
      if (symbols.isFull) flush()
      code = symbols.of(name)
    }
    if (waiting === SYMBOLS_AT_ONCE) flush()
    machine.put(waiting++, code & symbolMask)
    if ((code & isLookalike) !== 0) lookalikes.set(name, symbols.lookalikeOf(name) ?? "")
  }
  flush()
  return lookalikes
}
