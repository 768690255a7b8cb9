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
  private readonly spilled: number[] = []
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
    this.spilled.length = 0
    this.core.begin(level)
  }

  /** Writes symbols to the io buffer, at most `SYMBOLS_AT_ONCE`. */
  write(symbols: readonly number[]): void {
    this.words.set(symbols, this.io)
  }

  /** Takes the first `count` symbols of the io buffer. False when the session is full. */
  run(count: number): boolean {
    let taken = 0
    while (taken < count) {
      const step = this.core.run(taken, count)
      taken += step
      if (taken < count && !this.spill() && step === 0) return false
    }
    return true
  }

  private spill(): boolean {
    const entries = this.core.drainLog()
    const end = this.logAt + entries * LOG_WORDS
    for (let i = this.logAt; i < end; i++) this.spilled.push(this.words[i] as number)
    return entries > 0
  }

  /** The words of the log since `begin`, `LOG_WORDS` an entry. Valid until the next call of the core. */
  log(): ArrayLike<number> {
    if (this.spilled.length > 0) {
      this.spill()
      return this.spilled
    }
    return this.words.subarray(this.logAt, this.logAt + this.core.drainLog() * LOG_WORDS)
  }

  /** Takes one call: how many offences it wrote to the io buffer, or -1 when the session is full. */
  take(symbol: number): number {
    const offences = this.core.take(symbol) >>> 0
    return offences === NO_CALL ? -1 : offences
  }

  /** The rules that the last `take` offended. */
  offended(offences: number): ReadonlySet<number> {
    return new Set(this.words.subarray(this.io, this.io + offences))
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
