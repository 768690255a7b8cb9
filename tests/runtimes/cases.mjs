// Lays the conformance cases out as plain modules, beside the programs that run them in each runtime.
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { load } from "js-yaml"
import { root } from "../../scripts/setup.mjs"

const conformance = join(root, "tests/conformance")

/** Copies programs, cases and their runner into the consumer's folder. */
export function layOut(folder) {
  const files = readdirSync(conformance).filter((name) => name.endsWith(".yaml"))
  const cases = Object.fromEntries(
    files.sort().map((name) => [name, load(readFileSync(join(conformance, name), "utf8"))]),
  )
  const json = JSON.stringify(cases)
  cpSync(join(root, "tests/runtimes/programs"), folder, { recursive: true })
  cpSync(join(conformance, "run-cases.mjs"), join(folder, "run-cases.mjs"))
  writeFileSync(join(folder, "cases.json"), json)
  // A string is parsed, for as an object literal `__proto__` would not be a key.
  writeFileSync(join(folder, "cases.mjs"), `export default JSON.parse(${JSON.stringify(json)})\n`)
}
