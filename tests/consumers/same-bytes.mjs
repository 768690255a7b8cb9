// Whoever pins a file by its hash (integrity="...") needs every build of the same sources to give the same bytes.
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { buildBundles } from "../../scripts/build-bundles.mjs"
import { buildCore } from "../../scripts/build-core.mjs"
import { root } from "../../scripts/setup.mjs"

/** Builds core and bundles a second time and compares every file with dist/; throws the names that differ. */
export async function sameBytes() {
  mkdirSync(join(root, "build"), { recursive: true })
  const again = mkdtempSync(join(root, "build/again-"))
  try {
    await buildCore()
    await buildBundles(again)
    copyFileSync(join(root, "build/core.wasm"), join(again, "core.wasm"))
    const differing = readdirSync(again).filter((name) => body(again, name) !== body(join(root, "dist"), name))
    if (differing.length > 0) throw new Error(`built twice, and different: ${differing.join(", ")}`)
  } finally {
    rmSync(again, { recursive: true, force: true })
  }
}

// The first line that makes dist/cli.js executable is added after bundling.
function body(folder, name) {
  return readFileSync(join(folder, name), "latin1").replace(/^#!.*\n/, "")
}
