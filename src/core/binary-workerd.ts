import { instantiateModule } from "./binary-module.ts"
import wasm from "./core.wasm"
import type { CoreExports } from "./exports.ts"

export { CoreLoadError } from "./binary-module.ts"

/** A fresh instance of the core; workerd compiles no bytes at run time and hands over the module itself. */
export function instantiateCore(): CoreExports {
  return instantiateModule(wasm)
}
