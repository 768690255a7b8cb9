import { readdirSync, readFileSync } from "node:fs"
import { dirname, join, normalize } from "node:path"
import { expect, test } from "vitest"
import {
  baselineCodes,
  coverageCodes,
  policyCodes,
  runCodes,
  stateCodes,
  traceCodes,
} from "../../src/diagnostic/index.ts"

/** Folders of src in the order of the data; each may import what stands before it, and nothing else. */
const order = [
  "diagnostic",
  "regex",
  "schema",
  "policy",
  "program",
  "core",
  "trace",
  "verdict",
  "judge",
  "guard",
  "explain",
  "coverage",
  "baseline",
  "report",
]
const doors = ["index.ts", "guard-entry.ts", "report-entry.ts", "jobs-entry.ts", "worker-entry.ts"]
const later = ["node", "cli"]

const filesIn = (folder: string, ending: RegExp): string[] =>
  (readdirSync(folder, { recursive: true, encoding: "utf8" }) as string[])
    .filter((file) => ending.test(file) && !/generated|node_modules/.test(file))
    .map((file) => join(folder, file).replaceAll("\\", "/"))

const read = (file: string): string => readFileSync(file, "utf8")
const sources = [...filesIn("src", /\.ts$/), ...filesIn("assembly", /\.ts$/), ...filesIn("web-demo", /\.ts$/)]

test("imports follow the data: policy, program, core, record, projection", () => {
  const rank = (part: string): number => [...order, ...doors, ...later].indexOf(part)
  const wrong = filesIn("src", /\.ts$/).flatMap((file) => {
    const [, part = ""] = file.split("/")
    const targets = [...read(file).matchAll(/from "(\.[^"]+)"/g)].map(([, path]) =>
      normalize(join(dirname(file), path!)).replaceAll("\\", "/"),
    )
    const parts = targets.filter((path) => path.startsWith("src/")).map((path) => path.split("/")[1]!)
    return parts.filter((target) => rank(target) > rank(part) || rank(target) < 0).map((target) => `${file}: ${target}`)
  })
  expect(wrong).toEqual([])
})

test("core knows no policies, policy no traces, trace no policies, and node: stays in cli and node", () => {
  const forbids: [folder: string, imports: RegExp][] = [
    ["src/core", /from "\.\.\/(?!\.\.\/assembly)/],
    ["src/regex", /from "\.\.\/(?!\.\.\/assembly|diagnostic)/],
    ["src/schema", /from "\.\.\/(?!\.\.\/assembly|diagnostic|regex)/],
    ["src/policy", /from "\.\.\/(?!diagnostic|regex|schema)/],
    ["src/trace", /from "\.\.\/(\.\.\/)?(?!\.\.\/|diagnostic|[a-z-]+\.ts)/],
  ]
  const wrong = forbids.flatMap(([folder, imports]) =>
    filesIn(folder, /\.ts$/).filter((file) => imports.test(read(file))),
  )
  const shipped = sources.filter((file) => !/^src\/(cli|node)\/|\.config\.ts$/.test(file))
  const node = shipped.filter((file) => /from "node:/.test(read(file)))
  expect([...wrong, ...node]).toEqual([])
})

test("files and functions are short", () => {
  const long = sources.flatMap((file) => {
    const lines = read(file).split("\n")
    const functions = lines.flatMap((line, at) => {
      if (!/^\s*(export |static |private |async |override )*(function\*? |#?[a-zA-Z]+\().*\{$/.test(line)) return []
      if (/^\s*(if|for|while|switch|super)\b/.test(line)) return []
      const indent = line.length - line.trimStart().length
      const length = lines.slice(at).indexOf(`${" ".repeat(indent)}}`)
      return length > 45 ? [`${file}:${at + 1} ${length} lines`] : []
    })
    return lines.length > 350 ? [...functions, `${file} ${lines.length} lines`] : functions
  })
  expect(long).toEqual([])
})

test.each([...policyCodes, ...traceCodes, ...stateCodes, ...runCodes, ...coverageCodes, ...baselineCodes])(
  "%s has an anchor in the docs and a case in the tests",
  (code) => {
    expect(read("docs/diagnostics.md")).toMatch(new RegExp(`^### \`?${code}\`?$`, "m"))
    const tests = filesIn("tests", /\.(ts|mjs|yaml)$/).filter((file) => !file.endsWith("house.test.ts"))
    expect(tests.some((file) => read(file).includes(code))).toBe(true)
  },
)
