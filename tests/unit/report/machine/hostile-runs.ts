import fc from "fast-check"
import { type Diagnostic, diagnostic, type Range } from "../../../../src/diagnostic/index.ts"
import type { Evaluation, RunReport } from "../../../../src/report/run-report.ts"
import { Tally } from "../../../../src/report/tally.ts"
import type { Trace } from "../../../../src/trace/index.ts"
import type { RuleVerdict, Verdict, Violation } from "../../../../src/verdict/index.ts"

/** Texts that break formats: markup, commands, controls, lone surrogates, what no encoding holds, and noise. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    "",
    "__proto__",
    "constructor",
    "a\r\n::error::forged",
    "%0A,title=x::y",
    "]]></failure><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "\0\x01\x1b[2J\x7f\x9b",
    "\ud800",
    "x\udfff\ud83d",
    "\ufffe\uffff\ufeff",
    "\u202e\u2066\u2028\u2029\u200b",
    "[text](http://example.com) {0} {{",
    "C:\\traces\\a b.jsonl",
    "\\\\server\\share\\x#y?z",
    "../up/./a:b%20",
    "/abs/olute\n.json",
    "🙂é日本",
    "x".repeat(3000),
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 }).map((units) => String.fromCharCode(...units)),
)

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined })
const range: fc.Arbitrary<Range> = fc
  .tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 50 }), fc.nat(3), fc.nat(50))
  .map(([line, column, more, wide]) => ({
    start: { line, column, offset: line * 100 + column },
    end: {
      line: line + more,
      column: more > 0 ? wide + 1 : column + wide,
      offset: (line + more) * 100 + column + wide,
    },
  }))

const finding: fc.Arbitrary<Diagnostic> = fc
  .record({
    severity: fc.constantFrom("error" as const, "warning" as const),
    message: hostileText,
    hint: maybe(hostileText),
    file: maybe(hostileText),
    range: maybe(range),
  })
  .map(({ message, ...details }) => diagnostic("invalid-call", message, details))

interface Rule {
  readonly id: string
  readonly severity: "error" | "warning"
  readonly range: Range | undefined
  readonly description: string | undefined
  readonly message: string | undefined
}

const rule: fc.Arbitrary<Rule> = fc.record({
  id: hostileText,
  severity: fc.constantFrom("error", "warning"),
  range: maybe(range),
  description: maybe(hostileText),
  message: maybe(hostileText),
})

const outcomes = ["held", "violated", "pending", "not_exercised", "undetermined"] as const

function verdictOf(rules: readonly Rule[], draws: readonly number[], trace: Trace, id: string | undefined): Verdict {
  const { length } = trace.calls
  const verdicts = rules.map(({ id: name, severity, message }, at): RuleVerdict => {
    const draw = draws[at] ?? 0
    const outcome = outcomes[draw % 5] ?? "held"
    const violation: Violation = {
      rule: name,
      type: "before",
      call: draw % (length + 1),
      calls: trace.calls.flatMap((_, call) => ((draw >> call) % 2 === 1 ? [call] : [])),
      message: `Call of \`${name}\`.`,
      severity,
      ...(message !== undefined && { agentMessage: message }),
    }
    const base = { id: name, type: "before", outcome, settled: true, severity } as const
    const exercised = outcome === "violated" || (outcome === "held" && draw % 2 === 0)
    return { ...base, exercised, ...(outcome === "violated" && { violation }) }
  })
  const violations = verdicts.flatMap(({ violation }) => violation ?? [])
  const ok = violations.every(({ severity }) => severity !== "error")
  const undetermined = verdicts.filter(({ outcome }) => outcome === "undetermined").length
  const named = id === undefined ? {} : { id }
  return { ...named, ok, extent: "complete", calls: length, rules: verdicts, violations, undetermined, diagnostics: [] }
}

const place = fc.record(
  { file: hostileText, line: fc.integer({ min: 1, max: 1e6 }), pointer: hostileText },
  { requiredKeys: [] },
)

function evaluationOf(rules: readonly Rule[]): fc.Arbitrary<Evaluation> {
  const call = fc.record({ tool: hostileText, args: fc.dictionary(hostileText, hostileText, { maxKeys: 2 }) })
  return fc
    .record({
      id: maybe(hostileText),
      calls: fc.array(call, { maxLength: 6 }),
      draws: fc.array(fc.nat(1000), { minLength: rules.length, maxLength: rules.length }),
      diagnostics: fc.array(finding, { maxLength: 2 }),
      place,
      readable: fc.integer({ min: 0, max: 4 }),
    })
    .map(({ id, calls, draws, diagnostics, place, readable }) => {
      const trace = { calls }
      const judged = verdictOf(rules, draws, trace, id)
      if (readable === 0) {
        const broken = diagnostic("invalid-json", "Expected a value.", {})
        const verdict = { ...judged, ok: false, calls: 0, rules: [], violations: [], undetermined: 0 }
        return { verdict: { ...verdict, diagnostics: [broken, ...diagnostics] }, place }
      }
      return { verdict: { ...judged, diagnostics }, place, ...(judged.violations.length > 0 && { trace }) }
    })
}

/** Runs of every shape over rules and traces with hostile names. */
export const hostileRun: fc.Arbitrary<RunReport> = fc
  .uniqueArray(rule, { selector: ({ id }) => id, maxLength: 4 })
  .chain((rules) =>
    fc.record({
      rules: fc.constant(rules),
      evaluations: fc.array(evaluationOf(rules), { maxLength: 4 }),
      diagnostics: fc.array(finding, { maxLength: 2 }),
      name: maybe(hostileText),
      file: maybe(hostileText),
    }),
  )
  .map(({ rules, evaluations, diagnostics, name, file }) => {
    const tally = new Tally()
    for (const { verdict } of evaluations) {
      if (verdict.diagnostics.some(({ code }) => code === "invalid-json")) tally.addUnreadable()
      else tally.add(verdict)
    }
    const views = rules.map(({ id, ...view }) => [id, view] as const)
    return { policy: { name, file, rules: new Map(views) }, counts: tally.counts(), evaluations, diagnostics }
  })
