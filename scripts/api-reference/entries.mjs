// Which sources are public: what `exports` of package.json says, so that a new subpath is described without more ado.
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "../setup.mjs"

const declarations = /^\.\/dist\/types\/(src\/.*)\.d\.ts$/

/** The entry points in the order of package.json: the names to import each by, and the file of its source. */
export function entryPoints() {
  const { name, exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
  const entries = new Map()
  for (const [path, conditions] of Object.entries(exports)) {
    const [, module] = declarations.exec(conditions?.import?.types ?? "") ?? []
    if (module === undefined) continue
    const entry = entries.get(module) ?? { names: [], file: join(root, `${module}.ts`) }
    entry.names.push(path.replace(/^\./, name))
    entries.set(module, entry)
  }
  return [...entries.values()]
}
