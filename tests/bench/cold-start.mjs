// The child process of the cold rows: `node cold-start.mjs DIST (yaml | program) FILE`. Prints the milliseconds
// from before the import of the library to the first verdict.
import { readFileSync } from "node:fs"
import { pathToFileURL } from "node:url"

const [dist, kind, file] = process.argv.slice(2)
const calls = ["get_user_details", "search_direct_flight", "think", "book_reservation", "think", "note"]
const bytes = new Uint8Array(readFileSync(file))
const started = performance.now()
let verdict
if (kind === "yaml") {
  const { Policy } = await import(pathToFileURL(`${dist}/index.js`).href)
  verdict = Policy.parse(new TextDecoder().decode(bytes)).evaluate(calls)
} else {
  const { Program } = await import(pathToFileURL(`${dist}/guard.js`).href)
  verdict = Program.fromBytes(bytes).evaluate(calls)
}
const took = performance.now() - started
if (verdict.calls !== calls.length) throw new Error("the first verdict is of another trace")
process.stdout.write(`${took}\n`)
