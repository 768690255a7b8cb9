// `npm run bench`, or `node tests/bench/run.mjs` on the dist/ that is there: prints what things cost, as ratios measured
// side by side in this run. Asserts no times; fails only if contestants disagree. `--help` lists the options.
import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import { cpus } from "node:os"
import { dirname, join, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { parseArgs } from "node:util"
import { root } from "../../scripts/setup.mjs"
import { assertAgreement } from "./agreement.mjs"
import { measureEverywhere } from "./everywhere.mjs"
import { measureHere } from "./here.mjs"
import { writePage } from "./page-of-docs.mjs"
import { measureRows } from "./rows.mjs"
import { bytesTables, microTable, runtimesTable } from "./table.mjs"

const help = `options
  --quick            4 MB corpora and few rounds, instead of 32 MB
  --megabytes N      corpora of N MB
  --rounds N         rounds of each race (7; quick 3)
  --only PART        bytes (corpora) or micro (objects, guard, state, cold starts)
  --no-peers         without the packages of tests/bench/peers
  --node 22,24       also under these Nodes
  --browsers         also in Chromium and Firefox
  --json FILE        where the data goes (build/bench.json)
  --write-docs       puts the tables into docs/performance.md
  --dist FOLDER      the build to measure
`
const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    megabytes: { type: "string" },
    rounds: { type: "string" },
    only: { type: "string" },
    "no-peers": { type: "boolean", default: false },
    node: { type: "string" },
    browsers: { type: "boolean", default: false },
    json: { type: "string", default: join(root, "build/bench.json") },
    "write-docs": { type: "boolean", default: false },
    dist: { type: "string", default: join(root, "dist") },
    help: { type: "boolean", default: false },
  },
})
if (values.help) stop(help, 0)
const dist = resolve(values.dist)
if (!existsSync(`${dist}/index.js`)) stop(`${dist} holds no build: run \`npm run build\` first\n`, 2)

const wants = (part) => values.only === undefined || values.only === part
const megabytes = Number(values.megabytes ?? (values.quick ? 4 : 32))
const rounds = Number(values.rounds ?? (values.quick ? 3 : 7))
const size = { bytes: Math.round(megabytes * 1e6), rounds }
const [assay, importer] = await Promise.all(
  ["index", "import"].map((name) => import(pathToFileURL(`${dist}/${name}.js`))),
)
const report = {
  runtime: `Node ${process.versions.node}`,
  machine: `${process.platform} ${process.arch}, ${cpus().length} x ${cpus()[0]?.model.trim()}`,
  megabytes,
  rounds,
}
say(`${report.runtime}, ${report.machine}; medians; ratios within each round\n\n`)
// First, for the races with peers end with V8 in another state: see here.mjs.
if (wants("micro")) micro()
if (wants("bytes")) await bytes()
mkdirSync(dirname(values.json), { recursive: true })
writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`)
if (values["write-docs"]) writePage(report)

async function bytes() {
  Object.assign(report, await measureHere({ assay, importer, dist, peers: !values["no-peers"], ...size }))
  say(`Bytes to verdicts, speed as a multiple of JSON.parse alone (a budget that is missed stands behind)\n\n`)
  for (const table of bytesTables(report.bytes)) say(`${table}\n`)
  for (const { name, why } of report.missing) say(`${name} is left out: ${why}\n`)
  report.elsewhere = await measureEverywhere({
    nodes: values.node?.split(",") ?? [],
    browsers: values.browsers,
    dist,
    ...size,
  })
  if (report.elsewhere.length > 0) say(`${runtimesTable([report, ...report.elsewhere])}\n`)
}

function micro() {
  const compared = assertAgreement(assay)
  say(`Assay and the hand-written code agree on ${compared} seeded traces, judged whole and call by call.\n\n`)
  report.micro = measureRows({ assay, dist, quick: values.quick })
  say(`${microTable(report.micro)}\n`)
}

function say(text) {
  process.stdout.write(text)
}

function stop(text, code) {
  process.stdout.write(text)
  process.exit(code)
}
