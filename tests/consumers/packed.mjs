// The package as users get it: packed, and installed into a folder outside the checkout, so that nothing of the
// checkout's node_modules can stand in for a dependency that package.json forgot.
import { execFileSync } from "node:child_process"
import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { npm, root } from "../../scripts/setup.mjs"

/**
 * Packs the checkout's dist/ and installs the tarball, with `others` (name@version) beside it.
 * Returns the folder, the tarball's path, and `remove()`, which takes the folder away again.
 */
export function packed(...others) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "assay-packed-")))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    execute(root, ...npm("pack", "--silent", "--ignore-scripts", "--pack-destination", folder))
    const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "")
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
