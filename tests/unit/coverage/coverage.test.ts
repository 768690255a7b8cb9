import fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  CoverageAnalyzer,
  type CoverageReport,
  coverageFromJSON,
  coverageToJSON,
  mergeCoverage,
  Policy,
  Program,
} from "../../../src/index.ts"
import { alphabet, everyRule, listRule, operands, policyText, type TwinRule } from "../../oracle/rules.ts"

const policy = Policy.parse(`
version: "1.1"
name: accounts
aliases: { change: [Create, Update] }
tools: { allow: [Search, change, "search_*"], deny: [Delete, "drop_*"] }
sequences:
  - { type: before, first: Search, then: Create }
  - { type: max_calls, tool: Update, max: 2 }
  - { type: never_after, trigger: Create, forbidden: Purge }
  - { type: blocklist, pattern: Shell }
`)
const analyze = (traces: object[], threshold?: number) =>
  new CoverageAnalyzer(policy).analyze(traces as string[][], threshold === undefined ? {} : { threshold })

describe("coverage", () => {
  test("counts tools, patterns and rules, and takes the mean", () => {
    const report = analyze(
      [
        ["Search", "Create"],
        ["search_web", "Other"],
      ],
      40,
    )
    expect(report).toMatchObject({
      policy: { name: "accounts", version: "1.1", digest: policy.digest },
      traces: 2,
      calls: 4,
      toolCoverage: {
        totalToolsInPolicy: 7,
        toolsSeenInTraces: 3,
        unseenTools: ["Delete", "Purge", "Update", "drop_*"],
        unexpectedTools: ["Other"],
      },
      ruleCoverage: { totalRules: 4, rulesTriggered: 2, coveragePct: 50 },
      threshold: 40,
      meetsThreshold: true,
    })
    expect(report.toolCoverage.coveragePct).toBeCloseTo((100 * 3) / 7)
    expect(report.overallCoveragePct).toBeCloseTo((50 + (100 * 3) / 7) / 2)
    expect(report.ruleCoverage.untriggeredRules).toEqual(["max_calls:Update<=2", "blocklist:Shell"])
  })

  test("an attempt that was denied is seen, and exercises bans alone", () => {
    const denied = { calls: [{ tool: "Delete", status: "denied" }, { tool: "Update", status: "denied" }, "Search"] }
    const report = analyze([denied])
    expect(report).toMatchObject({ calls: 1, attempts: 2 })
    expect(report.toolCoverage.unseenTools).toEqual(["Create", "Purge", "drop_*", "search_*"])
    expect(report.rules.filter(({ triggered }) => triggered).map(({ id }) => id)).toEqual(["allow", "deny"])
    expect(report.rules.find(({ id }) => id === "deny")).toMatchObject({ held: 1, heldVacuously: 0 })
    expect(report.rules.find(({ id }) => id === "max_calls:Update<=2")).toMatchObject({
      heldVacuously: 1,
      triggered: false,
    })
  })

  test("forbidden tools that nobody attempts are high-risk gaps", () => {
    const gaps = (traces: object[]) => analyze(traces).highRiskGaps.map(({ tool }) => tool)
    expect(gaps([["Search"]])).toEqual(["Delete", "Purge", "Shell", "drop_*"])
    expect(gaps([["drop_table", "RunShell"], { calls: [{ tool: "Purge", status: "denied" }] }])).toEqual(["Delete"])
  })

  test("nothing to cover counts 100 and says so; nothing read is an error", () => {
    const bare = new CoverageAnalyzer(Policy.parse('version: "1.1"\ntools: {allow: ["*"]}'))
    const report = bare.analyze([["A"]], { threshold: 100 })
    expect(report).toMatchObject({ overallCoveragePct: 100, meetsThreshold: true })
    expect(report.toolCoverage.unexpectedTools).toEqual([])
    expect(report.diagnostics.map(({ code, severity }) => [code, severity])).toEqual([["vacuous-coverage", "warning"]])
    const none = bare.analyze([])
    expect(none.meetsThreshold).toBe(false)
    expect(none.diagnostics.map(({ code }) => code)).toEqual(["vacuous-coverage", "no-traces"])
  })

  test("a trace that cannot be read is counted apart, with its reasons", () => {
    const report = analyze([["Search"], 7 as never, { tools: [3] as never }])
    expect(report).toMatchObject({ traces: 1, unreadable: 2 })
    expect(report.diagnostics.map(({ code, path }) => [code, path])).toEqual([
      ["unreadable-trace", "/1"],
      ["invalid-call", "/2/tools/0"],
    ])
  })

  test("a threshold that is no percentage is misuse", () => {
    for (const threshold of [-1, 101, Number.NaN]) expect(() => analyze([], threshold)).toThrow(TypeError)
  })

  test("the policy from bytes covers the same, without a version", () => {
    const traces = [["Search", "Create", "Update"], ["Delete"]]
    const { policy: named, ...report } = new CoverageAnalyzer(Program.fromBytes(policy.toBytes())).analyze(traces)
    const { policy: full, ...wanted } = analyze(traces)
    expect(report).toEqual(wanted)
    expect({ ...named, version: "1.1" }).toEqual(full)
  })

  test("names without end take bounded memory, and unexpected tools are told up to a thousand", () => {
    const suite = new CoverageAnalyzer(policy).start()
    for (let i = 0; i < 200; i++) suite.add(Array.from({ length: 1000 }, (_, k) => `x${i * 1000 + k}`))
    const { toolCoverage, calls } = suite.report()
    expect(calls).toBe(200_000)
    expect(toolCoverage.unexpectedTools.length).toBe(1000)
  })
})

