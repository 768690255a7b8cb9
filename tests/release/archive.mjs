// What the tarball holds: what package.json promises and nothing else, and nothing of the machine that made it.
import { readdirSync, readFileSync, statSync } from "node:fs"
import { homedir, tmpdir } from "node:os"
import { join } from "node:path"
import { root } from "../../scripts/setup.mjs"

// npm adds these to `files`, whatever it says.
const always = ["LICENSE", "README.md", "package.json"]
const promised = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))

/** Every file below a folder, by its path from there. */
export function below(folder, prefix = "") {
  return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) => {
    const path = prefix + entry.name
    return entry.isDirectory() ? below(folder, `${path}/`) : [path]
  })
}

/** Throws the paths that only the checkout or only the unpacked package has. */
export function contents(unpacked) {
  const there = new Set(below(unpacked))
  const wanted = new Set([...always, ...promised.files.flatMap(files)])
  const differing = [...there]
    .filter((path) => !wanted.has(path))
    .concat([...wanted].filter((path) => !there.has(path)))
  if (differing.length > 0) throw new Error(`in the tarball or in package.json, not in both: ${differing.join(", ")}`)
}

/** Throws the entry points that lead nowhere. */
export function entryPoints(unpacked) {
  const targets = (value) => (typeof value === "string" ? [value] : Object.values(value).flatMap(targets))
  const { bin, exports, jsdelivr, main, module, types, unpkg } = promised
  const files = below(unpacked).map((path) => `./${path.replaceAll("\\", "/")}`)
  const there = (path) => {
    const [head, tail] = `./${path.replace(/^\.\//, "")}`.split("*")
    return files.some((file) => (tail === undefined ? file === head : file.startsWith(head) && file.endsWith(tail)))
  }
  const missing = targets({ bin, exports, jsdelivr, main, module, types, unpkg }).filter((path) => !there(path))
  if (missing.length > 0) throw new Error(`named in package.json, but not in the tarball: ${missing.join(", ")}`)
}

/** Throws what does not belong into a package: sources, tests, maps, hidden files. */
export function onlyProducts(unpacked) {
  const foreign = /(^|\/)(\.|tests?\/|node_modules\/)|\.map$|\.(test|spec)\.|(?<!\.d)\.[cm]?ts$/
  const found = below(unpacked).filter((path) => foreign.test(path))
  if (found.length > 0) throw new Error(`not for users: ${found.join(", ")}`)
}

/** Throws the files that say where they were made. */
export function noMachinePaths(unpacked) {
  const places = [root.replace(/[/\\]$/, ""), homedir(), tmpdir()].filter((path) => path.split(/[/\\]/).length > 2)
  const spellings = places.flatMap((path) => [path, path.replaceAll("\\", "/"), path.replaceAll("\\", "\\\\")])
  const found = below(unpacked).filter((path) => {
    const text = readFileSync(join(unpacked, path), "latin1")
    return /file:\/\/\/\w|\/(home|Users)\/\w+\//.test(text) || spellings.some((place) => text.includes(place))
  })
  if (found.length > 0) throw new Error(`these name a place on a machine: ${found.join(", ")}`)
}

function files(path) {
  const place = join(root, path)
  return statSync(place).isDirectory() ? below(place).map((name) => `${path}/${name}`) : [path]
}
