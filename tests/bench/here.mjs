// Everything that is measured of bytes in this process.
import v8 from "node:v8"
import { measureBytes } from "./bytes.mjs"
import { sampleOf } from "./corpora.mjs"
import { fileContestants } from "./files.mjs"
import { measureReal } from "./real-traces.mjs"
import { settings } from "./settings.mjs"

/** Peers are slow: they get this much of a corpus. */
const sampleBytes = 4e6

/** `{ bytes: rows, missing: peers that are left out, peers: what each does }`. */
export async function measureHere({ assay, importer, dist, peers, bytes, rounds }) {
  const quiet = settings.filter(({ crowded }) => !crowded)
  const crowded = settings.filter((setting) => setting.crowded)
  const files = await fileContestants(dist)
  const others = peers ? await peersOf() : { missing: new Map(), of: async () => [], notes: [] }
  const more = async ({ corpus }, document, policy, input) => [
    ...files.of(policy, document, input),
    ...(await others.of(document, sampleOf(input, sampleBytes), corpus.tools)),
  ]
  try {
    const rows = []
    for await (const row of measureBytes({ assay, bytes, rounds, only: quiet })) rows.push(row)
    for await (const row of measureReal({ assay, importer, bytes, rounds })) rows.push(row)
    if (peers) steady()
    for await (const row of measureBytes({ assay, bytes, rounds, only: crowded, more })) rows.push(row)
    const order = new Map(settings.map(({ id }, i) => [id, i]))
    const place = ({ setting }) => order.get(setting) ?? order.size
    return {
      bytes: rows.sort((a, b) => place(a) - place(b)),
      missing: [...others.missing.values()],
      peers: others.notes,
    }
  } finally {
    files.remove()
  }
}

/**
 * V8 before Node 24 dies ("unreachable code" in its deoptimizer) when a call into a module with imports was inlined and
 * its caller is deoptimized meanwhile; Cedar's and OPA's modules have imports. From here on such calls are not inlined.
 */
function steady() {
  if (Number(process.versions.node.split(".")[0]) < 24) v8.setFlagsFromString("--no-turbo-inline-js-wasm-calls")
}

async function peersOf() {
  const { installPeers, peerContestants, peerNotes } = await import("./peers/index.mjs")
  installPeers()
  const missing = new Map()
  return {
    missing,
    notes: await peerNotes(),
    async of(document, sample, tools) {
      const found = await peerContestants(document, sample, tools)
      for (const each of found.missing) missing.set(each.name, each)
      return found.contestants
    },
  }
}
