import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"

const root = fileURLToPath(new URL("../..", import.meta.url))
const data = resolve(process.env.ASSAY_DATA ?? resolve(root, "../shared/data"), "tau-bench/gpt-4o-airline.json")
const readme = readFileSync(resolve(root, "examples/airline/README.md"), "utf8")

interface RuleJSON {
  readonly id: string
  readonly held: number
  readonly held_vacuously: number
  readonly violated: number
  readonly not_exercised: number
}

const words = ["check", "--policy", "examples/airline/policy.yaml", "--traces", data, "--format", "json"]
const { status, stdout, stderr } = run(["dist/cli.js", ...words])

function run(args: readonly string[], input = ""): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, args, { cwd: root, encoding: "utf8", input, maxBuffer: 1 << 28 })
}

/** The rows of the README's tables whose first cell is `name` in code, as numbers. */
function statedRows(name: string): number[][] {
  return readme
    .split("\n")
    .filter((line) => line.startsWith(`| \`${name}\``))
    .map((line) => line.split("|").slice(2, -1).map(Number))
}

describe("the airline policy over 200 recorded conversations", () => {
  test("one JSON document, 200 traces, 1164 calls, exit code 1, nothing on standard error", () => {
    expect(status).toBe(1)
    expect(stderr).toBe("")
    const { summary, traces, diagnostics } = JSON.parse(stdout)
    expect(summary).toMatchObject({ traces: 200, calls: 1164, ok: 195, violated: 5, unreadable: 0, undetermined: 0 })
    expect(traces).toHaveLength(200)
    expect(traces.filter(({ calls }: { calls: number }) => calls === 0)).toHaveLength(18)
    expect(diagnostics).toEqual([])
  })

  test("the outcomes of each rule are those that the README states", () => {
    const rules = JSON.parse(stdout).summary.rules as RuleJSON[]
    for (const rule of rules) {
      const { id, held, held_vacuously: vacuous, violated, not_exercised: notExercised } = rule
      expect([id, statedRows(id)[0]]).toEqual([id, [held - vacuous, vacuous, violated, notExercised]])
    }
  })

  test("the rewards beside them are those that the README states", () => {
    const printed = run(["examples/airline/rewards.mjs", data], stdout).stdout
    const rows = new Map(
      printed.split("\n").map((line) => [line.slice(0, 32).trim(), line.slice(32).trim().split(/\s+/).map(Number)]),
    )
    expect(rows.get("all")).toEqual([200, 84])
    expect(rows.get("with a violation")).toEqual([5, 1])
    expect(rows.get("with warnings only")).toEqual([45, 20])
    expect(rows.get("with neither")).toEqual([150, 63])
    for (const [name, numbers] of rows) {
      const stated = statedRows(name)[1]
      if (stated) expect([name, numbers]).toEqual([name, stated])
    }
    expect([...rows.keys()].filter((name) => statedRows(name).length === 2)).toHaveLength(7)
  })
})
