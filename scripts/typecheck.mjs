// Type checks the host (without and with Node's types), the machine and the tests: one count for each.
import { check } from "./processes.mjs"
import { build, install } from "./setup.mjs"
import { stages } from "./stages.mjs"

/** The projects, each with what it holds. */
export const projects = [
  ["tsconfig.json", "the host, as every runtime sees it"],
  ["tsconfig.node.json", "the host and the command, with Node's types"],
  ["tsconfig.assembly.json", "the machine"],
  ["tsconfig.tests.json", "tests, benchmarks and the page"],
]

/** Adds a stage per project to `run`. */
export async function typecheck(run) {
  for (const [project, what] of projects) {
    await run.stage(`types: ${what}`, () => check("node_modules/typescript/bin/tsc", "-p", project, "--noEmit"))
  }
}

if (process.argv[1]?.endsWith("typecheck.mjs")) {
  install()
  build()
  const run = stages()
  await typecheck(run)
  run.close()
}
