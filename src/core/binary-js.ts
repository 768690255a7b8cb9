import type { CoreExports } from "./exports.ts"
import { instantiate } from "./generated/core-js.js"

export { CoreLoadError } from "./binary-module.ts"

/** A fresh instance of the core as plain JavaScript: the same sources, for pages that refuse WebAssembly. */
export function instantiateCore(): CoreExports {
  return instantiate() as CoreExports
}
