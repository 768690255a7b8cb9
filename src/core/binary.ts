import { compileCore, instantiateModule } from "./binary-module.ts"
import type { CoreExports } from "./exports.ts"
import { coreBase64 } from "./generated/core-wasm.ts"

export { CoreLoadError } from "./binary-module.ts"

// In every runtime, but in no ECMAScript lib; Uint8Array.fromBase64 is missing from Node 20 to 24.
declare function atob(text: string): string

let compiled: object | undefined

/**
 * A fresh instance of the core, from bytes that the package carries; synchronous, compiled once.
 * Builds put `binary-js`, `binary-workerd` or `binary-edge` in this file's place.
 * Throws `CoreLoadError` where WebAssembly is refused.
 */
export function instantiateCore(): CoreExports {
  compiled ??= compileCore(decode(coreBase64))
  return instantiateModule(compiled)
}

function decode(base64: string): Uint8Array {
  const text = atob(base64)
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  return bytes
}
