// Sets the verdicts of `assay check --format json` beside the rewards that the benchmark gave the same conversations:
//   assay check -p policy.yaml -t DATA.json -f json | node rewards.mjs DATA.json
import { readFileSync } from "node:fs"

const [data] = process.argv.slice(2)
if (data === undefined) {
  console.error("Usage: assay check ... --format json | node rewards.mjs DATA.json")
  process.exit(2)
}
const conversations = JSON.parse(readFileSync(data, "utf8"))
const verdicts = JSON.parse(readFileSync(0, "utf8")).traces.map((verdict) => ({
  ...verdict,
  solved: conversations[Number(verdict.source.pointer.slice(1))].reward === 1,
}))

function row(name, matching) {
  const solved = matching.filter((verdict) => verdict.solved).length
  console.log(`${name.padEnd(32)}${String(matching.length).padStart(8)}${String(solved).padStart(8)}`)
}

console.log(`${"".padEnd(32)}${"traces".padStart(8)}${"solved".padStart(8)}`)
row("all", verdicts)
row(
  "with a violation",
  verdicts.filter((verdict) => !verdict.ok),
)
row(
  "with warnings only",
  verdicts.filter((verdict) => verdict.ok && verdict.violations.length > 0),
)
row(
  "with neither",
  verdicts.filter((verdict) => verdict.violations.length === 0),
)
row(
  "of these without any call",
  verdicts.filter((verdict) => verdict.calls === 0),
)
for (const { id } of verdicts[0]?.rules ?? []) {
  const violated = verdicts.filter((verdict) => verdict.violations.some(({ rule }) => rule === id))
  if (violated.length > 0) row(id, violated)
}
