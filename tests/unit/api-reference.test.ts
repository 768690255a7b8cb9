import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { expect, test } from "vitest"
import { entryPoints } from "../../scripts/api-reference/entries.mjs"
import { describeEntries } from "../../scripts/api-reference/exports.mjs"
import { renderReference } from "../../scripts/api-reference/page.mjs"
import * as coverage from "../../src/coverage/index.ts"
import * as assay from "../../src/index.ts"
import * as files from "../../src/node/index.ts"
import { folder } from "./cli/command.ts"
import { runExample } from "./run-example.ts"

interface Export {
  readonly name: string
  readonly doc: string
  readonly kind: string
  readonly typeOnly: boolean
}
interface Entry {
  readonly names: readonly string[]
  readonly exports: readonly Export[]
}

const reference = describeEntries(entryPoints())
const entries: readonly Entry[] = reference.entries
const page: string = renderReference(reference)

test("every entry point of the package is described", () => {
  const subpaths = Object.entries(JSON.parse(readFileSync("package.json", "utf8")).exports)
  const typed = subpaths.filter(([, to]) => typeof to === "object").map(([path]) => path.replace(".", "assay"))
  expect(entries.flatMap(({ names }) => names).sort()).toEqual(typed.sort())
})

test.each(entries.map((entry) => [entry.names.join(", "), entry] as const))(
  "every export of %s is there, with a comment",
  (_, { exports }) => {
    expect(exports.length).toBeGreaterThan(2)
    const headings = new Set(page.match(/^### .*$/gm))
    expect(exports.filter(({ name }) => !headings.has(`### ${name}`))).toEqual([])
    expect(exports.filter(({ doc }) => doc === "").map(({ name }) => name)).toEqual([])
  },
)

test("the exports that a program can use are those that the sources have", async () => {
  const values = new Set(["class", "function", "const"])
  const [root] = entries
  const told = root?.exports.filter(({ kind, typeOnly }) => values.has(kind) && !typeOnly).map(({ name }) => name)
  expect(told?.sort()).toEqual(Object.keys(assay).sort())
})

test("equal sources give equal pages, and links lead somewhere", () => {
  expect(renderReference(describeEntries(entryPoints()))).toBe(page)
  const slugs = new Set(page.match(/^#+ .*$/gm)?.map((heading) => heading.replace(/^#+ /, "").toLowerCase()))
  const links = [...page.matchAll(/\]\(#(.*?)\)/g)].map(([, link]) => link!)
  expect(links.length).toBeGreaterThan(20)
  expect(links.filter((link) => !slugs.has(link.replace(/-\d+$/, "")))).toEqual([])
  expect(page).not.toMatch(/\{@|@internal/)
})

/** Every `@example` of the sources: the file, the line, and the code. */
const examples = (readdirSync("src", { recursive: true, encoding: "utf8" }) as string[])
  .filter((file) => file.endsWith(".ts"))
  .sort()
  .flatMap((file) => {
    const text = readFileSync(join("src", file), "utf8")
    return [...text.matchAll(/@example([\s\S]*?)(?=\n\s*\*\/|\n\s*\* @)/g)].map(({ 1: code = "", index }) => {
      const line = text.slice(0, index).split("\n").length
      return [`${file}:${line}`, code.replaceAll(/^ *\* ?/gm, "").trim()] as const
    })
  })

test("there are examples to run", () => expect(examples.length).toBeGreaterThan(8))

const before = `version: "1.1"\nsequences:\n  - { type: before, first: Search, then: Create }\n`
const policy = assay.Policy.parse(before)
const report = new coverage.CoverageAnalyzer(policy).analyze([["Search"]])

/** What an example may speak of besides what it imports: all of its own file and folder. */
async function scopeOf(file: string): Promise<Readonly<Record<string, unknown>>> {
  const doors = [join(dirname(file), "index.ts"), file].filter((path) => existsSync(join("src", path)))
  const modules = await Promise.all(doors.map((path) => import(join(process.cwd(), "src", path))))
  const at = await folder({ "policy.yaml": before, "traces/a.jsonl": '["Search"]\n' })
  const onDisk = {
    loadPolicy: (path: string) => files.loadPolicy(at(path)),
    readTraces: (paths: readonly string[]) => files.readTraces(paths.map(at)),
  }
  const bytes = policy.toBytes()
  return { ...assay, ...Object.assign({}, ...modules), ...(file.startsWith("node/") && onDisk), policy, report, bytes }
}

test.each(examples)("the example of %s does what it says", async (place, code) => {
  const { expected, got } = await runExample(code, await scopeOf(place.replace(/:.*/, "")))
  expect(got).toEqual(expected)
})
