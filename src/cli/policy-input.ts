import { diagnostic } from "../diagnostic/index.ts"
import { compilePolicy, type PolicyFile, readPolicy } from "../node/load-policy.ts"
import type { Io } from "./io.ts"

/** More than any policy; bytes. */
const maxBytes = 16 * 1024 * 1024

/** The policy that `--policy` names, `-` being standard input. Nothing is thrown. */
export async function takePolicy(path: string, io: Io): Promise<PolicyFile> {
  if (path !== "-") return readPolicy(path)
  const file = "<stdin>"
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of io.stdin) {
    pieces.push(piece)
    size += piece.length
    if (size > maxBytes) {
      return { diagnostics: [diagnostic("too-large", `A policy has at most ${maxBytes} bytes.`, { file })] }
    }
  }
  return compilePolicy(Buffer.concat(pieces), file)
}
