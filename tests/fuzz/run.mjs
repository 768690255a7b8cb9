// `node tests/fuzz/run.mjs --rounds N --seed S`: documents and soups of bytes through the built package, then hostile
// inputs. `--js`: the core as JavaScript. The last line is `N passed, N failed`.
import { parseArgs } from "node:util"
import { readTraces } from "../../dist/import.js"
import { campaign } from "./campaign.mjs"
import { hostile } from "./hostile.mjs"

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "10000000" },
    seed: { type: "string", default: "1" },
    "no-hostile": { type: "boolean", default: false },
    js: { type: "boolean", default: false },
  },
})
const { Policy } = await import(values.js ? "../../dist/js.js" : "../../dist/index.js")
const rounds = Number(values.rounds)
const started = performance.now()
let told = 0
let failed = 0

function tell({ documents, rejected, loose, slowest }) {
  const seconds = (performance.now() - started) / 1000
  if (seconds - told < 10) return
  told = seconds
  console.log(
    `${documents} of ${rounds} documents, ${rejected} no JSON, ${loose} let through by shape, ` +
      `${Math.round(documents / seconds)} a second, slowest input ${slowest.toFixed(0)} ms`,
  )
}

let documents = 0
try {
  const seen = campaign({ Policy, readTraces }, { rounds, seed: Number(values.seed), onProgress: tell })
  documents = seen.documents
  const seconds = ((performance.now() - started) / 1000).toFixed(0)
  const megabytes = (seen.bytes / 1e6).toFixed(0)
  console.log(
    `seed ${values.seed}: ${documents} documents, ${megabytes} MB in ${seconds} s; ${seen.rejected} are no JSON, ` +
      `${seen.loose} of these differ by shape in what nobody reads; slowest input ${seen.slowest.toFixed(0)} ms`,
  )
} catch (error) {
  failed++
  console.log(error.stack)
}
let passed = documents
if (!values["no-hostile"]) {
  for (const [name, run] of Object.entries(hostile)) {
    const before = performance.now()
    try {
      const said = await run({ Policy, readTraces })
      passed++
      console.log(`ok   ${name}: ${said}, ${(performance.now() - before).toFixed(0)} ms`)
    } catch (error) {
      failed++
      console.log(`FAIL ${name}: ${error.stack}`)
    }
  }
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
