import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { diagnostic } from "../../../../src/diagnostic/index.ts"
import { Policy } from "../../../../src/index.ts"
import { renderSarif } from "../../../../src/report/machine/sarif.ts"
import type { Evaluation, RunReport } from "../../../../src/report/run-report.ts"
import { Tally } from "../../../../src/report/tally.ts"
import { expectGolden } from "../../../golden/compare.ts"
import { goldenPolicy, goldenRun, runOver } from "../../../golden/run.ts"
import { sarifErrors } from "../../../schemas/official.ts"
import { hostileRun } from "./hostile-runs.ts"

interface Location {
  readonly physicalLocation?: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string }
    readonly region?: { readonly startLine: number; readonly endLine?: number; readonly endColumn?: number }
  }
  readonly message?: { readonly text: string }
}
interface Result {
  readonly ruleId: string
  readonly ruleIndex: number
  readonly kind: string
  readonly level: string
  readonly message: { readonly text: string }
  readonly locations?: readonly Location[]
  readonly relatedLocations?: readonly Location[]
  readonly codeFlows?: readonly {
    readonly threadFlows: readonly { readonly locations: readonly { location: Location; importance: string }[] }[]
  }[]
  readonly partialFingerprints?: { readonly "policyTrace/v1": string }
  readonly properties?: { readonly calls: readonly string[] }
}
interface Notification {
  readonly level: string
  readonly message: { readonly text: string }
  readonly descriptor?: { readonly id: string }
  readonly locations?: readonly Location[]
}
interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly { id: string; properties?: { tags: string[] } }[] } }
  readonly invocations: readonly {
    readonly executionSuccessful: boolean
    readonly endTimeUtc?: string
    readonly toolExecutionNotifications?: readonly Notification[]
  }[]
  readonly results: readonly Result[]
}

const options = { version: "1.2.3" }
const sarif = (run: RunReport): Run => (JSON.parse(renderSarif(run, options)) as { runs: [Run] }).runs[0]

function stringsOf(json: string): string[] {
  const strings: string[] = []
  JSON.parse(json, (_, value: unknown) => {
    if (typeof value === "string") strings.push(value)
  })
  return strings
}

const policyText = `version: "1.1"
sequences:
  - id: one
    type: max_calls
    tool: A
    max: 1
    severity: warning
  - { id: no-b, type: before, first: C, then: B }
  - { id: idle, type: never_after, trigger: Never, forbidden: B }
`
const policy = Policy.parse(policyText)
const over = (traces: Readonly<Record<string, string>>, file = "p.yaml"): RunReport =>
  runOver(policy, policyText, file, traces)

test("the golden run", () => {
  const text = renderSarif(goldenRun(), options)
  expect(sarifErrors(text)).toEqual([])
  expectGolden("check.sarif", text)
})

test("the official schema is one that refuses", () => {
  const text = renderSarif(goldenRun(), options)
  expect(sarifErrors(text.replace('"kind": "fail"', '"kind": "failed"'))).not.toEqual([])
  expect(sarifErrors(text.replace('"columnKind"', '"columnKinds"'))).not.toEqual([])
  expect(sarifErrors(text.replace('"uri": "traces/week%201.jsonl"', '"uri": "traces/week 1.jsonl"'))).not.toEqual([])
})

test("is valid by the official schema, whatever the names are, and its results refer to its rules", () => {
  fc.assert(
    fc.property(hostileRun, fc.boolean(), (run, timed) => {
      const text = renderSarif(run, timed ? { ...options, now: new Date(0) } : options)
      expect(sarifErrors(text)).toEqual([])
      expect(stringsOf(text).filter((value) => /\p{Cs}/u.test(value))).toEqual([])
      const [{ tool, results, invocations }] = (JSON.parse(text) as { runs: [Run] }).runs
      for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId)
      for (const { id } of tool.driver.rules) expect(id.length).toBeLessThanOrEqual(255)
      const wrong = [...run.diagnostics, ...run.evaluations.flatMap(({ verdict }) => verdict.diagnostics)]
      expect(invocations[0]?.executionSuccessful).toBe(wrong.every(({ severity }) => severity !== "error"))
      expect(text).toBe(renderSarif(run, timed ? { ...options, now: new Date(0) } : options))
    }),
    { numRuns: 150 },
  )
})

