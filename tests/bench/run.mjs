// `node tests/bench/run.mjs [--json FILE] [--dist FOLDER] [--quick]`: prints what things cost, as ratios measured side by
// side in this run. Runs on what `npm run build` made. Asserts no times; fails only if the two sides disagree.
import { existsSync, writeFileSync } from "node:fs"
import { resolve } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { parseArgs } from "node:util"
import { assertAgreement } from "./agreement.mjs"
import { measureRows } from "./rows.mjs"

const { values } = parseArgs({
  options: { json: { type: "string" }, dist: { type: "string" }, quick: { type: "boolean", default: false } },
})
const dist = resolve(values.dist ?? fileURLToPath(new URL("../../dist", import.meta.url)))
if (!existsSync(`${dist}/index.js`)) {
  process.stderr.write(`${dist} holds no build: run \`npm run build\` first\n`)
  process.exit(2)
}
const assay = await import(pathToFileURL(`${dist}/index.js`).href)

const compared = assertAgreement(assay)
process.stdout.write(
  `Assay and the hand-written code agree on ${compared} seeded traces, judged whole and call by call.\n\n`,
)
const rows = measureRows({ assay, dist, quick: values.quick })
process.stdout.write(table(rows))
process.stdout.write(
  `\nNode ${process.versions.node}, ${process.platform} ${process.arch}; medians; ratios pair by pair.\n`,
)
if (values.json !== undefined) {
  writeFileSync(values.json, `${JSON.stringify({ node: process.versions.node, arch: process.arch, rows }, null, 2)}\n`)
}

function table(rows) {
  const head = ["row", "ours", "theirs", "unit", "ratio", "budget", "met"]
  const cells = rows.map(({ row, ours, theirs, unit, ratio, budget, met }) => [
    row,
    number(ours),
    number(theirs),
    unit,
    number(ratio),
    budget ?? "",
    met === undefined ? "" : met ? "yes" : "NO",
  ])
  const widths = head.map((title, i) => Math.max(title.length, ...cells.map((line) => line[i].length)))
  const pad = (text, i) => (i > 0 && i < 5 && i !== 3 ? text.padStart(widths[i]) : text.padEnd(widths[i]))
  const line = (texts) => `| ${texts.map(pad).join(" | ")} |\n`
  return line(head) + line(widths.map((width) => "-".repeat(width))) + cells.map(line).join("")
}

function number(value) {
  if (value === undefined) return ""
  if (value === 0 || value >= 100) return String(Math.round(value))
  return value.toPrecision(value >= 10 ? 3 : 2)
}
