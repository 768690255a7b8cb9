import type { Sink } from "./io.ts"

/** Shorter runs show nothing; milliseconds. */
const patience = 700
const interval = 150

/** One line on a terminal that says how far long work is. Elsewhere it says nothing. */
export class Progress {
  readonly #sink: Sink
  readonly #now: () => number
  readonly #start: number
  #drawn = false
  #last: number

  constructor(sink: Sink, now: () => number = Date.now) {
    this.#sink = sink
    this.#now = now
    this.#start = now()
    this.#last = this.#start
  }

  /** `total` is absent where it is not known, as on standard input. Bytes. */
  async show(text: string, bytes: number, total?: number): Promise<void> {
    const now = this.#now()
    if (!this.#sink.terminal || now - this.#start < patience || now - this.#last < interval) return
    this.#last = now
    this.#drawn = true
    const share = total ? ` ${bar(bytes / total)} ${Math.floor((100 * Math.min(bytes, total)) / total)} %` : ""
    await this.#sink.write(`\r\x1b[K${text}, ${(bytes / 1e6).toFixed(1)} MB${share}`)
  }

  /** Takes the line away, so that other text can be written. */
  async clear(): Promise<void> {
    if (!this.#drawn) return
    this.#drawn = false
    await this.#sink.write("\r\x1b[K")
  }
}

function bar(share: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * 20)
  return `[${"#".repeat(filled)}${".".repeat(20 - filled)}]`
}
