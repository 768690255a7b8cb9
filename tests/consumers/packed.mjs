// The package as users get it: packed, and installed into a folder outside the checkout, so that nothing of the
// checkout's node_modules can stand in for a dependency that package.json forgot.
import { execFileSync } from "node:child_process"
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { npm } from "../../scripts/setup.mjs"
import { tarball as pack } from "../../scripts/tarball.mjs"

/**
 * Packs the checkout's dist/, or takes the tarball that ASSAY_TARBALL names, and installs it with `others`
 * (name@version) beside it.
 * Returns the folder, the tarball's path, and `remove()`, which takes the folder away again.
 */
export function packed(...others) {
  // The native one turns the short names of Windows (RUNNER~1) into those that bundlers see.
  const folder = realpathSync.native(mkdtempSync(join(tmpdir(), "assay-packed-")))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const tarball = pack(folder)
    writeFileSync(join(folder, "package.json"), '{ "name": "consumer", "private": true, "type": "module" }\n')
    const quiet = ["--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts"]
    execute(folder, ...npm("install", ...quiet, tarball, ...others))
    return { folder, tarball, remove }
  } catch (error) {
    remove()
    throw error
  }
}

function execute(cwd, command, ...args) {
  execFileSync(command, args, { cwd, stdio: ["ignore", "ignore", "inherit"] })
}
