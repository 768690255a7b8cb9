import { sha256 } from "@noble/hashes/sha2.js"
import { HEADER_NAME } from "../../assembly/abi.ts"
import { hex } from "./format.ts"
import { freezeInfo, type ProgramImage, type ProgramInfo } from "./model.ts"

declare const TextEncoder: new () => { encode(text: string): Uint8Array }

/**
 * Names a program: the first half of the SHA-256 of its tables (their name words zero) and its info. The
 * tables carry the first quarter of it, where saved states find it.
 */
export function seal(words: Uint32Array, info: ProgramInfo): ProgramImage {
  const tables = new Uint8Array(words.length * 4)
  const view = new DataView(tables.buffer)
  for (const [index, word] of words.entries()) view.setUint32(index * 4, word, true)
  tables.fill(0, HEADER_NAME * 4, HEADER_NAME * 4 + 8)
  const infoBytes = new TextEncoder().encode(JSON.stringify(info))
  const digest = sha256.create().update(tables).update(infoBytes).digest().subarray(0, 16)
  tables.set(digest.subarray(0, 8), HEADER_NAME * 4)
  return { tables, info: freezeInfo(info), digest: hex(digest) }
}
