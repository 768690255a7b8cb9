// Compiles the TypeScript consumer under the settings that users have, declarations checked (skipLibCheck off).
import { execFileSync } from "node:child_process"
import { copyFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "../../scripts/setup.mjs"

const compilers = { "TypeScript 7": [root, "typescript"], "TypeScript 5": ["", "typescript5"] }
const libraries = {
  "es2022 alone": { lib: ["es2022"], types: [] },
  "es2022 and DOM": { lib: ["es2022", "dom"], types: [] },
  "es2022 and @types/node": { lib: ["es2022"], types: ["node"] },
}
const resolutions = {
  bundler: { extension: "ts", module: "esnext" },
  "node16, import": { extension: "mts", module: "node16" },
  "node16, require": { extension: "cts", module: "node16" },
}

/** One `[name, run]` per compiler, libraries and way of resolving; `run` throws what the compiler said. */
export function typeConsumers(folder) {
  const all = []
  for (const [compiler, [place, name]] of Object.entries(compilers)) {
    const binary = join(place || folder, "node_modules", name, "bin/tsc")
    for (const [library, settings] of Object.entries(libraries)) {
      for (const [resolution, way] of Object.entries(resolutions)) {
        all.push([`${compiler}, ${library}, ${resolution}`, () => compile(folder, binary, { ...settings, ...way })])
      }
    }
  }
  return all
}

function compile(folder, binary, { lib, types, extension, module }) {
  const sources = types.includes("node") ? ["consumer", "consumer-node"] : ["consumer"]
  const files = sources.map((name) => {
    copyFileSync(join(folder, `${name}.ts`), join(folder, `copy-of-${name}.${extension}`))
    return `copy-of-${name}.${extension}`
  })
  const moduleResolution = module === "node16" ? "node16" : "bundler"
  const checks = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true }
  const compilerOptions = { target: "es2022", lib, types, module, moduleResolution, ...checks }
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }))
  execFileSync(process.execPath, [binary, "-p", "."], { cwd: folder, encoding: "utf8" })
}
