import { describe, expect, test } from "vitest"
import { Baseline, baselineDiffToJSON } from "../../../../src/baseline/index.ts"
import { CoverageAnalyzer, coverageToJSON, Policy, TraceExplainer } from "../../../../src/index.ts"
import { summaryRecord, verdictRecord } from "../../../../src/report/json.ts"
import type { RunReport } from "../../../../src/report/run-report.ts"
import { readTraces, type TraceInput } from "../../../../src/trace/index.ts"
import { goldenPolicy, goldenRun, goldenTraces } from "../../../golden/run.ts"
import { schemaErrors, schemaNames } from "../../../schemas/own.ts"
import { assay, folder, jsonl, policy, traces } from "../../cli/command.ts"

type Json = Readonly<Record<string, unknown>>

const golden = Policy.parse(goldenPolicy)
const readable: readonly TraceInput[] = Object.entries(goldenTraces).flatMap(([filename, text]) =>
  readTraces(text, { filename }).traces.flatMap(({ trace }) => trace ?? []),
)

function records({ evaluations }: RunReport): Json[] {
  return evaluations.map(({ verdict, place }) => verdictRecord(verdict, place))
}

/** As the files are meant to be read: whatever a writer may add belongs into the schema first. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

/** Documents that differ from a valid one by a key that nobody knows, in each of its objects in turn. */
function* withStrangers(document: unknown): Generator<unknown> {
  const copy = plain(document)
  const objects: Record<string, unknown>[] = []
  JSON.stringify(copy, (_, value: unknown) => {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      objects.push(value as Record<string, unknown>)
    }
    return value
  })
  for (const object of objects) {
    object.stranger = 1
    yield copy
    delete object.stranger
  }
}

function expectExact(schema: string, document: unknown): void {
  expect(schemaErrors(schema, plain(document))).toEqual([])
  for (const strange of withStrangers(document)) expect(schemaErrors(schema, strange)).not.toEqual([])
}

test("each schema names itself by its file and says what it is of", () => {
  expect(schemaNames).toEqual([
    "baseline-diff.schema.json",
    "check-line.schema.json",
    "check.schema.json",
    "coverage.schema.json",
    "explain.schema.json",
  ])
  for (const name of schemaNames) expect(schemaErrors(name, 7)).not.toEqual([])
})

describe("a check", () => {
  const run = goldenRun()
  const document = {
    schema_version: 1,
    traces: records(run),
    summary: summaryRecord(golden, run.counts),
    diagnostics: run.diagnostics,
  }

  test("of the golden run, with every outcome a trace can have", () => {
    expectExact("check.schema.json", document)
  })

  test("its records are the lines of JSONL", () => {
    for (const record of records(run)) expectExact("check-line.schema.json", record)
  })

  test("missing and wrong members are refused", () => {
    for (const key of Object.keys(document)) {
      expect(schemaErrors("check.schema.json", { ...document, [key]: undefined })).not.toEqual([])
    }
    expect(schemaErrors("check.schema.json", { ...document, schema_version: 2 })).not.toEqual([])
    const [record] = records(run)
    for (const wrong of [{ ok: "yes" }, { calls: -1 }, { extent: "whole" }, { rules: [{}] }, { source: { line: 0 } }]) {
      expect(schemaErrors("check-line.schema.json", plain({ ...record, ...wrong }))).not.toEqual([])
    }
  })

  test("as the command writes it, also where the policy or a trace is broken", async () => {
    const at = await folder({ "p.yaml": policy, "bad.yaml": "version: [", "t.jsonl": `${jsonl(traces)}{"to\n` })
    for (const file of ["p.yaml", "bad.yaml"]) {
      const { stdout } = await assay(["check", "-p", at(file), at("t.jsonl"), "--format", "json"])
      const written = JSON.parse(stdout) as Json
      expect(schemaErrors("check.schema.json", { schema_version: 1, ...written })).toEqual([])
    }
  })
})

test("an explanation has the record of the check, the steps, and each rule before and after", () => {
  const explainer = new TraceExplainer(golden)
  const explained = readable.map((trace) => {
    const { verdict, steps, rules } = explainer.explain(trace)
    const record = verdictRecord(verdict, { file: "a.jsonl", line: 1 })
    const told = (record.rules as readonly Json[]).map((rule) => {
      const { rule: _, ...states } = rules.find(({ rule: id }) => id === rule.id) ?? { rule: "" }
      return { ...rule, ...states }
    })
    return { ...record, rules: told, steps }
  })
  expect(explained.some(({ rules }) => rules.some((rule) => "repairs" in rule))).toBe(true)
  const run = goldenRun()
  const summary = summaryRecord(golden, run.counts)
  const document = { schema_version: 1, traces: explained, summary, diagnostics: [] }
  expectExact("explain.schema.json", document)
  expect(schemaErrors("explain.schema.json", { ...document, traces: records(run) })).not.toEqual([])
})

test("a coverage report", () => {
  const analyzer = new CoverageAnalyzer(golden)
  expectExact("coverage.schema.json", coverageToJSON(analyzer.analyze(readable, { threshold: 80 })))
  const empty = Policy.parse('version: "1.1"\nname: empty\n')
  expectExact("coverage.schema.json", coverageToJSON(new CoverageAnalyzer(empty).analyze([["A"]])))
})

test("a comparison with a baseline, whether the baseline knows anything or not", () => {
  const analyzer = new CoverageAnalyzer(golden)
  const now = analyzer.analyze(readable.slice(1))
  const baseline = Baseline.fromReport(analyzer.analyze(readable))
  expectExact("baseline-diff.schema.json", baselineDiffToJSON(baseline.diff(now)))
  const older = Baseline.parse('{"schema_version": 1, "suite": "s", "assay_version": "1.0.0", "entries": []}')
  expectExact("baseline-diff.schema.json", { baseline: "b.json", ...baselineDiffToJSON(older.diff(now)) })
})
