import { HEADER_NAME } from "../../assembly/abi.ts"
import { type Diagnostic, diagnostic } from "../diagnostic/index.ts"
import { checksum } from "./checksum.ts"
import { infoFrom } from "./info.ts"
import { freezeInfo, type ProgramImage } from "./model.ts"

/**
 * Program bytes, little-endian: `ASSY`, format version (u16), zero (u16), feature bits (u32), length of
 * the tables and of the info (u32 each), checksum of all that follows (u32), digest (16), tables, info
 * as JSON in UTF-8. The checksum finds accidents; neither it nor the digest is proof of origin.
 */
const magic = 0x59535341
const formatVersion = 3
/** What a program may ask of the engine beyond version 3 of the format. None yet. */
const knownFeatures = 0
const checksumAt = 20
const digestAt = 24
const headerBytes = 40

declare const TextEncoder: new () => { encode(text: string): Uint8Array }

export function encodeProgram({ tables, info, digest }: ProgramImage): Uint8Array {
  const infoBytes = new TextEncoder().encode(JSON.stringify(info))
  const bytes = new Uint8Array(headerBytes + tables.length + infoBytes.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, magic, true)
  view.setUint16(4, formatVersion, true)
  view.setUint32(8, knownFeatures, true)
  view.setUint32(12, tables.length, true)
  view.setUint32(16, infoBytes.length, true)
  for (let i = 0; i < 16; i++) bytes[digestAt + i] = Number.parseInt(digest.slice(2 * i, 2 * i + 2), 16)
  bytes.set(tables, headerBytes)
  bytes.set(infoBytes, headerBytes + tables.length)
  view.setUint32(checksumAt, checksum(bytes.subarray(digestAt)), true)
  return bytes
}

/** The program in the bytes, or why they hold none: whole or not at all. */
export function decodeProgram(bytes: Uint8Array): ProgramImage | Diagnostic {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < headerBytes || view.getUint32(0, true) !== magic) {
    return invalid("Expected the bytes of a compiled policy, but they do not begin like one.")
  }
  const version = view.getUint16(4, true)
  if (version !== formatVersion || view.getUint16(6, true) !== 0 || view.getUint32(8, true) !== knownFeatures) {
    return diagnostic("program-version", `Expected a program of format ${formatVersion}, got format ${version}.`, {
      hint: "Compile the policy again with the version of Assay that will run it.",
    })
  }
  const tablesEnd = headerBytes + view.getUint32(12, true)
  if (tablesEnd + view.getUint32(16, true) !== bytes.length || tablesEnd % 4 !== 0) {
    return invalid("Expected as many bytes as the program's header says, but some are missing or too many.")
  }
  // Not `slice`: that of Node's Buffer does not copy.
  const tables = new Uint8Array(bytes.subarray(headerBytes, tablesEnd))
  const infoBytes = bytes.subarray(tablesEnd)
  const digest = hex(bytes.subarray(digestAt, headerBytes))
  const name = hex(tables.subarray(HEADER_NAME * 4, HEADER_NAME * 4 + 8))
  if (view.getUint32(checksumAt, true) !== checksum(bytes.subarray(digestAt)) || !digest.startsWith(name)) {
    return invalid("Expected the program as it was compiled, but its bytes were changed since.")
  }
  const info = infoFrom(infoBytes)
  return info === undefined
    ? invalid("Expected the names of the program's rules, but they are malformed.")
    : { tables, info: freezeInfo(info), digest }
}

function invalid(message: string): Diagnostic {
  return diagnostic("program-invalid", message, { hint: "Compile the policy again, and store the bytes unchanged." })
}

/** The digest as it is spelled. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
}
