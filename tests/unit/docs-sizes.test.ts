import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { expect, test } from "vitest"

/** The rows of the README's table, and what `npm run size` calls them. */
const rows = {
  "`core.wasm`": "core.wasm",
  "`assay/guard`, the core as a file": "guard, core as a file",
  "`assay/guard`, the core inlined": "guard, core inlined",
  "`assay`, with the YAML reader": "everything, with YAML",
}

test("the sizes in the README are those that the script prints, to a kilobyte", () => {
  // Whether a budget is met is what the script answers with its exit code; here it is whether the README says so.
  const printed = spawnSync(process.execPath, ["scripts/size.mjs"], { encoding: "utf8" }).stdout
  const table = [...readFileSync("README.md", "utf8").matchAll(/^\| (`.*) \| (\d+) KB \|/gm)]
  expect(table.map(([, row]) => row)).toEqual(Object.keys(rows))
  for (const [, row, said] of table) {
    const name = rows[row as keyof typeof rows]
    const line = printed.split("\n").find((each) => each.includes(` ${name} `))
    const kilobytes = Number(/ ([\d.]+) KB gzip/.exec(line ?? "")?.[1])
    // Compressors differ a little from one Node to the next, so a size close to a half is rounded either way.
    expect([name, Math.abs(Number(said) - kilobytes) < 1]).toEqual([name, true])
  }
})
