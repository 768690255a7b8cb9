// `npm run demo`: from a fresh clone to verdicts and explanations of real traces.
import { spawnSync } from "node:child_process"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join, relative, resolve } from "node:path"
import { build, install, root } from "./setup.mjs"

const recorded = resolve(process.env.ASSAY_DATA ?? join(root, "../shared/data"), "tau-bench/gpt-4o-airline.json")
const started = performance.now()

install()
build()
const folders = readdirSync(join(root, "examples"), { withFileTypes: true }).filter((entry) => entry.isDirectory())
for (const { name } of folders.sort((a, b) => (a.name < b.name ? -1 : 1))) example(name)
if (existsSync(recorded)) airline(relative(root, recorded))
else heading("the 200 recorded conversations are not here: name the folder of the shared data in ASSAY_DATA")
heading(`done in ${((performance.now() - started) / 1000).toFixed(0)} s`)

function example(name) {
  const policy = `examples/${name}/policy.yaml`
  heading(`${name}: which traces follow the policy?`)
  assay(["check", "--policy", policy, "--traces", `examples/${name}/traces`])
  const failing = `examples/${name}/traces/failing.jsonl`
  if (!existsSync(join(root, failing))) return
  heading(`${name}: why, call by call?`)
  const [first] = readFileSync(join(root, failing), "utf8").split("\n", 1)
  assay(["explain", "--policy", policy, "--traces", "-"], { input: first, shown: `head -n 1 ${failing} | ` })
  heading(`${name}: what do the traces put to the test?`)
  assay(["coverage", "--policy", policy, "--traces", `examples/${name}/traces`])
}

function airline(traces) {
  const words = ["--policy", "examples/airline/policy.yaml", "--traces", traces]
  heading("200 recorded conversations of an airline's agent")
  assay(["check", ...words])
  heading("one of them, call by call")
  const { stdout } = run(["check", ...words, "--format", "json"], { encoding: "utf8", maxBuffer: 2 ** 28 })
  const violated = JSON.parse(stdout).traces.find((verdict) => !verdict.ok)
  if (violated !== undefined) assay(["explain", ...words, "--trace-id", violated.id])
  heading("all of them: what do they put to the test?")
  assay(["coverage", ...words])
}

function heading(text) {
  process.stdout.write(`\n━━ ${text}\n\n`)
}

// Violations (exit code 1) are what there is to see; anything worse ends the demo.
function assay(words, { input, shown = "" } = {}) {
  process.stdout.write(`$ ${shown}assay ${words.join(" ")}\n`)
  const { status } = run(words, { input, stdio: [input === undefined ? "inherit" : "pipe", "inherit", "inherit"] })
  if (status !== 0 && status !== 1) process.exit(status ?? 3)
}

function run(words, options) {
  return spawnSync(process.execPath, [join(root, "dist/cli.js"), ...words], { cwd: root, ...options })
}
