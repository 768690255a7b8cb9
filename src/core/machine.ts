import {
  ABI_VERSION,
  HEADER_PREDICATES,
  LOG_NOTHING,
  LOG_WORDS,
  NO_CALL,
  OK,
  RECORD_WORDS,
} from "../../assembly/abi.ts"
import { instantiateCore } from "./binary.ts"
import { CallDesk } from "./call-desk.ts"
import type { CoreExports } from "./exports.ts"
import { type CoreViews, WindowDesk } from "./window-desk.ts"

/** The core failed in a way that no input may cause: a bug. The instance is replaced; the session is lost. */
export class CoreTrapError extends Error {
  override readonly name: string = "CoreTrapError"
}

/**
 * One instance of the core with one program loaded and one session standing in it. Knows numbers
 * only: symbols in, words of records, offences and logs out.
 */
export class Machine implements CoreViews {
  /** Words of the core's memory; a new view after every growth. */
  words: Uint32Array = new Uint32Array(0)
  bytes: Uint8Array = new Uint8Array(0)
  /** Index into `words` of the io buffer. */
  private readonly io: number
  private readonly core: CoreExports
  /** Where the core reads and writes saved sessions, and how much the host may write there. */
  private stateAt = 0
  private stateRoom = 0
  /** Rules ask for more than names: what a session takes is not known beforehand, and its place may change. */
  private readonly asksForMore: boolean
  private readonly logAt: number
  /** What is known of calls beyond their names. */
  readonly desk: CallDesk
  /** Bytes that the core reads traces from. */
  readonly window: WindowDesk

  private constructor(core: CoreExports, asksForMore: boolean) {
    this.core = core
    this.asksForMore = asksForMore
    this.stateAt = core.stateBuffer(0) >>> 0
    this.refresh()
    this.desk = new CallDesk(core, () => {
      this.refresh()
      return this.bytes
    })
    this.window = new WindowDesk(core, () => {
      this.refresh()
      return this
    })
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
    const words = new DataView(program.buffer, program.byteOffset, program.byteLength)
    return code === OK ? new Machine(core, words.getUint32(HEADER_PREDICATES * 4, true) > 0) : code
  }

  /** Growing detaches views (wasm) or leaves them stale (wasm2js): called after everything that allocates. */
  private refresh(): void {
    if (this.words.buffer === this.core.memory.buffer && this.words.length > 0) return
    this.words = new Uint32Array(this.core.memory.buffer)
    this.bytes = new Uint8Array(this.core.memory.buffer)
  }

  /** Teaches the core a row; undefined when there are too many and `dropRows` has to come first. */
  addRow(words: readonly number[]): number | undefined {
    const at = this.core.prepareRow(words.length) >>> 0
    if (at === 0) return undefined
    this.refresh()
    this.words.set(words, at >> 2)
    const symbol = this.core.addRow()
    if (symbol === 0) throw new CoreTrapError("the core refused a row that the host made")
    return symbol
  }

  /** Symbols of added rows are void, and so are names that the core has learnt. */
  dropRows(): void {
    this.core.dropRows()
    this.core.forgetNames()
  }

  begin(level: number = LOG_NOTHING): void {
    this.core.begin(level)
    // What was read or judged before may have grown the memory; `put` takes the view as it is.
    this.refresh()
  }

  /** Asks for the evidence of a rule, at level `LOG_WANTED`, until the next `begin`. */
  want(rule: number): void {
    this.core.want(rule)
  }

  /** At level `LOG_TRANSITIONS` every transition is new again. */
  forget(): void {
    this.core.forget()
  }

  /** Writes a symbol to place `index` of the io buffer, below `SYMBOLS_AT_ONCE`; they are written from 0 on. */
  put(index: number, symbol: number): void {
    // Calls that were taken with their facts may have grown the memory, and what is written to a view of the old one is lost.
    if (index === 0) this.refresh()
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
      this.refresh()
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
    this.refresh()
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
    this.refresh()
    for (let i = 0; i < offences; i++) rules.push(this.words[this.io + i] as number)
    if (offences < 2) return rules
    return rules.sort((a, b) => a - b).filter((rule, i) => rule !== rules[i - 1])
  }

  /** How many rules the last call or answer may offend or not. */
  get doubts(): number {
    return this.core.doubts()
  }

  /** The rules that the last call or answer may offend or not: that depends on what was not captured. */
  doubted(): number[] {
    const count = this.core.doubts()
    const at = (this.core.doubtsAt() >>> 0) >> 2
    this.refresh()
    return Array.from({ length: count }, (_, i) => this.words[at + i] as number)
  }

  /** Judgings given up as too costly since `begin`. */
  get costly(): number {
    return this.core.costly()
  }

  /** After `restore`: call `index` is in flight. In rising order. */
  hold(symbol: number, index: number): void {
    this.core.hold(symbol, index)
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
    this.refresh()
    return this.words.subarray(this.io, this.io + count * RECORD_WORDS)
  }

  /** The session as bytes, with the host's own bytes of calls in flight in it. */
  save(flight: Uint8Array = nothing): Uint8Array {
    if (flight.length > 0) {
      const at = this.core.factsBuffer(flight.length) >>> 0
      this.refresh()
      this.bytes.set(flight, at)
    }
    const length = this.core.save(flight.length)
    if (this.asksForMore) this.stateAt = this.core.stateBuffer(0) >>> 0
    this.refresh()
    return this.bytes.slice(this.stateAt, this.stateAt + length)
  }

  /** `OK`, or the core's code for why it refused; then a fresh session stands in its place. */
  restore(state: Uint8Array): number {
    if (state.length > this.stateRoom) {
      this.stateRoom = Math.min(state.length, mostState)
      this.stateAt = this.core.stateBuffer(this.stateRoom) >>> 0
      this.refresh()
    }
    if (state.length <= mostState) this.bytes.set(state, this.stateAt)
    return this.core.restore(state.length)
  }

  /** The host's own bytes in a session that was restored. */
  flightOf(state: Uint8Array): Uint8Array {
    const length = this.core.flightBytes()
    if (length === 0) return nothing
    const from = this.core.flightAt()
    return state.subarray(from, from + length)
  }
}

const nothing = new Uint8Array(0)
/** Bytes of a saved session, at most: far beyond any that the core saves. */
const mostState = 1 << 26
