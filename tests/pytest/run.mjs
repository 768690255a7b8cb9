// The pytest code of docs/migration.md, run by a real pytest against the built command. The last line says how many
// checks passed and failed.
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { root } from "../../scripts/setup.mjs"
import { apt } from "../../scripts/system.mjs"

const pinned = "pytest==9.2.0"
const page = readFileSync(join(root, "docs/migration.md"), "utf8")
const files = [...page.matchAll(/^```python\n# (\S+\.py)\n([\s\S]*?)^```$/gm)]
const trace = { tools: ["Verify", "Refund"] }
const rule = (type) => `version: "1.1"\nsequences:\n  - ${type}\n`

const cases = [
  ["a policy that is kept", rule("{ type: before, first: Verify, then: Refund }"), { code: 0, says: [/2 passed/] }],
  [
    "a policy that is broken",
    rule("{ type: max_calls, tool: Refund, max: 0 }"),
    { code: 1, says: [/2 failed/, /max_calls:Refund<=0: .*`Refund`/, /traces.run\.jsonl/] },
  ],
  ["a policy with a mistake", rule("{ type: befor }"), { code: 1, says: [/assay exits with 2/, /unknown-rule-type/] }],
]

const python = interpreter()
const results = cases.map(([name, policy, expected]) => {
  const { status, stdout, stderr } = runPytest(policy)
  const output = `${stdout}${stderr}`
  const ok = files.length === 2 && status === expected.code && expected.says.every((text) => text.test(output))
  process.stdout.write(`${ok ? "ok  " : "FAIL"} ${name}\n${ok ? "" : output}`)
  return ok
})
const passed = results.filter(Boolean).length
process.stdout.write(`${passed} passed, ${results.length - passed} failed\n`)
process.exitCode = passed === results.length ? 0 : 1

function runPytest(policy) {
  const folder = mkdtempSync(join(tmpdir(), "assay-pytest-"))
  try {
    mkdirSync(join(folder, "traces"))
    for (const [, name, code] of files) writeFileSync(join(folder, name), code)
    writeFileSync(join(folder, "policy.yaml"), policy)
    writeFileSync(join(folder, "traces/run.jsonl"), `${JSON.stringify(trace)}\n`)
    const command = [process.execPath, join(root, "dist/cli.js")].map((word) => `'${word}'`).join(" ")
    const env = { ...process.env, ASSAY: command, NO_COLOR: "1", PYTHONDONTWRITEBYTECODE: "1" }
    const words = ["-m", "pytest", "-p", "no:cacheprovider", "-W", "error", folder, "--rootdir", folder]
    return spawnSync(python, words, { cwd: folder, env, encoding: "utf8" })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A Python that has pytest: the system's, or one of our own under .cache. */
function interpreter() {
  const find = () => ["python3", "python"].find((name) => works(name, "--version"))
  const system = find() ?? (apt("python3", "python3-venv") ? find() : undefined)
  if (system === undefined) throw new Error("there is no python3 to run pytest with")
  if (works(system, "-m", "pytest", "--version")) return system
  const home = join(root, ".cache/pytest")
  const own = join(home, process.platform === "win32" ? "Scripts/python.exe" : "bin/python")
  if (existsSync(own) && works(own, "-m", "pytest", "--version")) return own
  spawnSync(system, ["-m", "venv", home], { stdio: "inherit" })
  spawnSync(own, ["-m", "pip", "install", "--quiet", pinned], { stdio: "inherit" })
  return own
}

function works(command, ...words) {
  return spawnSync(command, words, { stdio: "ignore" }).status === 0
}
