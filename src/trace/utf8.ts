/** What every runtime has; the library's type settings name no runtime. */
interface Decoder {
  decode(bytes: Uint8Array): string
}
declare const TextDecoder: new (label: string, options: { fatal: boolean; ignoreBOM: boolean }) => Decoder
declare const TextEncoder: new () => { encode(text: string): Uint8Array }

// The mark of byte order is taken off once, at the start of the input: a decoder would take it off every line.
const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
const looseDecoder = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true })
const encoder = new TextEncoder()

/** Where bytes stop being UTF-8. `truncated`: they are right as far as they go, but end inside a character. */
export interface Utf8Fault {
  readonly offset: number
  readonly truncated: boolean
}

/** The text of `bytes`, or undefined where they are not UTF-8 (or too many for a string). */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictDecoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** The text of `bytes` with U+FFFD where they are not UTF-8: for looking, not for judging. */
export function decodeLoosely(bytes: Uint8Array): string {
  return looseDecoder.decode(bytes)
}

export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text)
}

/** A copy, of the kind that owns its bytes: the `slice` of Node's buffers shares them. */
export function copyOf(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes)
}

/** `bytes` without a leading mark of byte order. */
export function withoutByteOrderMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}

/** The first byte that makes `bytes` ill-formed (Unicode 16, table 3-7), or undefined. Linear. */
export function findUtf8Fault(bytes: Uint8Array): Utf8Fault | undefined {
  let at = 0
  while (at < bytes.length) {
    const lead = bytes[at] ?? 0
    if (lead < 0x80) {
      at++
      continue
    }
    const length = sequenceLength(lead)
    if (length === 0) return { offset: at, truncated: false }
    for (let k = 1; k < length; k++) {
      const next = bytes[at + k]
      if (next === undefined) return { offset: at, truncated: true }
      if (!continues(lead, k, next)) return { offset: at, truncated: false }
    }
    at += length
  }
  return undefined
}

/** How many UTF-16 code units `bytes` decode to, without decoding them. */
export function countCodeUnits(bytes: Uint8Array): number {
  let units = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1
  }
  return units
}

function sequenceLength(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2
  if (lead >= 0xe0 && lead <= 0xef) return 3
  if (lead >= 0xf0 && lead <= 0xf4) return 4
  return 0
}

function continues(lead: number, position: number, byte: number): boolean {
  let low = 0x80
  let high = 0xbf
  if (position === 1) {
    if (lead === 0xe0) low = 0xa0
    if (lead === 0xed) high = 0x9f
    if (lead === 0xf0) low = 0x90
    if (lead === 0xf4) high = 0x8f
  }
  return byte >= low && byte <= high
}
