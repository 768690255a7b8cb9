import { instantiateModule } from "./binary-module.ts"
import wasm from "./core.wasm?module"
import type { CoreExports } from "./exports.ts"

export { CoreLoadError } from "./binary-module.ts"

/** A fresh instance of the core; edge bundlers compile `?module` imports ahead of time. */
export function instantiateCore(): CoreExports {
  return instantiateModule(wasm)
}
