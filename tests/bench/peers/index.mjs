// The peers as contestants. Installed here, on demand, from the lock file of this folder; the product never sees them.
import { spawnSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { npm } from "../../../scripts/setup.mjs"
import { handWritten, parsedLines } from "../scripted.mjs"
import { Tally } from "../tally.mjs"
import { toolSet } from "../tool-sets.mjs"

const here = fileURLToPath(new URL(".", import.meta.url))
const files = ["cel", "opa", "json-rules-engine", "xstate", "cedar", "agentevals"]

/** Runs `npm ci` in this folder unless what the lock file names is there. */
export function installPeers() {
  const read = (file) =>
    existsSync(`${here}${file}`) ? JSON.parse(readFileSync(`${here}${file}`, "utf8")).packages : {}
  const [lock, there] = [read("package-lock.json"), read("node_modules/.package-lock.json")]
  const wanted = Object.entries(lock).filter(([path, { optional }]) => path !== "" && optional !== true)
  if (wanted.every(([path, { version }]) => there[path]?.version === version)) return
  const [command, ...args] = npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
  if (spawnSync(command, args, { cwd: here, stdio: "inherit" }).status !== 0) throw new Error("no peers: npm ci failed")
}

/**
 * `{ contestants, missing }`: each peer on the first `bytes` of a corpus, or why it is left out. A peer's rate is that of
 * its sample, for the whole would take it minutes.
 */
export async function peerContestants(document, sample, tools = 60) {
  const contestants = []
  const missing = []
  for (const file of files) {
    try {
      contestants.push(await contestant(await import(`./${file}.mjs`), document, sample, tools))
    } catch (error) {
      missing.push({ name: file, why: String(error.message).split("\n")[0] })
    }
  }
  return { contestants, missing }
}

/** What each peer does and does not do: `[{ name, version, does }]`. */
export async function peerNotes() {
  const modules = await Promise.all(files.map((file) => import(`./${file}.mjs`)))
  return modules.map(({ name, does }) => ({ name, does }))
}

async function contestant({ name, judgeOf, partOf }, document, bytes, tools) {
  const judge = await judgeOf(document, [...toolSet(tools).names, "run_shell"])
  return {
    name,
    bytes,
    ...(partOf && { referee: { ...handWritten(partOf(document)), name: "hand-written, of its part" } }),
    async run(input) {
      const tally = new Tally()
      for (const { calls } of parsedLines(input)) tally.add(await judge(calls))
      return tally
    },
  }
}
