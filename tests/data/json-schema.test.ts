import { readdirSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, test } from "vitest"
import { CHECK_NO, CHECK_YES } from "../../assembly/check/schema-abi.ts"
import * as assay from "../../src/index.ts"
import { schemaCheck } from "../../src/schema/index.ts"
import { runSchemas } from "../conformance/run-schemas.mjs"
import { builds } from "../unit/schema/compiled.ts"
import { Judge } from "../unit/schema/judge.ts"
import { exclusions, refusedInPolicies } from "./json-schema-exclusions.mjs"

interface Group {
  readonly description: string
  readonly schema: unknown
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[]
}

const data = resolve(process.env.ASSAY_DATA ?? resolve(import.meta.dirname, "../../../shared/data"))
const folder = resolve(data, "json-schema-test-suite/draft2020-12")
const files = readdirSync(folder).sort()
const groups = files.flatMap((file) =>
  (JSON.parse(readFileSync(resolve(folder, file), "utf8")) as Group[]).map((group) => ({ file, group })),
)
const exclusionOf = (file: string, { description }: Group) =>
  exclusions.find((exclusion) => exclusion.file === file && exclusion.group === description)

test("the suite is there: 37 files, 858 cases", () => {
  expect(files.length).toBe(37)
  expect(groups.reduce((sum, { group }) => sum + group.tests.length, 0)).toBe(858)
})

test("what is excluded is refused, and says why; nothing else is", () => {
  const refused = groups.flatMap(({ file, group }) => {
    const { problems } = schemaCheck(group.schema)
    const [first] = problems
    if (first === undefined) return []
    expect(problems.map(({ code }) => code)).toEqual(["unsupported-schema"])
    return [{ file, group: group.description, keyword: first.pointer.split("/").at(-1) }]
  })
  const order = (list: readonly { file: string; group: string }[]) =>
    [...list].sort((a, b) => (a.file + a.group < b.file + b.group ? -1 : 1))
  expect(order(refused)).toEqual(order(exclusions))
})

describe.each(builds)("the JSON Schema Test Suite (%s)", (build) => {
  test.each(files)("%s", (file) => {
    for (const { group } of groups.filter((entry) => entry.file === file)) {
      if (exclusionOf(file, group) !== undefined) continue
      const { check } = schemaCheck(group.schema)
      const judge = new Judge(build, check === undefined ? [] : [check])
      for (const { description, data: value, valid } of group.tests) {
        const found = judge.judge(JSON.stringify(value))
        const place = `${file}: ${group.description}: ${description}`
        expect([place, found]).toEqual([place, valid ? CHECK_YES : CHECK_NO])
      }
    }
  })
})

test("policies judge the suite, from objects and from bytes, as every runtime of the matrix does", () => {
  const suite = Object.fromEntries(
    files.map((file) => [file, groups.filter((entry) => entry.file === file).map(({ group }) => group)]),
  )
  const { passed, failures } = runSchemas(assay, { suite, exclusions: [...exclusions, ...refusedInPolicies] })
  expect(failures).toEqual([])
  expect(passed).toBe(858)
})