/** Section 7, rule by rule, from the names alone. */
function triggeredBy(twin: TwinRule, called: readonly string[], attempted: readonly string[]): boolean {
  const { rule } = twin
  const some = (names: (tool: string) => boolean, tools = called): boolean => tools.some(names)
  switch (rule.type) {
    case "require":
    case "eventually":
    case "max_calls":
      return some(rule.tool)
    case "before":
      return some(rule.then)
    case "after":
    case "never_after":
      return some(rule.trigger)
    case "sequence":
      return rule.tools[0] !== undefined && some(rule.tools[0])
    case "blocklist":
      return some((tool) => tool.includes(rule.pattern), [...called, ...attempted])
    case "deny":
      return some(rule.tools, [...called, ...attempted])
    default:
      return some(rule.tools)
  }
}

const isBan = ({ rule }: TwinRule): boolean => rule.type === "deny" || rule.type === "blocklist"

const lists = operands.flatMap((one) => [listRule("allow", one), listRule("deny", one), listRule("ask", one)])
const drawnPolicy = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom(...everyRule()), { maxLength: 6, selector: ({ id }) => id }),
    fc.uniqueArray(fc.constantFrom(...lists), { maxLength: 3, selector: ({ id }) => id }),
  )
  .map(([rules, few]): TwinRule[] => [
    ...["allow", "deny", "ask"].flatMap((type) => few.filter(({ id }) => id === type)),
    ...rules,
  ])
const drawnCall = fc.record({ tool: fc.constantFrom(...alphabet), denied: fc.boolean() })
const drawnTraces = fc.array(
  fc.record({
    calls: fc.array(drawnCall, { maxLength: 8 }),
    extent: fc.constantFrom("complete" as const, "partial" as const),
  }),
  { minLength: 1, maxLength: 8 },
)
type Drawn = { calls: readonly { tool: string; denied: boolean }[]; extent: "complete" | "partial" }

const traceOf = ({ calls }: Drawn) => ({
  calls: calls.map(({ tool, denied }) => (denied ? { tool, status: "denied" as const } : { tool })),
})

function suiteOf(program: Policy, traces: readonly Drawn[]): CoverageReport {
  const suite = new CoverageAnalyzer(program).start()
  for (const trace of traces) suite.add(traceOf(trace), { extent: trace.extent })
  return suite.report()
}

