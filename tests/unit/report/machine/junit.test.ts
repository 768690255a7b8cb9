import fc from "fast-check"
import { XmlDocument, type XmlElement } from "libxml2-wasm"
import { describe, expect, test } from "vitest"
import { diagnostic } from "../../../../src/diagnostic/index.ts"
import { Policy } from "../../../../src/index.ts"
import { renderJUnit } from "../../../../src/report/machine/junit.ts"
import { xmlAttribute, xmlText } from "../../../../src/report/machine/xml.ts"
import type { RunReport } from "../../../../src/report/run-report.ts"
import { expectGolden } from "../../../golden/compare.ts"
import { goldenRun, runOver } from "../../../golden/run.ts"
import { junitErrors } from "../../../schemas/official.ts"
import { hostileRun, hostileText } from "./hostile-runs.ts"

const options = { version: "1.2.3" }

interface Case {
  readonly classname: string
  readonly name: string
  /** The elements in the case, in order. */
  readonly says: readonly string[]
  readonly text: string
}

/** The suite's attributes and its cases, as an XML parser reads them. */
function parsed(xml: string): { suite: Readonly<Record<string, string>>; cases: readonly Case[]; types: string[] } {
  const document = XmlDocument.fromString(xml)
  const attribute = (element: XmlElement, name: string): string => element.attr(name)?.content ?? ""
  try {
    const suite = document.get("/testsuites/testsuite") as XmlElement
    const cases = document.find("//testcase").map((node) => {
      const element = node as XmlElement
      const says = element.find("./*").map((child) => (child as XmlElement).name)
      const [classname, name] = [attribute(element, "classname"), attribute(element, "name")]
      return {
        classname,
        name,
        says,
        text: element
          .find("./*")
          .map(({ content }) => content)
          .join("\n"),
      }
    })
    const types = document.find("//failure | //error").map((node) => attribute(node as XmlElement, "type"))
    return { suite: Object.fromEntries(suite.attrs.map(({ name, content }) => [name, content])), cases, types }
  } finally {
    document.dispose()
  }
}

const policyText = `version: "1.1"
name: shop
sequences:
  - { id: one, type: max_calls, tool: A, max: 1, severity: warning }
  - { id: no-b, type: before, first: C, then: B, message: "C comes first." }
`
const over = (traces: Readonly<Record<string, string>>, partial?: ReadonlySet<string>): RunReport =>
  runOver(Policy.parse(policyText), policyText, "p.yaml", traces, partial)

test("the golden run", () => {
  const text = renderJUnit(goldenRun(), options)
  expect(junitErrors(text)).toEqual([])
  expectGolden("check.junit.xml", text)
})

test("the schema is one that refuses", () => {
  const text = renderJUnit(goldenRun(), options)
  expect(junitErrors(text.replace("<skipped>", '<skipped message="x">'))).not.toEqual([])
  expect(junitErrors(text.replace("</testsuites>", ""))).not.toEqual([])
})

test("is valid whatever the names are, holds no DTD, and its sums are those of its cases", () => {
  fc.assert(
    fc.property(hostileRun, fc.boolean(), (run, timed) => {
      const xml = renderJUnit(run, timed ? { ...options, now: new Date(0) } : options)
      expect(junitErrors(xml)).toEqual([])
      expect(xml).not.toMatch(/<!|<\?(?!xml )/)
      const { suite, cases } = parsed(xml)
      const having = (what: string): string => String(cases.filter(({ says }) => says.includes(what)).length)
      expect(suite).toMatchObject({
        tests: String(cases.length),
        failures: having("failure"),
        errors: having("error"),
        skipped: having("skipped"),
      })
      expect("timestamp" in suite).toBe(timed)
    }),
    { numRuns: 150 },
  )
})

test("text and attributes come back from a parser as they were, but for what XML cannot hold", () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const document = XmlDocument.fromString(`<a b="${xmlAttribute(text)}">${xmlText(text)}</a>`)
      const held = text.replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
      expect(document.root.attr("b")?.content).toBe(held)
      expect(document.root.content).toBe(held)
      document.dispose()
    }),
  )
})

