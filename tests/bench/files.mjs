// Contestants that begin with a file: a stream of it, and the command as a process.
import { spawnSync } from "node:child_process"
import { createReadStream, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { availableParallelism } from "node:os"
import { join } from "node:path"
import { Readable } from "node:stream"
import { pathToFileURL } from "node:url"
import { root } from "../../scripts/setup.mjs"
import { asCommand, fromStream, onAllCores } from "./ours.mjs"

const chunk = { highWaterMark: 256 * 1024 }

/** `{ of(policy, document, bytes), remove() }`: the contestants for a corpus, and an end to the files they read. */
export async function fileContestants(dist) {
  const node = await import(pathToFileURL(join(dist, "node.js")).href)
  const folder = mkdtempSync(join(root, "build/bench-"))
  const files = { traceFile: join(folder, "traces.jsonl"), policyFile: join(folder, "policy.json") }
  return {
    of(policy, document, bytes) {
      writeFileSync(files.traceFile, bytes)
      writeFileSync(files.policyFile, JSON.stringify(document))
      const command = commandOf(join(dist, "cli.js"))
      const jobs = takesJobs(command) ? [availableParallelism()] : []
      return [
        fromStream(policy, () => Readable.toWeb(createReadStream(files.traceFile, chunk))),
        onAllCores(node, policy, { ...files, jobs: availableParallelism() }),
        ...(policy === undefined
          ? []
          : [undefined, ...jobs].map((each) => asCommand(command, { ...files, jobs: each }))),
      ].filter((each) => each !== undefined)
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

const takesJobs = (command) => command("check", "--help").includes("--jobs")

function commandOf(script) {
  if (!existsSync(script)) throw new Error(`${script} is not built`)
  return (...words) => {
    const options = { encoding: "utf8", maxBuffer: 2 ** 30, stdio: ["ignore", "pipe", "pipe"] }
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...words], options)
    if (status !== 0 && status !== 1) throw new Error(stderr)
    return stdout
  }
}
