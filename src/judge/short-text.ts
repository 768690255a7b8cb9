import { decodeUtf8 } from "../trace/utf8.ts"

/** A decoder takes longer to be called than to decode so many bytes. */
const short = 32

/** The text of UTF-8 from `from` up to `to`, which the core has seen to be well-formed: ids and names, mostly short and ASCII. */
export function shortText(bytes: Uint8Array, from: number, to: number): string {
  if (to - from > short) return decoded(bytes, from, to)
  let text = ""
  for (let i = from; i < to; i++) {
    const byte = bytes[i] as number
    if (byte > 0x7f) return decoded(bytes, from, to)
    text += String.fromCharCode(byte)
  }
  return text
}

function decoded(bytes: Uint8Array, from: number, to: number): string {
  return decodeUtf8(bytes.subarray(from, to)) ?? ""
}
