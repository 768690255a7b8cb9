// docs/performance.md shows the tables of a run between markers; what stands between them is written here alone.
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "../../scripts/setup.mjs"
import { bytesTables, microTable, runtimesTable } from "./table.mjs"

const page = join(root, "docs/performance.md")

/** Puts what the report holds into the page; a part that was not measured stays as it is. */
export function writePage(report) {
  writeFileSync(page, Object.entries(partsOf(report)).reduce(filled, readFileSync(page, "utf8")))
}

function partsOf({ runtime, machine, megabytes, rounds, bytes, missing, peers, elsewhere, micro }) {
  const place = `${runtime}, ${machine}.`
  const parts = {}
  if (bytes) {
    const left = missing.map(({ name, why }) => `Left out: ${name}, ${why}.\n\n`).join("")
    parts.bytes = `${place} Corpora of ${megabytes} MB, ${rounds} rounds.\n\n${left}${bytesTables(bytes).join("\n")}`
  }
  if (peers?.length > 0) parts.peers = peers.map(({ name, does }) => `- **${name}**: ${does}\n`).join("")
  if (elsewhere?.length > 0) parts.runtimes = runtimesTable([{ runtime, bytes }, ...elsewhere])
  if (micro) parts.micro = `${place}\n\n${microTable(micro)}`
  return parts
}

function filled(text, [name, part]) {
  const [begin, end] = [`<!-- bench:${name} -->\n`, `<!-- /bench:${name} -->`]
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from < 0 || to < 0) throw new Error(`${page} has no markers for ${name}`)
  return `${text.slice(0, from + begin.length)}\n${part}\n${text.slice(to)}`
}
