import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"
import type { Call } from "../../trace/index.ts"

/** Names hashed at once: bounds what a long trace takes beside itself. */
const chunk = 4096

/**
 * What names a violation across runs: the rule and the tools that were called, in order. Ids, places, arguments and
 * the rest of the policy may change without making a new alert of an old one. 32 hexadecimal digits.
 */
export function fingerprint(rule: string, calls: readonly Call[]): string {
  // JSON keeps names apart whatever they hold, and spells lone surrogates, which UTF-8 cannot.
  const hash = sha256.create().update(utf8ToBytes(JSON.stringify(rule)))
  for (let at = 0; at < calls.length; at += chunk) {
    const names = calls.slice(at, at + chunk).map(({ tool }) => `\n${JSON.stringify(tool)}`)
    hash.update(utf8ToBytes(names.join("")))
  }
  return bytesToHex(hash.digest().subarray(0, 16))
}