describe("results", () => {
  test("a violation stands at its rule, with the calls that matter on their line, the deciding one marked", () => {
    const { results } = sarif(over({ "t/a b.jsonl": '{"tools":["C"]}\n{"tools":["A","X","A"]}\n' }))
    const found = results.find(({ ruleId }) => ruleId === "one")
    expect(found).toMatchObject({ kind: "fail", level: "warning" })
    expect(found?.locations?.[0]?.physicalLocation).toMatchObject({
      artifactLocation: { uri: "p.yaml", uriBaseId: "%SRCROOT%" },
      region: { startLine: 3 },
    })
    const flow = found?.codeFlows?.[0]?.threadFlows[0]?.locations ?? []
    expect(flow.map(({ importance }) => importance)).toEqual(["important", "essential"])
    expect(flow.map(({ location }) => location.message?.text)).toEqual(["Call 0: A", "Call 2: A"])
    expect(flow[0]?.location.physicalLocation).toMatchObject({
      artifactLocation: { uri: "t/a%20b.jsonl" },
      region: { startLine: 2 },
    })
    expect(found?.relatedLocations).toHaveLength(2)
  })

  test("one for each rule that no trace exercised, none for a rule that some trace did", () => {
    const { results } = sarif(over({ "a.jsonl": '{"tools":["C","B"]}\n{"tools":["X"]}\n' }))
    expect(results.map(({ ruleId, kind, level }) => [ruleId, kind, level])).toEqual([["idle", "notApplicable", "none"]])
  })

  test("an undetermined rule is open, and then not called inapplicable", () => {
    const run = over({ "a.jsonl": '{"tools":["X"]}\n{"tools":["X"]}\n' })
    const [first, second] = run.evaluations as [Evaluation, Evaluation]
    const rules = first.verdict.rules.map((rule) => (rule.id === "idle" ? { ...rule, outcome: "undetermined" } : rule))
    const open = { ...first, verdict: { ...first.verdict, rules, undetermined: 1 } } as Evaluation
    for (const evaluations of [
      [open, second],
      [second, open],
    ]) {
      const tally = new Tally()
      for (const { verdict } of evaluations) tally.add(verdict)
      const { results } = sarif({ ...run, evaluations, counts: tally.counts() })
      expect(results.map(({ ruleId, kind, level }) => [ruleId, kind, level])).toEqual([
        ["idle", "open", "none"],
        ["no-b", "notApplicable", "none"],
      ])
    }
  })

  test("fingerprints name the rule and the tools, not ids, arguments or places", () => {
    const print = (line: string, id = "no-b"): string | undefined =>
      sarif(over({ "a.jsonl": `${line}\n` })).results.find(({ ruleId }) => ruleId === id)?.partialFingerprints?.[
        "policyTrace/v1"
      ]
    const first = print('{"id":"s-1","calls":[{"tool":"B","args":{"x":1}},{"tool":"A"},{"tool":"A"}]}')
    expect(first).toMatch(/^[0-9a-f]{32}$/)
    expect(print('\n{"id":"s-2","tools":["B","A","A"]}')).toBe(first)
    expect(print('{"tools":["B","A","A","A"]}')).not.toBe(first)
    expect(print('{"tools":["B","A","A"]}', "one")).not.toBe(first)
  })

  test("where the rule has no place, the trace is the place", () => {
    const compiled = Policy.fromBytes(policy.toBytes())
    const run = runOver(compiled, "", "p.bin", { "a.jsonl": '{"tools":["B"]}\n' })
    const found = sarif(run).results.find(({ kind }) => kind === "fail")
    expect(found?.locations?.[0]?.physicalLocation?.artifactLocation.uri).toBe("a.jsonl")
  })

  test("standard input is no artifact", () => {
    const { results } = sarif(over({ "-": '{"tools":["B"]}\n' }, "-"))
    const found = results.find(({ kind }) => kind === "fail")
    expect(found?.locations).toBeUndefined()
    expect(found?.codeFlows).toBeUndefined()
    expect(found?.properties?.calls).toEqual(["Call 0: B"])
  })

  test("an embedded link or placeholder is no part of a message that holds names", () => {
    const text = 'version: "1.1"\nsequences:\n  - { type: require, tool: "[x](http://e) {0}" }\n'
    const { results } = sarif(runOver(Policy.parse(text), text, "p.yaml", { "a.jsonl": '{"tools":["B"]}\n' }))
    expect(results[0]?.message.text).toContain("\\[x\\](http://e) {{0}}")
  })
})

