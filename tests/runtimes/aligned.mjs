// wasm2js takes every load and store for aligned and rounds the address down if one is not: wrong bytes, and no error.
// Binaryen can check each access as it happens; this makes such a core out of the one that the twin is made of.
import { execFileSync } from "node:child_process"
import { join } from "node:path"
import { root } from "../../scripts/setup.mjs"

const features = ["bulk-memory", "bulk-memory-opt", "nontrapping-float-to-int", "sign-ext", "mutable-globals"]

/** Writes the checking core into the folder and returns its path. */
export function alignedCore(folder) {
  const file = join(folder, "aligned.wasm")
  const flags = ["--safe-heap", ...features.map((name) => `--enable-${name}`), "-o", file]
  const tool = join(root, "node_modules/binaryen/bin/wasm-opt")
  execFileSync(process.execPath, [tool, join(root, "build/core-scalar.wasm"), ...flags])
  return file
}
