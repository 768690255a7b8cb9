import { sha256 } from "@noble/hashes/sha2.js"
import { HEADER_NAME } from "../../assembly/abi.ts"
import { type Diagnostic, diagnostic } from "../diagnostic/index.ts"
import { infoFrom } from "./info.ts"
import type { ProgramImage, ProgramInfo } from "./model.ts"

/**
 * Program bytes, little-endian: `ASSY`, format version (u16), zero (u16), feature bits (u32), length of
 * the tables and of the info (u32 each), digest (16), tables, info as JSON in UTF-8. The digest is the
 * first half of the SHA-256 of tables (their name words zero) and info: it names the program, and a
 * changed byte shows. It is no proof of origin.
 */
const magic = 0x59535341
const formatVersion = 1
const headerBytes = 36
/** What a program may ask of the engine beyond version 1 of the format. None yet. */
const knownFeatures = 0

declare const TextEncoder: new () => { encode(text: string): Uint8Array }

const encoder = new TextEncoder()

/** Names the program by its digest, inside the tables too, where saved states find it. */
export function seal(words: Uint32Array, info: ProgramInfo): ProgramImage {
  const tables = new Uint8Array(words.length * 4)
  const view = new DataView(tables.buffer)
  for (const [index, word] of words.entries()) view.setUint32(index * 4, word, true)
  const digest = unnamedDigest(tables, encoder.encode(JSON.stringify(info)))
  tables.set(digest.subarray(0, 8), HEADER_NAME * 4)
  return { tables, info: frozen(info), digest: hex(digest) }
}

/** What rules say can be read from outside; nobody is to change what a policy means. */
function frozen(info: ProgramInfo): ProgramInfo {
  for (const rule of info.rules) {
    Object.freeze(rule.operands)
    Object.freeze(rule)
  }
  Object.freeze(info.rules)
  return Object.freeze(info)
}

export function encodeProgram(image: ProgramImage): Uint8Array {
  const info = encoder.encode(JSON.stringify(image.info))
  const bytes = new Uint8Array(headerBytes + image.tables.length + info.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, magic, true)
  view.setUint16(4, formatVersion, true)
  view.setUint32(8, knownFeatures, true)
  view.setUint32(12, image.tables.length, true)
  view.setUint32(16, info.length, true)
  bytes.set(unnamedDigest(image.tables, info), 20)
  bytes.set(image.tables, headerBytes)
  bytes.set(info, headerBytes + image.tables.length)
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
      hint: "compile the policy again with the version of Assay that will run it",
    })
  }
  const tablesEnd = headerBytes + view.getUint32(12, true)
  if (tablesEnd + view.getUint32(16, true) !== bytes.length || tablesEnd % 4 !== 0) {
    return invalid("Expected as many bytes as the program's header says, but some are missing or too many.")
  }
  // Not `slice`: that of Node's Buffer does not copy.
  const tables = new Uint8Array(bytes.subarray(headerBytes, tablesEnd))
  const infoBytes = bytes.subarray(tablesEnd)
  const digest = bytes.subarray(20, headerBytes)
  if (
    hex(digest) !== hex(unnamedDigest(tables, infoBytes)) ||
    hex(tables.subarray(40, 48)) !== hex(digest.subarray(0, 8))
  ) {
    return invalid("Expected the program as it was compiled, but its bytes were changed since.")
  }
  const info = infoFrom(infoBytes)
  return info === undefined
    ? invalid("Expected the names of the program's rules, but they are malformed.")
    : { tables, info: frozen(info), digest: hex(digest) }
}

function invalid(message: string): Diagnostic {
  return diagnostic("program-invalid", message, { hint: "compile the policy again, and store the bytes unchanged" })
}

function unnamedDigest(tables: Uint8Array, info: Uint8Array): Uint8Array {
  const unnamed = new Uint8Array(tables)
  unnamed.fill(0, HEADER_NAME * 4, HEADER_NAME * 4 + 8)
  return sha256.create().update(unnamed).update(info).digest().subarray(0, 16)
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
}