describe("places", () => {
  test.each([
    ["a b/ü#?%.yaml", "a%20b/%C3%BC%23%3F%25.yaml", "%SRCROOT%"],
    ["./p.yaml", "p.yaml", "%SRCROOT%"],
    ["../p.yaml", "../p.yaml", "%SRCROOT%"],
    ["a:b", "a%3Ab", "%SRCROOT%"],
    ["/abs/p q.yaml", "file:///abs/p%20q.yaml", undefined],
    ["C:\\dir\\p q.yaml", "file:///C:/dir/p%20q.yaml", undefined],
    ["dir\\p.yaml", "dir/p.yaml", "%SRCROOT%"],
    ["\\\\host\\share\\p.yaml", "file://host/share/p.yaml", undefined],
    ["\ud800.yaml", "%EF%BF%BD.yaml", "%SRCROOT%"],
  ])("%s", (file, uri, uriBaseId) => {
    const { results } = sarif(over({ "a.jsonl": '{"tools":["B"]}\n' }, file))
    expect(results[0]?.locations?.[0]?.physicalLocation?.artifactLocation).toEqual(
      uriBaseId ? { uri, uriBaseId } : { uri },
    )
  })
})

describe("the invocation", () => {
  test("what cannot be read is a notification at its place, and the run was no success", () => {
    const { invocations } = sarif(over({ "a.jsonl": '{"tools":["C"]}\n{"too\n' }))
    expect(invocations[0]?.executionSuccessful).toBe(false)
    expect(invocations[0]?.toolExecutionNotifications).toMatchObject([
      {
        level: "error",
        descriptor: { id: "invalid-json" },
        locations: [{ physicalLocation: { artifactLocation: { uri: "a.jsonl" }, region: { startLine: 2 } } }],
      },
    ])
  })

  test("time only where a clock was given", () => {
    const run = over({ "a.jsonl": '{"tools":["C"]}\n' })
    expect(sarif(run).invocations).toEqual([{ executionSuccessful: true }])
    const text = renderSarif(run, { ...options, now: new Date(Date.UTC(2026, 0, 2, 3, 4, 5)) })
    expect((JSON.parse(text) as { runs: [Run] }).runs[0].invocations[0]?.endTimeUtc).toBe("2026-01-02T03:04:05.000Z")
  })

  test("notifications are bounded", () => {
    const run = over({ "a.jsonl": '{"tools":["C"]}\n' })
    const diagnostics = Array.from({ length: 3000 }, () => diagnostic("invalid-call", "x", { severity: "warning" }))
    const [invocation] = sarif({ ...run, diagnostics }).invocations
    expect(invocation?.executionSuccessful).toBe(true)
    expect(invocation?.toolExecutionNotifications).toHaveLength(1001)
    expect(invocation?.toolExecutionNotifications?.[0]?.message.text).toContain("2000")
  })
})

describe("GitHub's limits", () => {
  test("25,000 results: warnings go before errors, and a notification says what is missing", () => {
    const run = over({ "a.jsonl": '{"tools":["A","A"]}\n{"tools":["B"]}\n' })
    const [warned, failed] = run.evaluations as [Evaluation, Evaluation]
    const evaluations = [...Array<Evaluation>(15_000).fill(warned), ...Array<Evaluation>(20_000).fill(failed)]
    const { results, invocations } = sarif({ ...run, evaluations })
    expect(results).toHaveLength(25_000)
    expect(results.filter(({ level }) => level === "error")).toHaveLength(20_000)
    expect(results.filter(({ level }) => level === "warning")).toHaveLength(5_000)
    const [notification] = invocations[0]?.toolExecutionNotifications ?? []
    expect(notification?.level).toBe("warning")
    expect(notification?.message.text).toContain("warnings: 10000, rules not exercised: 1")
  })

  test("a flow has at most 10,000 calls, the offender among them, and 100 related locations", () => {
    const run = over({ "a.jsonl": `${JSON.stringify({ tools: Array(30_000).fill("A") })}\n` })
    const [evaluation] = run.evaluations as [Evaluation]
    const [violation] = evaluation.verdict.violations
    const calls = Array.from({ length: 30_000 }, (_, index) => index)
    const long = { ...violation!, call: 29_999, calls }
    const verdict = { ...evaluation.verdict, violations: [long] }
    const found = sarif({ ...run, evaluations: [{ ...evaluation, verdict }] }).results[0]
    const flow = found?.codeFlows?.[0]?.threadFlows[0]?.locations ?? []
    expect(flow).toHaveLength(9_999)
    expect(flow.at(-1)).toMatchObject({ importance: "essential", location: { message: { text: "Call 29999: A" } } })
    expect(found?.relatedLocations).toHaveLength(100)
    expect(found?.relatedLocations?.at(-1)?.message?.text).toBe("Call 29999: A")
  })

  test("a rule has its type as its only tag", () => {
    const { tool } = sarif(runOver(Policy.parse(goldenPolicy), goldenPolicy, "p.yaml", { "a.jsonl": '["Close"]\n' }))
    expect(tool.driver.rules.map(({ properties }) => properties?.tags)).toContainEqual(["before"])
    for (const { properties } of tool.driver.rules) expect(properties?.tags).toHaveLength(1)
  })
})
