// Lays the conformance cases out as plain modules, beside the programs that run them in each runtime.
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { load } from "js-yaml"
import { root } from "../../scripts/setup.mjs"
import { exclusions, refusedInPolicies } from "../data/json-schema-exclusions.mjs"

const conformance = join(root, "tests/conformance")
const data = resolve(process.env.ASSAY_DATA ?? resolve(root, "../shared/data"))

/** Copies programs, cases and their runners into the consumer's folder. Answers what is run, for people. */
export function layOut(folder) {
  const files = readdirSync(conformance).filter((name) => name.endsWith(".yaml"))
  const cases = Object.fromEntries(
    files.sort().map((name) => [name, load(readFileSync(join(conformance, name), "utf8"))]),
  )
  const schemas = schemaSuite()
  const json = JSON.stringify({ cases, schemas })
  cpSync(join(root, "tests/runtimes/programs"), folder, { recursive: true })
  for (const name of ["run-all.mjs", "run-cases.mjs", "run-schemas.mjs"])
    cpSync(join(conformance, name), join(folder, name))
  writeFileSync(join(folder, "cases.json"), json)
  // A string is parsed, for as an object literal `__proto__` would not be a key.
  writeFileSync(join(folder, "cases.mjs"), `export default JSON.parse(${JSON.stringify(json)})\n`)
  const own = `${Object.values(cases).flat().length} conformance cases`
  if (schemas === null) return `${own}; the JSON Schema Test Suite is not at ${data}, and is not run`
  const count = Object.values(schemas.suite).flatMap((groups) => groups.flatMap(({ tests }) => tests)).length
  return `${own} and the ${count} of the JSON Schema Test Suite`
}

/** The JSON Schema Test Suite, where the shared data is at hand. */
function schemaSuite() {
  const folder = join(data, "json-schema-test-suite/draft2020-12")
  if (!existsSync(folder)) return null
  const names = readdirSync(folder).sort()
  const suite = names.map((name) => [name, JSON.parse(readFileSync(join(folder, name), "utf8"))])
  return { suite: Object.fromEntries(suite), exclusions: [...exclusions, ...refusedInPolicies] }
}
