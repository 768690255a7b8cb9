// Vercel's edge runtime: a context with web globals only, which is handed the compiled module of `?module` imports.
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { bundle } from "./bundle.mjs"
import { sidePackage } from "./runtimes.mjs"

/** The report of edge.mjs, and the version of the runtime. */
export async function inEdge(folder) {
  const script = readFileSync(await bundle(folder, "edge", "edge"), "utf8")
  const place = sidePackage("@edge-runtime/vm")
  const require = createRequire(import.meta.url)
  const { EdgeVM } = require(place)
  const bytes = readFileSync(join(folder, "node_modules/assay/dist/core.wasm"))
  const vm = new EdgeVM()
  const Module = vm.evaluate("WebAssembly.Module")
  vm.context.coreModule = new Module(bytes)
  vm.evaluate(script)
  const report = JSON.parse(vm.evaluate("edgeReport"))
  return { version: require(join(place, "package.json")).version, reports: [report] }
}
