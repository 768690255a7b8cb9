import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { policyCodes } from "../../../src/diagnostic/index.ts"
import { checkPolicy } from "../../../src/policy/index.ts"

const page = (name: string): string => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), "utf8")
const withVersion = (text: string): string => (text.includes("version:") ? text : `version: "1.1"\n${text}`)

/** The first YAML block below a heading. */
function example(text: string, heading: string): string | undefined {
  const section = text.split(`\n### ${heading}\n`)[1]?.split(/\n##+ /)[0]
  return section?.match(/```yaml\n([\s\S]*?)```/)?.[1]
}

test.each(policyCodes)("the example of %s is one", (code) => {
  const text = example(page("diagnostics.md"), code)
  const withoutExample = ["empty-document", "too-many-states", "too-many-conditions", "schema-too-large"]
  if (text === undefined) expect(withoutExample).toContain(code)
  else if (code !== "too-large")
    expect(new Set(checkPolicy(withVersion(text)).diagnostics.map((d) => d.code))).toEqual(new Set([code]))
})

test("the policies of the language page are read", () => {
  const text = page("policy.md")
  const blocks = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block = ""]) => block)
  const rules = [...text.matchAll(/^`(\{type: [^`]*\})`/gm)].map(([, rule = ""]) => `sequences: [${rule}]`)
  expect(rules).toHaveLength(8)
  for (const policy of [...blocks, ...rules]) expect(checkPolicy(withVersion(policy)).diagnostics).toEqual([])
})
