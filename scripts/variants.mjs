// Which bundles there are.
import { join } from "node:path"
import { root } from "./setup.mjs"

/** A file of src/, with the slashes that Vite gives to names on every system. */
export const source = (path) => join(root, "src", path).replaceAll("\\", "/")

const library = { index: source("index.ts"), guard: source("guard-entry.ts"), report: source("report-entry.ts") }
/** Judging by workers: what pages import, and what their workers run. */
const jobs = { jobs: source("jobs-entry.ts"), worker: source("worker-entry.ts") }
/** No core in it, so one build serves every runtime. */
const reading = { import: source("trace/index.ts") }
const onNode = { node: source("node/index.ts") }
/** What stays an import. Of @noble/hashes the bundles carry the one function they use. */
export const external = { es: /^(node:|js-yaml$)/, cjs: /^(node:|js-yaml$)/, iife: /^node:/ }

/** The bundles: format, entries, and which file takes the place of core/binary.ts. */
export const variants = [
  {
    name: "esm",
    format: "es",
    entry: {
      ...library,
      ...jobs,
      ...reading,
      ...onNode,
      cli: source("cli/main.ts"),
      "node-worker": source("node/node-worker.ts"),
    },
  },
  { name: "cjs", format: "cjs", entry: { ...library, ...reading, ...onNode } },
  { name: "js", format: "es", core: "js", entry: { js: library.index } },
  { name: "js-cjs", format: "cjs", core: "js", entry: { js: library.index } },
  { name: "workerd", format: "es", core: "workerd", entry: suffixed("workerd") },
  { name: "edge", format: "es", core: "edge", entry: suffixed("edge") },
  { name: "iife", format: "iife", entry: { assay: library.index } },
  { name: "iife-js", format: "iife", core: "js", entry: { "assay-js": library.index } },
]

function suffixed(suffix) {
  return Object.fromEntries(Object.entries(library).map(([name, file]) => [`${name}.${suffix}`, file]))
}
