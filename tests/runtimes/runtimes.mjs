// The runtimes that npm brings. They are no devDependencies: together they weigh 860 MB, and some fit one platform.

import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { npm, root } from "../../scripts/setup.mjs"

const folder = join(root, ".cache/runtimes")
const platform = { win32: "win", darwin: "darwin" }[process.platform] ?? process.platform
const nodes = { 20: "20.20.2", 22: "22.23.3", 24: "24.21.0" }
const wanted = [
  ...Object.entries(nodes).map(([major, version]) => `node${major}@npm:node-${platform}-${process.arch}@${version}`),
  "deno@2.9.6",
  "bun@1.4.5",
  "workerd@1.20261023.1",
  "@edge-runtime/vm@5.0.0",
]

/** Installs them once, without their install scripts. */
export function installRuntimes() {
  const stamp = join(folder, "installed.txt")
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted.join("\n")) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n')
  const quiet = ["--no-save", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error", "--ignore-scripts"]
  const [command, ...args] = npm("install", ...quiet, ...wanted)
  const { status } = spawnSync(command, args, { cwd: folder, stdio: "inherit" })
  if (status === 0) writeFileSync(stamp, wanted.join("\n"))
}

/** Node's binary of a major version. */
export function nodeBinary(major) {
  return there(`node${major}/bin/node`)
}

/** The binaries that lie in packages of their platform, for install scripts, which would link them, are off. */
export const denoBinary = () => there(inPackageOf("@deno", "deno"))
export const bunBinary = () => there(inPackageOf("@oven", "bin/bun"))
export const workerdBinary = () => there(inPackageOf("@cloudflare", "bin/workerd"))

/** A package of the side install, to be imported by its path. */
export const sidePackage = (name) => there(name)

function inPackageOf(scope, file) {
  const scoped = join(folder, "node_modules", scope)
  const packages = existsSync(scoped) ? readdirSync(scoped) : []
  const found = packages.find((name) => existsSync(join(scoped, name, file)))
  return `${scope}/${found ?? "?"}/${file}`
}

function there(path) {
  const file = join(folder, "node_modules", path)
  if (!existsSync(file)) throw new Error(`${file} is absent: npm could not install it here`)
  return file
}
