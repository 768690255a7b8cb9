// `npm run demo`: from a fresh clone to verdicts and explanations of real traces.
import { spawnSync } from "node:child_process"
import { existsSync, readdirSync } from "node:fs"
import { join, relative, resolve } from "node:path"
import { build, install, root } from "./setup.mjs"

const data = resolve(process.env.ASSAY_DATA ?? join(root, "../shared/data"), "tau-bench/gpt-4o-airline.json")
const started = performance.now()

install()
build()
for (const name of examples()) {
  const policy = join("examples", name, "policy.yaml")
  const traces = join("examples", name, "traces")
  heading(`${name}: which traces follow the policy?`)
  assay("check", "--policy", policy, "--traces", traces)
  heading(`${name}: why, call by call?`)
  assay("explain", "--policy", policy, "--traces", join(traces, "failing.jsonl"))
}
if (existsSync(data)) {
  heading("200 recorded conversations of an airline's agent")
  assay("check", "--policy", join("examples", "airline", "policy.yaml"), "--traces", relative(root, data))
} else {
  heading("the recorded conversations of an airline's agent are not here; name their folder in ASSAY_DATA")
}
heading(`done in ${((performance.now() - started) / 1000).toFixed(0)} s`)

function examples() {
  const folders = readdirSync(join(root, "examples"), { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return folders.map(({ name }) => name).sort()
}

function heading(text) {
  process.stdout.write(`\n━━ ${text}\n\n`)
}

// Violations (exit code 1) are what there is to see; anything worse ends the demo.
function assay(...args) {
  process.stdout.write(`$ assay ${args.join(" ")}\n`)
  const { status } = spawnSync(process.execPath, [join(root, "dist/cli.js"), ...args], { cwd: root, stdio: "inherit" })
  if (status !== 0 && status !== 1) process.exit(status ?? 3)
}
