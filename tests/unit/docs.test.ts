import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import * as assay from "../../src/index.ts"

/** The blocks of one language in a page, without their fences. */
function blocks(page: string, language: string): string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, "gm")
  return [...readFileSync(page, "utf8").matchAll(fence)].map(([, code = ""]) => code)
}

/**
 * Runs blocks of JavaScript in order as one program and holds them to their comments: the value of an
 * expression statement to the comment behind it, what is printed to the comment lines that follow.
 */
function run(code: string, values: Record<string, unknown>): { expected: string[]; got: string[] } {
  const expected: string[] = []
  const lines = code.split("\n").flatMap((line) => {
    if (/^import /.test(line)) return []
    const printed = /^\/\/ (.*)/.exec(line)
    if (printed !== null) expected.push(printed[1]!)
    const commented = /^(?!const )(\S.*?) \/\/ ([^:]*)/.exec(line)
    if (commented === null) return [line]
    expected.push(commented[2]!.trim())
    return [`__print(${commented[1]})`]
  })
  const got: string[] = []
  const show = (value: unknown): string => (Array.isArray(value) ? `[ ${value.join(", ")} ]` : String(value))
  const log = (...items: unknown[]): void => void got.push(items.map(show).join(" "))
  const print = (value: unknown): void => void got.push(JSON.stringify(value))
  const names = { ...values, __print: print, console: { log } }
  new Function(...Object.keys(names), lines.join("\n"))(...Object.values(names))
  return { expected, got }
}

describe("README", () => {
  test("its programs do what their comments say", () => {
    const [text = ""] = blocks("README.md", "yaml")
    const { expected, got } = run(blocks("README.md", "js").join("\n"), { ...assay, text })
    expect(got.length).toBeGreaterThan(5)
    expect(got).toEqual(expected)
  })

  test("its traces are judged as its text says", () => {
    const policy = assay.Policy.parse(blocks("README.md", "yaml")[0]!)
    const traces = blocks("README.md", "json")[0]!.trim().split("\n")
    expect(traces.map((line) => policy.evaluate(JSON.parse(line)).ok)).toEqual([true, false])
  })

  test("its links lead somewhere", () => {
    const links = [...readFileSync("README.md", "utf8").matchAll(/\]\(([^)#]+)\)/g)].map(([, path]) => path!)
    for (const path of links) expect(() => readdirSync(path.replace(/[^/]+\.md$/, "") || ".")).not.toThrow()
    for (const path of links.filter((link) => link.endsWith(".md")))
      expect(readFileSync(path).length).toBeGreaterThan(0)
  })
})

describe("docs/guard.md", () => {
  test("its program does what its comments say", () => {
    const { expected, got } = run(blocks("docs/guard.md", "js").join("\n"), { ...assay })
    expect(got.length).toBeGreaterThan(1)
    expect(got).toEqual(expected)
  })
})
