// The test runners, each resolving to `{ passed, failed }`.
import { mkdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { stripVTControlCharacters } from "node:util"
import { node } from "./processes.mjs"
import { root } from "./setup.mjs"

/** The specs of the core under one as-pect compiler configuration of tests/core. */
export async function aspect(config) {
  const args = ["-n", "--summary", "-c", "tests/core/as-pect.config.js", "-a", `tests/core/${config}`]
  const { code, output } = await node(["node_modules/@as-pect/cli/bin/asp.js", ...args])
  const [, passed, total] = /\[Tests\]: (\d+) \/ (\d+)/.exec(stripVTControlCharacters(output)) ?? ["", "0", "0"]
  return counts(code, Number(passed), Number(total) - Number(passed))
}

/** The tests of one project of vitest.config.ts. */
export async function vitest(project, env) {
  const file = report("vitest.json")
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`]
  const { code } = await node(["node_modules/vitest/vitest.mjs", "run", "--project", project, ...reporters], env)
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(file, "utf8"))
  return counts(code, numPassedTests, numFailedTests)
}

/** The tests of one Playwright configuration. */
export async function playwright(config, env, ...options) {
  const file = report("playwright.json")
  const args = ["test", "--config", config, "--reporter=list,json", ...options]
  const { code } = await node(["node_modules/playwright/cli.js", ...args], {
    ...env,
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  })
  const { expected, unexpected, flaky } = JSON.parse(readFileSync(file, "utf8")).stats
  return counts(code, expected, unexpected + flaky)
}

/** A script whose last line is `N passed, N failed`. */
export async function counting(...args) {
  const { code, output } = await node(args)
  const [, passed, failed] = /(\d+) passed, (\d+) failed\s*$/.exec(output) ?? ["", "0", "1"]
  return counts(code, Number(passed), Number(failed))
}

// A runner that exits with an error has failed, whatever it counted.
function counts(code, passed, failed) {
  return { passed, failed: code === 0 ? failed : Math.max(1, failed) }
}

function report(name) {
  mkdirSync(join(root, ".cache"), { recursive: true })
  const file = join(root, ".cache", name)
  rmSync(file, { force: true })
  return file
}
