import { readdirSync, readFileSync } from "node:fs"
import { load } from "js-yaml"
import { describe, expect, test } from "vitest"
import * as assay from "../../src/index.ts"
import { runCases } from "../conformance/run-cases.mjs"

const folder = new URL("../conformance/", import.meta.url)
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".yaml"))
  .sort()

/** What the runtimes get is JSON, so the cases go through it here too. */
function casesOf(file: string): readonly { readonly name: string }[] {
  return JSON.parse(JSON.stringify(load(readFileSync(new URL(file, folder), "utf8"))))
}

describe("conformance", () => {
  test("there are cases for every rule type and beyond", () => {
    expect(files.length).toBeGreaterThanOrEqual(14)
    expect(files.flatMap(casesOf).length).toBeGreaterThanOrEqual(200)
  })

  test.each(files)("%s", (file) => {
    const { failed, failures, passed, transcript } = runCases(assay, { [file]: casesOf(file) })
    expect(failures).toEqual([])
    expect(failed).toBe(0)
    expect(passed).toBe(casesOf(file).length)
    expect(transcript.length).toBeGreaterThan(0)
  })

  test("a wrong expectation fails, so the runner can tell", () => {
    const policy = 'version: "1.1"\nsequences: [{ id: r, type: require, tool: A }]\n'
    const wrong = { trace: ["A"], ok: true, calls: 1, rules: { r: { outcome: "violated" } } }
    const missing = { trace: ["A"], ok: true, calls: 1, rules: {} }
    const cases = {
      file: [
        { name: "wrong", policy, traces: [wrong] },
        { name: "missing", policy, traces: [missing] },
      ],
    }
    expect(runCases(assay, cases)).toMatchObject({ passed: 0, failed: 2 })
  })

  test("the transcript is the same twice", () => {
    const cases = Object.fromEntries(files.map((file) => [file, casesOf(file)]))
    expect(runCases(assay, cases).transcript).toBe(runCases(assay, cases).transcript)
  })
})
