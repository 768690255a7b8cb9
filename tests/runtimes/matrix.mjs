// The conformance cases and, where it is at hand, the JSON Schema Test Suite in every runtime, out of the packed tarball:
// each has to pass them all, and all transcripts have to be the same bytes. A runtime that cannot be had fails.
import { execFileSync } from "node:child_process"
import { join } from "node:path"
import { packed } from "../consumers/packed.mjs"
import { alignedCore } from "./aligned.mjs"
import { inChromium, inFirefox } from "./browsers.mjs"
import { bundle } from "./bundle.mjs"
import { layOut } from "./cases.mjs"
import { inEdge } from "./edge.mjs"
import { rows } from "./rows.mjs"
import { bunBinary, denoBinary, installRuntimes, nodeBinary } from "./runtimes.mjs"
import { site } from "./site.mjs"
import { inWebKit } from "./webkit.mjs"
import { inWorkerd } from "./workerd.mjs"

/** Runs the matrix and prints a row per runtime; the last line sums up. */
export async function matrix() {
  installRuntimes()
  const { folder, remove } = packed()
  console.log(`in each runtime: ${layOut(folder)}`)
  for (const page of ["page", "page-js", "page-refused"]) await bundle(folder, "browser", page)
  const pages = await site(join(folder, "bundled"))
  const table = rows()
  try {
    for (const [name, run] of [...commands(folder), ...edges(folder), ...browsers(pages)]) await table.add(name, run)
  } finally {
    pages.close()
    remove()
  }
  table.close()
}

function commands(folder) {
  const nodes = [20, 22, 24].map((major) => [`Node ${major}`, () => nodeBinary(major)])
  const row = (name, binary, ...args) => [name, () => ({ reports: [printed(folder, binary(), args)] })]
  const [, node] = nodes[0]
  return [
    ...nodes.map(([name, binary]) => row(name, binary, "command.mjs")),
    ...nodes.map(([name, binary]) => row(`${name}, require`, binary, "command.cjs")),
    row("Node 20, wasm2js twin", node, "command-js.mjs"),
    row("Node 20, every access checked", node, "command-aligned.mjs", alignedCore(folder)),
    row("Deno", denoBinary, "run", "--no-remote", "command.mjs"),
    row("Bun", bunBinary, "command.mjs"),
  ]
}

function edges(folder) {
  return [
    ["workerd", () => inWorkerd(folder)],
    ["Vercel Edge (edge-runtime)", () => inEdge(folder)],
  ]
}

function browsers({ url }) {
  const engines = { Chromium: inChromium, "Firefox ESR": inFirefox, WebKit: inWebKit }
  return Object.entries(engines).flatMap(([name, open]) => [
    [name, () => open(url("wasm", "page"))],
    [`${name}, wasm2js twin, strict CSP`, () => open(url("strict", "page-js"))],
    [`${name}, WebAssembly refused by CSP`, () => refused(open, url("strict", "page-refused"))],
  ])
}

function printed(folder, binary, args) {
  const env = { ...process.env, DENO_NO_UPDATE_CHECK: "1" }
  const options = { cwd: folder, env, encoding: "utf8", maxBuffer: 2 ** 28, timeout: 120_000, stdio: "pipe" }
  return JSON.parse(execFileSync(binary, args, options))
}

// The error is the product here: it has to name what the page's author can do.
async function refused(open, url) {
  const { version, reports } = await open(url)
  const error = reports[0].error
  const clear = ["wasm-unsafe-eval", "assay/js"].every((remedy) => error?.message.includes(remedy))
  if (error?.name === "CoreLoadError" && clear) return { version, checked: { passed: 1, failed: 0, note: error.name } }
  return { version, checked: { passed: 0, failed: 1, note: `instead of CoreLoadError: ${JSON.stringify(reports[0])}` } }
}
