// The package as one file, packed once: what a release tests is what it publishes.
import { spawnSync } from "node:child_process"
import { copyFileSync, readdirSync } from "node:fs"
import { basename, join, resolve } from "node:path"
import { npm, root } from "./setup.mjs"

/**
 * Puts the tarball into `folder`, which holds no other, and returns its path: the one that ASSAY_TARBALL names
 * (relative to the checkout), else dist/ as it is, packed now.
 */
export function tarball(folder, given = process.env.ASSAY_TARBALL) {
  if (given) {
    const file = join(folder, basename(given))
    copyFileSync(resolve(root, given), file)
    return file
  }
  const [command, ...args] = npm("pack", "--silent", "--ignore-scripts", "--pack-destination", folder)
  const { status } = spawnSync(command, args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] })
  const name = readdirSync(folder).find((file) => file.endsWith(".tgz"))
  if (status !== 0 || name === undefined) throw new Error(`npm pack ended with ${status}`)
  return join(folder, name)
}

/** Unpacks a tarball into the folder that it lies in and returns the package's folder there. */
export function unpacked(file) {
  // Named relative to the folder: GNU tar takes the `C:` of a Windows path for another machine.
  const folder = resolve(file, "..")
  const { status } = spawnSync("tar", ["-xzf", basename(file)], { cwd: folder, stdio: "inherit" })
  if (status !== 0) throw new Error(`tar ended with ${status}`)
  return join(folder, "package")
}
