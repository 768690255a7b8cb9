import { stripVTControlCharacters } from "node:util"
import { describe, expect, test } from "vitest"
import type { RuleChange } from "../../../src/explain/index.ts"
import { Policy } from "../../../src/index.ts"
import { ansiPaint, plainPaint } from "../../../src/report/paint.ts"
import { ChangeRenderer } from "../../../src/report/terminal/changes.ts"
import { textWidth } from "../../../src/report/text.ts"

const verdict = Policy.parse('version: "1.1"\n').evaluate([])
const plain = { paint: plainPaint, width: 80, verbose: false }

function lines(changes: readonly RuleChange[], page = plain): string[] {
  return new ChangeRenderer(page, verdict, 2, [{ call: 0, tool: "t", changes }]).render(changes)
}

function waiting(rule: string, tool: string): RuleChange {
  return { rule, from: "idle", to: "waiting", offends: false, waits: `waits for \`${tool}\` within 12 calls` }
}

function read(rule: string): RuleChange {
  return { rule, from: "idle", to: "idle", offends: false }
}

describe("what a rule waits for", () => {
  test("stands beside the state where it fits, else on a line of its own", () => {
    expect(lines([waiting("short", "tell")])).toEqual([
      "        short  idle → waiting, waits for `tell` within 12 calls",
    ])
    expect(lines([waiting("a-rule-with-a-longer-name", "tell_customer")])).toEqual([
      "        a-rule-with-a-longer-name  idle → waiting",
      "                                   waits for `tell_customer` within 12 calls",
    ])
  })

  test.each([40, 60, 80, 100])("is whole at %d columns, with the bound", (width) => {
    for (const paint of [plainPaint, ansiPaint]) {
      const output = lines([waiting("a-rule-whose-name-is-really-long", "tell_the_customer_of_it")], {
        ...plain,
        width,
        paint,
      })
      const bare = output.map((line) => stripVTControlCharacters(line))
      for (const line of bare) expect(textWidth(line)).toBeLessThanOrEqual(width)
      expect(bare.join(" ").replaceAll(/\s+/g, " ")).toContain("waits for `tell_the_customer_of_it` within 12 calls")
    }
  })

  test("keeps the bound of an endless name, in a few lines", () => {
    const output = lines([waiting("r", "x".repeat(10_000))])
    expect(output.length).toBeLessThanOrEqual(6)
    expect(output.join(" ").replaceAll(/\s+/g, " ")).toMatch(/waits for .* … .*within 12 calls/)
  })
})

describe("rules that stayed", () => {
  const many = Array.from({ length: 9 }, (_, index) => read(`some-longer-rule-${index}`))

  test("are named where the names fit, else counted, and all named when asked", () => {
    expect(lines([read("a"), read("b")])).toEqual(["        unchanged: a, b"])
    expect(lines(many)).toEqual(["        unchanged: 9 rules"])
    const all = lines(many, { ...plain, verbose: true })
    for (const line of all) expect(textWidth(line)).toBeLessThanOrEqual(80)
    for (const { rule } of many) expect(all.join(" ")).toContain(rule)
  })
})
