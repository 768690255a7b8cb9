// `npm run size`: what a user's bundler would ship, minified and gzipped, against the budgets.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { build as buildPackage, install, root } from "./setup.mjs"

install()
buildPackage()
const { build } = await import("vite")
mkdirSync(join(root, "build"), { recursive: true })
const made = mkdtempSync(join(root, "build/size-"))
const gzipped = (...files) => files.reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0)
const core = join(root, "dist/core.wasm")

/** Bundles one file of dist/ with its dependencies, as an application would. */
async function bundled(file) {
  const rolldownOptions = { external: /core\.wasm/, output: { entryFileNames: "[name].js" } }
  const lib = { entry: { [file]: join(root, "dist", `${file}.js`) }, formats: ["es"] }
  const options = { outDir: made, emptyOutDir: false, minify: "oxc", target: "es2022", lib, rolldownOptions }
  await build({ root, configFile: false, logLevel: "error", publicDir: false, build: options, plugins: [wholeMinify] })
  return join(made, `${file}.js`)
}

// Vite keeps the whitespace of ES libraries for the sake of their own bundlers; here the bundle is the end.
const wholeMinify = { name: "whole-minify", outputOptions: (options) => ({ ...options, minify: true }) }

const rows = [
  ["core.wasm", 16, gzipped(core)],
  ["guard, core as a file", 26, gzipped(await bundled("guard.workerd"), core)],
  ["guard, core inlined", 32, gzipped(await bundled("guard"))],
  ["everything, with YAML", 70, gzipped(await bundled("index"))],
  ["assay.iife.js", 70, gzipped(join(root, "dist/assay.iife.js"))],
]
rmSync(made, { recursive: true, force: true })
for (const [name, budget, bytes] of rows) {
  const kilobytes = (bytes / 1024).toFixed(1).padStart(6)
  console.log(
    `${bytes <= budget * 1024 ? "ok  " : "OVER"} ${name.padEnd(24)} ${kilobytes} KB gzip, budget ${budget} KB`,
  )
}
process.exitCode = rows.every(([, budget, bytes]) => bytes <= budget * 1024) ? 0 : 1