describe("cases", () => {
  const files = { "a.jsonl": '{"id":"x","tools":["B","A","A"]}\n{"tools":["C"]}\n{"tool\n' }
  const { suite, cases, types } = parsed(renderJUnit(over(files), options))
  const at = (classname: string, name: string): Case | undefined =>
    cases.find((each) => each.classname === classname && each.name === name)

  test("the suite is the policy, a case is a trace and a rule", () => {
    expect(suite).toEqual({ name: "shop", tests: "5", failures: "1", errors: "1", skipped: "1" })
    expect(cases.map(({ classname, name }) => `${classname} ${name}`)).toEqual([
      "x one",
      "x no-b",
      "a.jsonl:2 one",
      "a.jsonl:2 no-b",
      "a.jsonl:3 readable",
    ])
  })

  test("a violation fails, with the calls that matter, the message and the places", () => {
    expect(at("x", "no-b")?.says).toEqual(["failure"])
    expect(at("x", "no-b")?.text.split("\n")).toEqual([
      expect.stringContaining("Call 0"),
      "> call 0  B",
      "Message: C comes first.",
      "Rule: p.yaml:5",
      "Trace: a.jsonl:1",
    ])
    expect(types).toEqual(["before", "invalid-json"])
  })

  test("a warning prints and does not fail", () => {
    expect(at("x", "one")?.says).toEqual(["system-out"])
    expect(at("x", "one")?.text).toContain("> call 2  A")
  })

  test("what was not exercised, or is pending or undetermined, is skipped; held vacuously says so", () => {
    expect(at("a.jsonl:2", "no-b")?.says).toEqual(["skipped"])
    expect(at("a.jsonl:2", "one")?.text).toContain("vacuously")
    const text = 'version: "1.1"\nsequences:\n  - { type: require, tool: B }\n'
    const run = runOver(Policy.parse(text), text, "p.yaml", { "a.jsonl": '["A"]\n' }, new Set(["a.jsonl"]))
    expect(parsed(renderJUnit(run, options)).cases.map(({ says, text: told }) => [says, told.split(":")[0]])).toEqual([
      [["skipped"], "Pending"],
    ])
    const [evaluation] = run.evaluations
    const rules = evaluation!.verdict.rules.map((rule) => ({ ...rule, outcome: "undetermined" as const }))
    const open = { ...run, evaluations: [{ ...evaluation!, verdict: { ...evaluation!.verdict, rules } }] }
    expect(parsed(renderJUnit(open, options)).suite).toMatchObject({ skipped: "1", failures: "0" })
  })

  test("traces that share an id are told apart by their places", () => {
    const run = over({ "a.jsonl": '{"id":"x","tools":["A"]}\n{"id":"x","tools":["A"]}\n{"id":"y","tools":["A"]}\n' })
    const names = new Set(parsed(renderJUnit(run, options)).cases.map(({ classname }) => classname))
    expect([...names]).toEqual(["x (a.jsonl:1)", "x (a.jsonl:2)", "y"])
  })

  test("what is wrong with the run itself is an error; warnings go to the suite's system-err", () => {
    const run = over({})
    const diagnostics = [diagnostic("no-traces", "Nothing."), diagnostic("usage", "Odd.", { severity: "warning" })]
    const xml = renderJUnit({ ...run, diagnostics }, options)
    expect(junitErrors(xml)).toEqual([])
    expect(parsed(xml).cases).toMatchObject([{ classname: "run", name: "no-traces", says: ["error"] }])
    expect(xml).toContain("<system-err>usage: Odd.</system-err>")
  })

  test("many calls are cut to the first ones and the offender", () => {
    const text = 'version: "1.1"\nsequences:\n  - { type: max_calls, tool: A, max: 90 }\n'
    const trace = `${JSON.stringify({ tools: Array(91).fill("A") })}\n`
    const xml = renderJUnit(runOver(Policy.parse(text), text, "p.yaml", { "a.jsonl": trace }), options)
    const lines = parsed(xml).cases[0]?.text.split("\n") ?? []
    expect(lines.filter((line) => line.includes(" call "))).toHaveLength(20)
    expect(lines.slice(-4, -2)).toEqual(["  … 71 more", "> call 90  A"])
  })

  test("a timestamp only where a clock was given", () => {
    const xml = renderJUnit(over(files), { ...options, now: new Date(Date.UTC(2026, 0, 2, 3, 4, 5)) })
    expect(parsed(xml).suite.timestamp).toBe("2026-01-02T03:04:05")
    expect(xml).not.toContain(" time=")
  })
})
