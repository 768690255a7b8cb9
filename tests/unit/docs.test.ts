import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { describe, expect, test } from "vitest"
import * as assay from "../../src/index.ts"
import { loadPolicy, readTraces } from "../../src/node/index.ts"
import { readTraces as readText } from "../../src/trace/index.ts"

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
})

const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...(readdirSync("docs", { recursive: true }) as string[])
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name.replaceAll("\\", "/")}`),
  ...readdirSync("examples").map((name) => `examples/${name}/README.md`),
]

/** The anchors of a page's headings, as GitHub makes them. */
function anchors(page: string): string[] {
  const headings = [...readFileSync(page, "utf8").matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading!)
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  )
}

test.each(pages)("the links and anchors of %s lead somewhere", (page) => {
  const links = [...readFileSync(page, "utf8").matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!)
  const broken = links.filter((link) => {
    if (/^https:/.test(link)) return false
    const [path = "", anchor] = link.split("#")
    const target = path === "" ? page : join(dirname(page), path)
    return !existsSync(target) || (anchor !== undefined && !anchors(target).includes(anchor))
  })
  expect(broken).toEqual([])
})

describe("docs/guard.md", () => {
  test("its program does what its comments say", () => {
    const { expected, got } = run(blocks("docs/guard.md", "js").join("\n"), { ...assay })
    expect(got.length).toBeGreaterThan(1)
    expect(got).toEqual(expected)
  })
})

describe("docs/quick-start.md", () => {
  test("its programs do what their comments say", () => {
    const { expected, got } = run(blocks("docs/quick-start.md", "js").join("\n"), { ...assay })
    expect(got.length).toBeGreaterThan(4)
    expect(got).toEqual(expected)
  })
})

describe("docs/coverage.md", () => {
  test("its program does what its comments say", () => {
    const [text = ""] = blocks("docs/coverage.md", "yaml")
    const { expected, got } = run(blocks("docs/coverage.md", "js").join("\n"), { ...assay, text })
    expect(got.length).toBeGreaterThan(9)
    expect(got).toEqual(expected)
  })
})

describe("docs/loading.md", () => {
  test("its first program does what its comment says", () => {
    const { expected, got } = run(blocks("docs/loading.md", "js")[0]!, { ...assay })
    expect(got).toEqual(["true"])
    expect(got).toEqual(expected)
  })
})

describe("docs/policy.md", () => {
  const page = readFileSync("docs/policy.md", "utf8")
  const examples = [...page.matchAll(/^`(\{type: .*?\})`: passes `(.*?)`[^`]*?fails `(.*?)`/gm)]

  test("its policy compiles", () => {
    for (const text of blocks("docs/policy.md", "yaml")) expect(assay.Policy.check(text).diagnostics).toEqual([])
  })

  test("has an example for each type of rule", () => {
    expect(examples.length).toBe([...page.matchAll(/^### /gm)].length)
  })

  test.each(examples.map(([, rule, passes, fails]) => [rule!, passes!, fails!]))("%s passes %s, fails %s", (...row) => {
    const [rule, passes, fails] = row
    const policy = assay.Policy.parse(`version: "1.1"\nsequences:\n  - ${rule}\n`)
    expect([passes, fails].map((trace) => policy.evaluate(trace.split(" ")).ok)).toEqual([true, false])
  })
})

describe("docs/traces.md", () => {
  const programs = blocks("docs/traces.md", "js")
    .join("\n")
    .replaceAll(/^import .*$/gm, "")

  test.each(["docs/traces.md", "docs/quick-start.md"])("the traces of %s are read", (page) => {
    for (const text of blocks(page, "json")) {
      const { traces, diagnostics } = readText(text)
      expect(diagnostics).toEqual([])
      expect(traces.length).toBeGreaterThan(1)
    }
  })

  test("its program judges the traces of a folder", async () => {
    const folder = mkdtempSync(join(tmpdir(), "assay-docs-"))
    try {
      mkdirSync(join(folder, "traces"))
      writeFileSync(join(folder, "policy.yaml"), blocks("README.md", "yaml")[0]!)
      writeFileSync(join(folder, "traces/a.jsonl"), `${blocks("README.md", "json")[0]!}{bad\n`)
      const got: unknown[][] = []
      const names = {
        loadPolicy: (path: string) => loadPolicy(join(folder, path)),
        readTraces: (paths: string[]) => readTraces(paths.map((path) => join(folder, path))),
        console: { log: (_file: string, ...rest: unknown[]) => got.push(rest) },
      }
      const program = new Function(...Object.keys(names), `return (async () => {${programs}})()`)
      await program(...Object.values(names))
      expect(got).toEqual([
        [1, true],
        [2, false],
        [3, "invalid-json"],
      ])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
