/** A call that was taken and not answered yet. */
export interface FlyingCall {
  readonly index: number
  readonly id: string | undefined
  readonly tool: string
  /** What the core found out about it, for its answer. */
  readonly memo: Uint8Array
}

/** The calls in flight, and whether an answer has stopped the session: the host's part of a saved session. */
export interface Flight {
  readonly stopped: boolean
  readonly calls: readonly FlyingCall[]
}

// In every runtime, but in no ECMAScript lib.
declare const TextEncoder: new () => { encode(text: string): Uint8Array }
declare const TextDecoder: new (label: string, options: { fatal: boolean }) => { decode(bytes: Uint8Array): string }

const nothing = new Uint8Array(0)
const grounded: Flight = { stopped: false, calls: [] }

/**
 * Whether stopped (a byte), then each call: index, length of the id plus one (0: none) and id, length and text of the
 * tool, length and bytes of the memo; numbers in groups of seven bits. Nothing at all where there is nothing to say.
 */
export function flightBytes({ stopped, calls }: Flight): Uint8Array {
  if (!stopped && calls.length === 0) return nothing
  const bytes: number[] = [stopped ? 1 : 0]
  const encoder = new TextEncoder()
  for (const { index, id, tool, memo } of calls) {
    addNumber(bytes, index)
    const name = id === undefined ? undefined : encoder.encode(id)
    addNumber(bytes, name === undefined ? 0 : name.length + 1)
    for (const byte of name ?? []) bytes.push(byte)
    for (const part of [encoder.encode(tool), memo]) {
      addNumber(bytes, part.length)
      for (const byte of part) bytes.push(byte)
    }
  }
  return Uint8Array.from(bytes)
}

function addNumber(bytes: number[], value: number): void {
  let rest = value
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128)
  bytes.push(rest)
}

/** Reads them back; undefined where the bytes are not what `flightBytes` writes. */
export function flightFrom(bytes: Uint8Array): Flight | undefined {
  if (bytes.length === 0) return grounded
  const reader = new FlightReader(bytes)
  try {
    return reader.read()
  } catch {
    return undefined
  }
}

class FlightReader {
  readonly #bytes: Uint8Array
  #at = 1

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  read(): Flight | undefined {
    const decoder = new TextDecoder("utf-8", { fatal: true })
    const calls: FlyingCall[] = []
    while (this.#at < this.#bytes.length) {
      const index = this.#number()
      const named = this.#number()
      const id = named === 0 ? undefined : decoder.decode(this.#take(named - 1))
      const tool = decoder.decode(this.#take(this.#number()))
      calls.push({ index, id, tool, memo: this.#take(this.#number()).slice() })
    }
    const first = this.#bytes[0] ?? 0
    return first > 1 ? undefined : { stopped: first === 1, calls }
  }

  #number(): number {
    let value = 0
    for (let scale = 1; scale < 2 ** 35; scale *= 128) {
      const group = this.#bytes[this.#at++]
      if (group === undefined) break
      value += (group & 127) * scale
      if (group < 128) return value
    }
    throw new RangeError("a number that does not end")
  }

  #take(length: number): Uint8Array {
    const from = this.#at
    this.#at += length
    if (this.#at > this.#bytes.length) throw new RangeError("fewer bytes than said")
    return this.#bytes.subarray(from, this.#at)
  }
}
