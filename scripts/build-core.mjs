// Compiles assembly/ twice (with SIMD, and without it for wasm2js) and writes the two modules the host loads it from:
// src/core/generated/core-wasm.ts (base64) and core-js.js (the same sources as JavaScript). The host's own generated table,
// of Unicode, is written with them.
import { execFile } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"
import { root } from "./setup.mjs"
import { writeUnicodeData } from "./unicode-categories.mjs"

const run = promisify(execFile)
const node = (file, ...args) => run(process.execPath, [join(root, "node_modules", file), ...args], { cwd: root })

// AssemblyScript emits these by default; wasm2js has to be told that they are allowed.
const features = ["bulk-memory", "bulk-memory-opt", "nontrapping-float-to-int", "sign-ext", "mutable-globals"]

/** Compiles both modules and writes the generated sources; every file appears whole or not at all. */
export async function buildCore() {
  await writeUnicodeData()
  mkdirSync(join(root, "build"), { recursive: true })
  mkdirSync(join(root, "src/core/generated"), { recursive: true })
  const scratch = mkdtempSync(join(root, "build/core-"))
  try {
    const out = (name) => join(scratch, name)
    const asc = (target, name) => node("assemblyscript/bin/asc.js", "--target", target, "--outFile", out(name))
    await Promise.all([asc("release", "core.wasm"), asc("scalar", "core-scalar.wasm")])
    const flags = ["-O3", "--emscripten", "--pedantic", ...features.map((name) => `--enable-${name}`)]
    await node("binaryen/bin/wasm2js", out("core-scalar.wasm"), ...flags, "-o", out("core-js.js"))
    const base64 = readFileSync(out("core.wasm")).toString("base64")
    writeFileSync(out("core-wasm.ts"), `export const coreBase64: string =\n  "${base64}"\n`)
    writeFileSync(out("core-js.js"), asFactory(readFileSync(out("core-js.js"), "utf8")))
    writeFileSync(
      out("core-js.d.ts"),
      "/** Makes a fresh instance of the core as JavaScript. */\n" + "export function instantiate(): unknown\n",
    )
    for (const name of ["core.wasm", "core-scalar.wasm"]) renameSync(out(name), join(root, "build", name))
    for (const name of ["core-wasm.ts", "core-js.js", "core-js.d.ts"])
      renameSync(out(name), join(root, "src/core/generated", name))
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

// wasm2js answers a refused memory.grow with the old size; wasm answers -1, and the host relies on it.
function asFactory(source) {
  const patched = replaceOnce(source, /^function instantiate\(info\)/m, "export function instantiate(info)")
  const grown = /if \(\(oldPages < newPages\) && \(newPages < 65536\)\) \{/
  if (!grown.test(patched)) return patched
  return replaceOnce(
    patched,
    grown,
    "if (newPages < oldPages || newPages >= 65536) return -1\n  if (oldPages < newPages) {",
  )
}

function replaceOnce(text, pattern, replacement) {
  if (!pattern.test(text)) throw new Error(`wasm2js wrote something unexpected: ${pattern} is missing`)
  return text.replace(pattern, replacement)
}
