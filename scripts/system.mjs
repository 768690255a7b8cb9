// What the system has, and what its package manager can bring.
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { delimiter, join } from "node:path"

let updated = false

/** The first of these commands that lies on the PATH. */
export function onPath(...commands) {
  const folders = (process.env.PATH ?? "").split(delimiter)
  return commands.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync)
}

/** Installs Debian packages where that is possible (apt-get, as root); false where it is not. */
export function apt(...packages) {
  if (onPath("apt-get") === undefined || process.getuid?.() !== 0) return false
  if (!updated) get("update")
  updated = true
  return get("install", "-y", "--no-install-recommends", ...packages)
}

function get(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" }
  const quiet = ["-qq", "-o", "Dpkg::Use-Pty=0"]
  return spawnSync("apt-get", [...quiet, ...args], { env, stdio: ["ignore", "ignore", "inherit"] }).status === 0
}
