// `build.mjs core` compiles the machine only; without an argument everything that the package ships is built. dist/ is
// made aside and put in place at the end, so that whoever runs beside a build sees a whole one.
import { execFileSync } from "node:child_process"
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import { buildCore } from "./build-core.mjs"
import { install, root } from "./setup.mjs"

install()
await buildCore()
if (process.argv[2] !== "core") await buildPackage()

async function buildPackage() {
  const { buildBundles } = await import("./build-bundles.mjs")
  const { buildTypes } = await import("./build-types.mjs")
  const made = mkdtempSync(join(root, "build/dist-"))
  try {
    await buildBundles(made)
    buildTypes(made)
    describeApi(made)
    copyFileSync(join(root, "build/core.wasm"), join(made, "core.wasm"))
    makeExecutable(join(made, "cli.js"))
    putInPlace(made)
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
}

// In a process of its own: the compiler that reads the sources is large.
function describeApi(made) {
  const script = join(root, "scripts/api-reference.mjs")
  execFileSync(process.execPath, [script, join(made, "docs/api.md")], { stdio: ["ignore", "ignore", "inherit"] })
}

function makeExecutable(file) {
  const text = readFileSync(file, "utf8")
  if (!text.startsWith("#!")) writeFileSync(file, `#!/usr/bin/env node\n${text}`)
  chmodSync(file, 0o755)
}

// Two builds may end at the same time; whichever comes second finds the other's dist/, made of the same sources.
function putInPlace(made) {
  const old = `${made}-old`
  const dist = join(root, "dist")
  try {
    if (existsSync(dist)) renameSync(dist, old)
    renameSync(made, dist)
  } catch (error) {
    if (!existsSync(join(dist, "cli.js"))) throw error
  } finally {
    rmSync(old, { recursive: true, force: true })
  }
}
