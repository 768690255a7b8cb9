import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs"
import { join, resolve } from "node:path"

const root = resolve(import.meta.dirname, "../../..")
const entries = join(root, "tests/core/entries")

/** The two builds of tests/core/entries/schema.ts. */
export type Build = "simd" | "scalar"
export const builds: readonly Build[] = ["simd", "scalar"]

const modules = new Map<Build, WebAssembly.Module>()

/** The tape and the checks as a module, compiled anew when a source is younger. */
export function compiled(build: Build): WebAssembly.Module {
  const known = modules.get(build)
  if (known !== undefined) return known
  const file = join(root, `build/schema-${build}.wasm`)
  if (changed(file) < youngest()) compile(build, file)
  const made = new WebAssembly.Module(readFileSync(file))
  modules.set(build, made)
  return made
}

function compile(build: Build, file: string): void {
  mkdirSync(join(root, "build"), { recursive: true })
  const scratch = mkdtempSync(join(root, "build/schema-"))
  try {
    const out = join(scratch, "schema.wasm")
    const config = ["--config", "tests/core/entries/schema.asconfig.json", "--target", build]
    const asc = join(root, "node_modules/assemblyscript/bin/asc.js")
    execFileSync(process.execPath, [asc, "tests/core/entries/schema.ts", ...config, "--outFile", out], { cwd: root })
    renameSync(out, file)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function changed(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function youngest(): number {
  const folders = ["", "check", "json"].map((name) => join(root, "assembly", name))
  const sources = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  return Math.max(...[...sources, join(entries, "schema.ts"), join(entries, "schema.asconfig.json")].map(changed))
}
