// How a release is made: notes, assets, tarball, workflows; the last line is `N passed, N failed`.
import { spawnSync } from "node:child_process"
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { build, install, root } from "../../scripts/setup.mjs"
import { tarball, unpacked } from "../../scripts/tarball.mjs"
import { inChromium } from "../runtimes/browsers.mjs"
import { site } from "../runtimes/site.mjs"
import { below, contents, entryPoints, noMachinePaths, onlyProducts } from "./archive.mjs"
import { changelog, workflows } from "./fixtures.mjs"

install()
build()
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
const folder = realpathSync.native(mkdtempSync(join(tmpdir(), "assay-release-")))
const sums = { passed: 0, failed: 0 }
try {
  for (const [name, run] of [...notes(), ...lint(), ...archive(), ...assets()]) await row(name, run)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log(`${sums.passed} passed, ${sums.failed} failed`)
process.exitCode = sums.failed === 0 ? 0 : 1

function notes() {
  const file = join(folder, "CHANGELOG.md")
  writeFileSync(file, changelog)
  const says = (args, status, stdout) => () => {
    const ran = script("release-notes.mjs", args)
    same([ran.status, ran.stdout], [status, stdout])
  }
  return [
    ["notes: a section, to the next one", says(["1.2.0", file], 0, "- Second.\n\n### Details\n\nMore.\n")],
    ["notes: a dated section is released", says(["1.0.0", file, "--released"], 0, "- First.\n")],
    ["notes: a candidate is another version", says(["1.2.0-rc.1", file], 0, "- Candidate.\n")],
    ["notes: unreleased is not released", says(["1.2.0-rc.1", file, "--released"], 1, "")],
    ["notes: an empty section is none", says(["1.1.0", file], 1, "")],
    ["notes: a part of a version is none", says(["1.2", file], 1, "")],
    ["notes: an unknown version is none", says(["9.9.9", file], 1, "")],
    ["notes: without a version, usage", says([], 2, "")],
    ["notes: our changelog knows our version", () => same(script("release-notes.mjs", [version]).status, 0)],
  ]
}

function lint() {
  const rows = workflows.map(([name, text, kind]) => {
    const file = join(folder, `${name}.yml`)
    writeFileSync(file, text)
    const run = () => {
      const { status, stdout } = script("lint-workflows.mjs", [file])
      const kinds = [...stdout.matchAll(/ \[([\w-]+)\]$/gm)].map(([, found]) => found)
      same([status, kinds], kind === undefined ? [0, []] : [1, [kind]])
    }
    return [`workflows: ${name} gives ${kind ?? "nothing"}`, run]
  })
  return [...rows, ["workflows: ours are clean", () => same(script("lint-workflows.mjs", []).status, 0)]]
}

function archive() {
  const pack = (name, ...given) => {
    mkdirSync(join(folder, name))
    return tarball(join(folder, name), ...given)
  }
  const source = unpacked(pack("package"))
  const again = () => same(readFileSync(pack("one", "")).equals(readFileSync(pack("two", ""))), true)
  return [
    ["tarball: what package.json promises", () => contents(source)],
    ["tarball: every entry point is in it", () => entryPoints(source)],
    ["tarball: nothing but products", () => onlyProducts(source)],
    ["tarball: no place on a machine", () => noMachinePaths(source)],
    ["tarball: packed twice, the same bytes", again],
    ["tarball: each of these checks can fail", () => spoiled(source)],
  ]
}

// The tarball's folder is not used any more after this.
function spoiled(source) {
  const refused = (check) => {
    try {
      check(source)
      return false
    } catch {
      return true
    }
  }
  writeFileSync(join(source, "dist/cli.js.map"), JSON.stringify({ sources: [join(root, "src/cli/main.ts")] }))
  rmSync(join(source, "dist/core.wasm"))
  same([contents, entryPoints, onlyProducts, noMachinePaths].map(refused), [true, true, true, true])
}

function assets() {
  const made = join(root, "build/release")
  const first = script("release-assets.mjs", [])
  if (first.status !== 0) throw new Error(first.stderr)
  const bytes = snapshot(made)
  const hashes = JSON.parse(readFileSync(join(made, "sri.json"), "utf8"))
  const named = ["assay-js.iife.js", "assay.iife.js", "core.wasm", `assay-${version}.tgz`].sort()
  const hashed = async () => {
    copyFileSync(join(made, `assay-${version}.tgz`), join(folder, "assets.tgz"))
    const dist = join(unpacked(join(folder, "assets.tgz")), "dist")
    for (const name of named) {
      const place = name.endsWith(".tgz") ? made : dist
      same(hashes[name], await integrity(readFileSync(join(place, name))))
    }
  }
  const again = () => {
    same(script("release-assets.mjs", []).stdout, first.stdout)
    same(snapshot(made), bytes)
  }
  const tags = first.stdout
  const asMade = (name) => readFileSync(join(made, name))
  return [
    [
      "assets: the files, and the hash of each",
      () => same([Object.keys(hashes), below(made).sort()], [named, [...named, "sri.json"]]),
    ],
    ["assets: the hashes are those of the tarball's files", hashed],
    ["assets: made twice, the same bytes", again],
    ["assets: the printed tags load in Chromium", () => opened(tags, asMade, "true false allow deny")],
    ["assets: the printed tags refuse other bytes", () => opened(tags, (name) => `${asMade(name)} `, "no Assay")],
  ]
}

/** Serves each printed tag on a page of its own, its address alone made local, and asks for the judge's report. */
async function opened(tags, content, expected) {
  const served = mkdtempSync(join(folder, "served-"))
  for (const name of ["judge.mjs", "tag.js"])
    copyFileSync(join(root, "tests/consumers/programs", name), join(served, name))
  const lines = tags.trim().split("\n")
  same(lines.length, 2)
  lines.forEach((tag, at) => {
    const [, url, name] = /src="(https:\/\/[^"]+\/dist\/([\w.-]+))"/.exec(tag)
    writeFileSync(join(served, name), content(name))
    const page = `<!doctype html><meta charset="utf-8">${tag.replace(url, name)}<script type="module" src="tag.js"></script>`
    writeFileSync(join(served, `${at}.html`), page)
  })
  const { url, close } = await site(served)
  try {
    same((await inChromium(url("wasm", "0"), url("strict", "1"))).reports, [expected, expected])
  } finally {
    close()
  }
}

function script(name, args) {
  return spawnSync(process.execPath, [join(root, "scripts", name), ...args], { cwd: root, encoding: "utf8" })
}

// Web Crypto, where the script uses node:crypto: two ways to one hash.
async function integrity(bytes) {
  return `sha384-${Buffer.from(await crypto.subtle.digest("SHA-384", bytes)).toString("base64")}`
}

function snapshot(made) {
  return below(made).map((name) => [name, readFileSync(join(made, name), "base64")])
}

async function row(name, run) {
  try {
    await run()
    sums.passed += 1
    console.log(`ok   ${name}`)
  } catch (error) {
    sums.failed += 1
    console.log(`FAIL ${name}\n${error.message}`)
  }
}

function same(actual, expected) {
  const [got, wanted] = [actual, expected].map((value) => JSON.stringify(value))
  if (got !== wanted) throw new Error(`expected ${wanted.slice(0, 500)}\ngot ${got.slice(0, 500)}`)
}
