import { ABI_VERSION, LOG_NOTHING, LOG_WORDS, NO_CALL, OK, RECORD_WORDS } from "../../assembly/abi.ts"
import { instantiateCore } from "./binary.ts"
import type { CoreExports } from "./exports.ts"

/** The core failed in a way that no input may cause: a bug. The instance is replaced; the session is lost. */
export class CoreTrapError extends Error {
  override readonly name: string = "CoreTrapError"
}

/**
 * One instance of the core with one program loaded and one session standing in it. Knows numbers
 * only: symbols in, words of records, offences and logs out.
 */
export class Machine {
  /** Words of the core's memory; a new view after every growth. */
  private words: Uint32Array = new Uint32Array(0)
  /** Index into `words` of the io buffer. */
  private readonly io: number
  private bytes: Uint8Array = new Uint8Array(0)
  private readonly core: CoreExports
  private readonly logAt: number

  private constructor(core: CoreExports) {
    this.core = core
    this.refresh()
    this.io = (core.io() >>> 0) >> 2
    this.logAt = (core.logAt() >>> 0) >> 2
  }

  /** An instance with this program in it, or the core's code for why it refused (`BAD_PROGRAM`). */
  static load(program: Uint8Array): Machine | number {
    const core = instantiateCore()
    if (core.abiVersion() !== ABI_VERSION) throw new CoreTrapError("the core is of another version than the host")
    const at = core.programBuffer(program.length) >>> 0
    new Uint8Array(core.memory.buffer, at, program.length).set(program)
    const code = core.loadProgram(at, program.length)
    return code === OK ? new Machine(core) : code
  }

  /** Growing detaches views (wasm) or leaves them stale (wasm2js): called after everything that allocates. */
  private refresh(): void {
    this.words = new Uint32Array(this.core.memory.buffer)
    this.bytes = new Uint8Array(this.core.memory.buffer)
  }

  /** Teaches the core a row of entries; undefined when there are too many and `dropRows` has to come first. */
  addRow(entries: readonly number[]): number | undefined {
    const at = this.core.prepareRow(entries.length) >>> 0
    if (at === 0) return undefined
    this.refresh()
    this.words.set(entries, at >> 2)
    const symbol = this.core.addRow()
    if (symbol === 0) throw new CoreTrapError("the core refused a row that the host made")
    return symbol
  }

  dropRows(): void {
    this.core.dropRows()
  }

  begin(level: number = LOG_NOTHING): void {
    this.core.begin(level)
  }

  /** Asks for the evidence of a rule, at level `LOG_WANTED`, until the next `begin`. */
  want(rule: number): void {
    this.core.want(rule)
  }

  /** At level `LOG_TRANSITIONS` every transition is new again. */
  forget(): void {
    this.core.forget()
  }

  /** Writes a symbol to place `index` of the io buffer, below `SYMBOLS_AT_ONCE`. */
  put(index: number, symbol: number): void {
    this.words[this.io + index] = symbol
  }

  /**
   * Takes the first `count` symbols of the io buffer; false when the session is full. `drain` gets the
   * log in pieces, `LOG_WORDS` words an entry, and must not keep them.
   */
  run(count: number, drain?: (log: Uint32Array) => void): boolean {
    let taken = 0
    do {
      const step = this.core.run(taken, count)
      taken += step
      // Without any call there may be something to tell too: deadlines of 0.
      const log = drain === undefined ? undefined : this.log()
      if (log !== undefined) drain?.(log)
      if (taken < count && step === 0 && (log === undefined || log.length === 0)) return false
    } while (taken < count)
    return true
  }

  /** The words of the log since `begin` or the last look; undefined when it overflowed. Valid until the next call of the core. */
  log(): Uint32Array | undefined {
    const entries = this.core.drainLog() >>> 0
    return entries === NO_CALL ? undefined : this.words.subarray(this.logAt, this.logAt + entries * LOG_WORDS)
  }

  /** Takes one call: how many offences it wrote to the io buffer, or -1 when the session is full. */
  take(symbol: number): number {
    const offences = this.core.take(symbol) >>> 0
    return offences === NO_CALL ? -1 : offences
  }

  /** The rules that the last `take` offended, in rising order, each once. */
  offended(offences: number): number[] {
    const rules: number[] = []
    for (let i = 0; i < offences; i++) rules.push(this.words[this.io + i] as number)
    if (offences < 2) return rules
    return rules.sort((a, b) => a - b).filter((rule, i) => rule !== rules[i - 1])
  }

  rollback(): void {
    this.core.rollback()
  }

  get calls(): number {
    return this.core.calls()
  }

  /** The records of the touched rules, `RECORD_WORDS` a rule. Valid until the next call of the core. */
  record(complete: boolean): Uint32Array {
    return this.records(this.core.record(complete ? 1 : 0))
  }

  /** The records of all rules. Valid until the next call of the core. */
  recordAll(complete: boolean): Uint32Array {
    return this.records(this.core.recordAll(complete ? 1 : 0))
  }

  private records(count: number): Uint32Array {
    return this.words.subarray(this.io, this.io + count * RECORD_WORDS)
  }

  save(): Uint8Array {
    const length = this.core.save()
    return this.bytes.slice(this.io << 2, (this.io << 2) + length)
  }

  /** `OK`, or the core's code for why it refused; then a fresh session stands in its place. */
  restore(state: Uint8Array): number {
    if (state.length <= this.core.ioSize()) this.bytes.set(state, this.io << 2)
    return this.core.restore(state.length)
  }
}
