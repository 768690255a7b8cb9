// `npm test`: sets up what it needs, then runs every stage to the end and sums up. Nothing of node_modules is
// imported here, for a fresh clone has none.
import { chromium } from "./browsers.mjs"
import { check } from "./processes.mjs"
import { aspect, counting, vitest } from "./runners.mjs"
import { build, install } from "./setup.mjs"
import { stages } from "./stages.mjs"
import { typecheck } from "./typecheck.mjs"

const run = stages()
await run.stage("set-up: dependencies, build, a browser", () => {
  install()
  build()
  chromium()
  return { passed: 1, failed: 0 }
})
await typecheck(run)
await run.stage("biome: style and lint", () => check("node_modules/@biomejs/biome/bin/biome", "ci", "--colors=off"))
await run.stage("as-pect: the core with SIMD", () => aspect("asconfig.json"))
await run.stage("as-pect: the core without SIMD", () => aspect("asconfig-scalar.json"))
await run.stage("vitest: the host", () => vitest("unit"))
await run.stage("vitest: how time grows", () => vitest("growth"))
await run.stage("the packed tarball and its consumers", () => counting("tests/consumers/run.mjs"))
await run.stage("a release: notes, workflows, tarball, assets", () => counting("tests/release/run.mjs"))
await run.stage("playwright: the page", () => counting("scripts/test-browser.mjs"))
run.close()
