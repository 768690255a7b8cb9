// The recorded conversations of tau-bench, where they are: as JSONL that our own importer made, and raw.
import { existsSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { load } from "js-yaml"
import { root } from "../../scripts/setup.mjs"
import { ours, raceRows } from "./bytes.mjs"
import { fromImport, policyOf } from "./ours.mjs"
import { handWritten, parseAlone } from "./scripted.mjs"

const data = resolve(process.env.ASSAY_DATA ?? join(root, "../shared/data"), "tau-bench/gpt-4o-airline.json")
const tables = { table: "airline conversations of tau-bench" }

/** Rows as measureBytes gives them; none where the data is not. The JSONL is repeated up to `bytes`. */
export async function* measureReal({ assay, importer, bytes, rounds }) {
  if (!existsSync(data)) return
  const document = load(readFileSync(join(root, "examples/airline/policy.yaml"), "utf8"))
  const policy = policyOf(assay, document)
  const raw = new Uint8Array(readFileSync(data))
  const referee = handWritten(document)
  const lines = nativeLines(raw, importer)
  const native = repeated(lines, bytes)
  const scripted = [parseAlone(), handWritten(document)]
  const setting = { id: "airline, as JSONL", column: "as JSONL", ...tables }
  yield* raceRows(setting, [...scripted, ...ours(policy)], native, { rounds, referee })
  const whole = [parseWhole(), fromImport(policy, importer)].filter((each) => each !== undefined)
  const same = { name: referee.name, run: () => referee.run(lines) }
  yield* raceRows({ id: "airline, raw", column: "raw", ...tables }, whole, raw, { rounds, referee: same })
}

function nativeLines(raw, { readTraces }) {
  const lines = readTraces(raw).traces.map(({ trace, id }) => {
    const { calls } = trace
    return JSON.stringify({ id: trace.id ?? id, calls })
  })
  return new TextEncoder().encode(`${lines.join("\n")}\n`)
}

function repeated(lines, bytes) {
  const times = Math.max(1, Math.ceil(bytes / lines.length))
  const all = new Uint8Array(lines.length * times)
  for (let i = 0; i < times; i++) all.set(lines, i * lines.length)
  return all
}

/** The raw records are one document, and are parsed as one. */
function parseWhole() {
  const decoder = new TextDecoder()
  return {
    name: "JSON.parse alone",
    judges: false,
    run: (bytes) => ({ records: JSON.parse(decoder.decode(bytes)).length, toString: () => "" }),
  }
}
