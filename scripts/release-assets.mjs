// `node scripts/release-assets.mjs` fills build/release/ with the files of a release, all taken out of its one tarball,
// and sri.json, the hash of each; it prints the script tags, ready to paste. The same tarball gives the same bytes.
import { createHash } from "node:crypto"
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { build, install, root } from "./setup.mjs"
import { tarball, unpacked } from "./tarball.mjs"

const scripts = ["assay.iife.js", "assay-js.iife.js"]

install({ quiet: true })
build({ quiet: true })
const folder = join(root, "build/release")
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const scratch = mkdtempSync(join(root, "build/unpacked-"))
try {
  const packed = tarball(scratch)
  copyFileSync(packed, join(folder, basename(packed)))
  const source = unpacked(packed)
  for (const name of ["core.wasm", ...scripts]) copyFileSync(join(source, "dist", name), join(folder, name))
  const { name, version } = JSON.parse(readFileSync(join(source, "package.json"), "utf8"))
  const hashes = Object.fromEntries(readdirSync(folder).sort().map(hashed))
  writeFileSync(join(folder, "sri.json"), `${JSON.stringify(hashes, null, 2)}\n`)
  for (const script of scripts) {
    const url = `https://cdn.jsdelivr.net/npm/${name}@${version}/dist/${script}`
    console.log(`<script src="${url}" integrity="${hashes[script]}" crossorigin="anonymous"></script>`)
  }
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

function hashed(name) {
  const hash = createHash("sha384").update(readFileSync(join(folder, name)))
  return [name, `sha384-${hash.digest("base64")}`]
}
