import { Machine } from "../core/index.ts"
import { isAnswerField, type ProgramImage } from "../program/index.ts"
import type { Extent } from "../trace/index.ts"
import { VerdictAssembly } from "../verdict/index.ts"
import { type NameCode, Symbols } from "./symbols.ts"

/** A session that stands in the machine and can be put on a shelf as bytes when another needs the place. */
export interface Resident {
  /** The machine holds this session for the last time. */
  leave(machine: Machine): void
}

/**
 * Everything that judges one program: the machine with the program in it, the names it knows, and
 * whose session stands there. One session at a time; guards step aside as bytes.
 */
export class Court {
  readonly machine: Machine
  readonly symbols: Symbols
  readonly assembly: VerdictAssembly
  /** The records of all rules before any call. */
  readonly start: Readonly<Record<Extent, Uint32Array>>
  /** What a name is to the rules; absent where no rule asks for more than names. */
  readonly codeOf: ((name: string) => NameCode) | undefined
  /** Whether some rule reads answers. */
  readonly readsAnswers: boolean
  #resident: Resident | undefined
  #follower: object | undefined

  private constructor(image: ProgramImage, machine: Machine) {
    this.machine = machine
    const symbols = new Symbols(image, machine)
    this.symbols = symbols
    this.codeOf = image.info.fields.length === 0 ? undefined : (name) => symbols.of(name)
    this.readsAnswers = image.info.fields.some(isAnswerField)
    this.start = { partial: machine.recordAll(false).slice(), complete: machine.recordAll(true).slice() }
    this.assembly = new VerdictAssembly(image.info.rules, this.start.partial, this.start.complete)
  }

  /** Undefined when the core refuses the tables. */
  static open(image: ProgramImage): Court | undefined {
    const machine = Machine.load(image.tables)
    return typeof machine === "number" ? undefined : new Court(image, machine)
  }

  /** Whether this one's session stands in the machine. */
  holds(session: Resident): boolean {
    return this.#resident === session
  }

  /** From now on the log of transitions tells `follower` of those that it was not told of before. */
  follow(follower: object): void {
    if (this.#follower !== follower) this.machine.forget()
    this.#follower = follower
  }

  /** The session that stands in the machine is worth nothing; it is not saved. */
  dismiss(): void {
    this.#resident = undefined
  }

  /** Makes the machine free for another session; the one that stood there is saved. */
  admit(session: Resident | undefined): void {
    const leaving = this.#resident
    this.#resident = session
    if (leaving !== undefined && leaving !== session) leaving.leave(this.machine)
  }
}
