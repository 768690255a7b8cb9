import { OUTCOME_VIOLATED, RECORD_EXERCISED, RECORD_SETTLED } from "../../assembly/abi.ts"
import { outcomeNumber } from "../program/tables.ts"
import type { RuleVerdict, Verdict } from "./model.ts"

/** Words before the rules of a packed verdict: flags, line or 0, calls, words of the rest. */
const head = 4
const isReadable = 1
const isPartial = 2

/** What is packed of a verdict beside its rules. */
export interface PackedHead {
  readonly isReadable: boolean
  readonly isPartial: boolean
  /** 0: none. */
  readonly line: number
  readonly calls: number
  /** Where the rules begin, and where the next verdict does. */
  readonly rulesAt: number
  readonly end: number
}

/**
 * Verdicts as words, to be handed from thread to thread: what a rule, which both sides know, came to takes a byte, a
 * violation two words and one for each call that matters. `VerdictAssembly.unpacked` makes verdicts of them again.
 */
export class VerdictPacker {
  #words: Uint32Array<ArrayBuffer> = new Uint32Array(1 << 14)
  #size = 0

  add(verdict: Verdict, line: number, readable: boolean): void {
    const start = this.#size
    const { rules } = verdict
    this.#reserve(head + ((rules.length + 3) >> 2))
    const words = this.#words
    words[start] = (readable ? isReadable : 0) | (verdict.extent === "partial" ? isPartial : 0)
    words[start + 1] = line
    words[start + 2] = verdict.calls
    this.#size = start + head + ((rules.length + 3) >> 2)
    words.fill(0, start + head, this.#size)
    for (let i = 0; i < rules.length; i++) {
      const word = start + head + (i >> 2)
      words[word] = (words[word] as number) | (byteOf(rules[i] as RuleVerdict) << ((i & 3) << 3))
    }
    for (const { call, calls = [] } of verdict.violations) {
      this.#reserve(2 + calls.length)
      this.#words[this.#size] = call
      this.#words[this.#size + 1] = calls.length
      this.#words.set(calls, this.#size + 2)
      this.#size += 2 + calls.length
    }
    this.#words[start + 3] = this.#size - start
  }

  #reserve(words: number): void {
    if (this.#size + words <= this.#words.length) return
    const larger = new Uint32Array(Math.max(2 * this.#words.length, this.#size + words))
    larger.set(this.#words)
    this.#words = larger
  }

  /** All that was packed, in a buffer of its own. */
  take(): Uint32Array<ArrayBuffer> {
    const words = this.#words.slice(0, this.#size)
    this.#size = 0
    return words
  }
}

function byteOf({ outcome, exercised, settled }: RuleVerdict): number {
  const number = outcomeNumber[outcome]
  if (number === OUTCOME_VIOLATED) return number
  return number | (exercised ? RECORD_EXERCISED : 0) | (settled ? RECORD_SETTLED : 0)
}

export function packedHead(words: Uint32Array, at: number): PackedHead {
  const flags = words[at] ?? 0
  return {
    isReadable: (flags & isReadable) !== 0,
    isPartial: (flags & isPartial) !== 0,
    line: words[at + 1] ?? 0,
    calls: words[at + 2] ?? 0,
    rulesAt: at + head,
    end: at + (words[at + 3] ?? head),
  }
}
