import { CALL_DRAIN, CALL_NUMBERS, FIELD_AGENT, FIELD_ARGS, FIELD_RESULT, OK } from "../../assembly/abi.ts"
import type { CoreExports } from "./exports.ts"
import type { CallFacts } from "./facts.ts"
import { resolveHardNumbers } from "./hard-numbers.ts"

// In every runtime, but in no ECMAScript lib.
declare const TextEncoder: new () => {
  encodeInto(text: string, into: Uint8Array): { readonly read: number; readonly written: number }
}
const encoder = new TextEncoder()

/** Hands over what is known of calls, and spells out the numbers that the core asks for. */
export class CallDesk {
  private readonly core: CoreExports
  /** Told after everything that may have grown the memory. */
  private readonly refresh: () => Uint8Array

  constructor(core: CoreExports, refresh: () => Uint8Array) {
    this.core = core
    this.refresh = refresh
  }

  /** A call of which this is known; nothing, where it is undefined. */
  set(facts: CallFacts | undefined): void {
    this.core.clearFacts()
    if (facts === undefined) return
    this.write(0, [
      [FIELD_ARGS, facts.args],
      [FIELD_AGENT, facts.agent],
      [FIELD_RESULT, facts.result],
    ])
    this.core.setStatus(facts.status)
  }

  /** Writes texts behind the first `kept` bytes of the buffer, and says which fields they are. */
  private write(kept: number, texts: readonly (readonly [field: number, text: string | undefined])[]): void {
    let room = kept
    for (const [, text] of texts) room += 3 * (text?.length ?? 0)
    if (room === kept) return
    const at = this.core.factsBuffer(room) >>> 0
    const bytes = this.refresh()
    let offset = kept
    for (const [field, text] of texts) {
      if (text === undefined) continue
      const { written } = encoder.encodeInto(text, bytes.subarray(at + offset, at + room))
      this.core.setFact(field, offset, written)
      offset += written
    }
  }

  /** Takes a call of a recorded trace: `OK` or `CALL_FULL`. `drain` is called when the log has to be. */
  take(symbol: number, step: number, drain: () => void): number {
    for (;;) {
      const code = this.#spelled(() => this.core.call(symbol, step))
      // Symbols are put to the buffer next, in a memory that may have grown.
      this.refresh()
      if (code !== CALL_DRAIN) return code
      drain()
    }
  }

  settle(drain: () => void): void {
    while (this.core.settle() === 0) drain()
  }

  prepare(symbol: number): number {
    return this.#spelled(() => this.core.prepare(symbol))
  }

  /** What is known of the call just taken, for its answer. */
  note(symbol: number): Uint8Array {
    const length = this.core.note(symbol)
    const at = this.core.factsBuffer(0) >>> 0
    return this.refresh().slice(at, at + length)
  }

  /** Takes the answer of a call; how many offences it wrote. */
  answer(symbol: number, call: { readonly index: number; readonly memo: Uint8Array }, facts: CallFacts): number {
    const { memo, index } = call
    const room = memo.length + 3 * (facts.result?.length ?? 0)
    const at = this.core.factsBuffer(room) >>> 0
    this.refresh().set(memo, at)
    this.core.clearFacts()
    this.core.recall(symbol, memo.length)
    this.write(memo.length, [[FIELD_RESULT, facts.result]])
    this.core.setStatus(facts.status)
    const code = this.#spelled(() => this.core.prepareAnswer(symbol))
    return code === OK ? this.core.answer(symbol, index, memo.length) : 0
  }

  #spelled(action: () => number): number {
    for (;;) {
      const code = action()
      if (code !== CALL_NUMBERS) return code
      this.spellNumbers()
    }
  }

  /** Spells out the numbers that the core waits for. */
  spellNumbers(): void {
    const count = this.core.hardNumbers()
    const at = this.core.hardNumbersAt() >>> 0
    const bytes = this.refresh()
    resolveHardNumbers(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at, count)
  }
}