describe("coverage, as properties", () => {
  test("each rule is triggered as its sentence says, and its outcomes are those of the verdicts", () => {
    fc.assert(
      fc.property(drawnPolicy, drawnTraces, (twins, traces) => {
        const drawn = Policy.parse(policyText(twins))
        const report = suiteOf(drawn, traces)
        const names = (denied: boolean) => traces.flatMap(({ calls }) => calls.filter((call) => call.denied === denied))
        const [called, attempted] = [names(false), names(true)].map((calls) => calls.map(({ tool }) => tool))
        const verdicts = traces.map((trace) => drawn.evaluate(traceOf(trace), { extent: trace.extent }))
        report.rules.forEach((rule, k) => {
          expect(rule.triggered).toBe(triggeredBy(twins[k]!, called!, attempted!))
          const count = (outcome: string, exercised?: boolean) =>
            verdicts.filter(({ rules }, at) => {
              const found = rules[k]!
              const attempted = traces[at]!.calls.filter(({ denied }) => denied).map(({ tool }) => tool)
              const tried = found.exercised || (isBan(twins[k]!) && triggeredBy(twins[k]!, [], attempted))
              return found.outcome === outcome && (exercised === undefined || tried === exercised)
            }).length
          expect(rule).toMatchObject({
            id: verdicts[0]!.rules[k]!.id,
            held: count("held", true),
            heldVacuously: count("held", false),
            violated: count("violated"),
            pending: count("pending"),
            notExercised: count("not_exercised"),
            undetermined: 0,
          })
        })
      }),
      { numRuns: 400 },
    )
  })

  test("parts merge to the whole, in any order, through JSON", () => {
    fc.assert(
      fc.property(drawnPolicy, drawnTraces, fc.nat(), (twins, traces, at) => {
        const drawn = Policy.parse(policyText(twins))
        const cut = at % (traces.length + 1)
        const parts = [traces.slice(cut), traces.slice(0, cut)].map((part) => suiteOf(drawn, part))
        const read = parts.map((part) => coverageFromJSON(JSON.parse(JSON.stringify(coverageToJSON(part)))))
        expect(read.map(({ report }) => report)).toEqual(parts)
        expect(mergeCoverage(parts).report).toEqual(suiteOf(drawn, traces))
      }),
      { numRuns: 300 },
    )
  })
})

describe("coverage from files", () => {
  const json = () => JSON.parse(JSON.stringify(coverageToJSON(analyze([["Search"]])))) as Record<string, unknown>

  test.each<[string, (report: Record<string, unknown>) => unknown]>([
    ["nothing", () => undefined],
    ["a list", () => []],
    ["another version", (report) => ({ ...report, schema_version: 2 })],
    ["a count that is none", (report) => ({ ...report, traces: -1 })],
    ["a percentage that is none", (report) => ({ ...report, overall_coverage_pct: 101 })],
    ["rules without outcomes", (report) => ({ ...report, rules: [{ id: "r" }] })],
  ])("%s is refused", (_, change) => {
    const { report, diagnostics } = coverageFromJSON(change(json()), { filename: "part.json" })
    expect(report).toBeUndefined()
    expect(diagnostics).toMatchObject([{ code: "invalid-report", file: "part.json" }])
  })

  test("reports of different policies do not merge, nor do none", () => {
    const other = new CoverageAnalyzer(Policy.parse('version: "1.1"\ntools: {deny: [A]}')).analyze([["A"]])
    expect(mergeCoverage([analyze([["Search"]]), other]).diagnostics.map(({ code }) => code)).toEqual([
      "foreign-report",
    ])
    expect(mergeCoverage([]).report).toBeUndefined()
    const forged = analyze([["Search"]])
    const short = { ...forged, rules: forged.rules.slice(1) }
    expect(mergeCoverage([forged, short]).diagnostics.map(({ code }) => code)).toEqual(["foreign-report"])
  })
})
