// Declarations: tsc writes them all (checking is another script's work), and those that a public entry reaches go to
// dist/types, once for import (.d.ts) and once for require (.d.cts). Users see nothing of the rest.
import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { root } from "./setup.mjs"

const entries = [
  "src/index",
  "src/guard-entry",
  "src/trace/index",
  "src/report-entry",
  "src/jobs-entry",
  "src/worker-entry",
  "src/node/index",
]
const specifier = /(\bfrom\s+|\bimport\(|^\s*import\s+)"(\.[^"]*)\.(?:ts|js)"/gm

/** Writes `outDir`/types from the sources. */
export function buildTypes(outDir) {
  const emitted = `${outDir}-types`
  const tsc = join(root, "node_modules/typescript/bin/tsc")
  const flags = ["--noEmit", "false", "--emitDeclarationOnly", "--noCheck", "--outDir", emitted, "--rootDir", root]
  execFileSync(process.execPath, [tsc, "-p", join(root, "tsconfig.node.json"), ...flags], { stdio: "inherit" })
  for (const module of reachable(emitted)) copyTwice(module)
  rmSync(emitted, { recursive: true, force: true })

  function copyTwice(module) {
    const text = readFileSync(join(emitted, `${module}.d.ts`), "utf8")
    for (const [suffix, extension] of [
      ["d.ts", "js"],
      ["d.cts", "cjs"],
    ]) {
      const file = join(outDir, "types", `${module}.${suffix}`)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text.replace(specifier, `$1"$2.${extension}"`))
    }
  }
}

function reachable(emitted) {
  const found = new Set()
  const open = [...entries]
  for (let module = open.pop(); module !== undefined; module = open.pop()) {
    const file = join(emitted, `${module}.d.ts`)
    if (found.has(module) || !existsSync(file)) continue
    found.add(module)
    for (const [, , path] of readFileSync(file, "utf8").matchAll(specifier)) {
      open.push(relative(emitted, join(dirname(file), path)))
    }
  }
  return [...found].sort()
}
