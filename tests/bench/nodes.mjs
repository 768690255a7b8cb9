// The same measurement under other Nodes, and the ratios of them all side by side.
import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { root } from "../../scripts/setup.mjs"
import { installRuntimes, nodeBinary } from "../runtimes/runtimes.mjs"

/** What run.mjs measures of bytes under each of these major versions: `[{ runtime, bytes }]`. */
export function underNodes(majors, words) {
  installRuntimes()
  const folder = mkdtempSync(join(root, "build/bench-"))
  try {
    return majors.map((major) => {
      const file = join(folder, `${major}.json`)
      const script = fileURLToPath(new URL("run.mjs", import.meta.url))
      const args = [script, "--only", "bytes", "--json", file, ...words]
      execFileSync(nodeBinary(major), args, { stdio: ["ignore", "ignore", "inherit"] })
      const { runtime, bytes } = JSON.parse(readFileSync(file, "utf8"))
      return { runtime, bytes }
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
