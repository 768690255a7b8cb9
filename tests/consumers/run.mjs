// The packed tarball, installed and used by tiny consumers; the last line is `N passed, N failed`.
import { execFileSync, spawnSync } from "node:child_process"
import { cpSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "../../scripts/setup.mjs"
import { packed } from "./packed.mjs"
import { pageConsumers } from "./pages.mjs"
import { sameBytes } from "./same-bytes.mjs"
import { typeConsumers } from "./types.mjs"

const judged = "true false allow deny"
const typesOfNode = readVersion("@types/node")
const { folder, tarball, remove } = packed("typescript5@npm:typescript@5.9.3", `@types/node@${typesOfNode}`)
const sums = { passed: 0, failed: 0 }

try {
  cpSync(join(root, "tests/consumers/programs"), folder, { recursive: true })
  const pages = await pageConsumers(folder, judged)
  const rows = [
    ...packageChecks(),
    ...scripts(),
    ...typeConsumers(folder),
    ...pages.rows,
    ["the same bytes twice", sameBytes],
  ]
  for (const [name, run] of rows) await row(name, run)
  pages.close()
} finally {
  remove()
}
console.log(`${sums.passed} passed, ${sums.failed} failed`)
process.exitCode = sums.failed === 0 ? 0 : 1

function packageChecks() {
  const tool = (file, ...args) =>
    execFileSync(process.execPath, [join(root, "node_modules", file), ...args], { encoding: "utf8" })
  // Workers are modules, and so are those who start them: neither can be required.
  const attw = ["--profile", "node16", "--exclude-entrypoints", "core.wasm", "worker", "jobs", "--no-color"]
  return [
    ["publint", () => tool("publint/src/cli.js", "run", tarball, "--strict")],
    ["are the types wrong", () => tool("@arethetypeswrong/cli/dist/index.js", tarball, ...attw)],
  ]
}

function scripts() {
  const node = (...args) => spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" })
  const prints = (file) => () => same(node(file).stdout.trim(), `${judged} / ${judged}`, node(file).stderr)
  const command = join("node_modules", "assay", JSON.parse(readFileSync(join(root, "package.json"), "utf8")).bin.assay)
  return [
    ["import, from a script", prints("esm.mjs")],
    ["require, from a script", prints("cjs.cjs")],
    ["the command", () => same(node(command, "check", "--policy", "policy.yaml", "--traces", "trace.jsonl").status, 1)],
  ]
}

async function row(name, run) {
  try {
    await run()
    sums.passed += 1
    console.log(`ok   ${name}`)
  } catch (error) {
    sums.failed += 1
    console.log(`FAIL ${name}\n${error.stdout ?? ""}${error.stderr ?? ""}${error.stdout ? "" : error.message}`)
  }
}

function same(actual, expected, note = "") {
  if (actual !== expected) throw new Error(`expected ${expected}, got ${actual}\n${note}`)
}

function readVersion(name) {
  return JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")).version
}
