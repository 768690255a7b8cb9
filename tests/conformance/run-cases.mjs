/**
 * Runs the conformance cases against a package namespace. Imports nothing, so that it runs in every runtime.
 *
 * `cases` maps a file name to the list of its cases; README.md tells what a case may hold. The transcript is the JSON text of
 * all that the package answered, one line each: two runtimes agree when their transcripts are the same bytes.
 */
export function runCases(assay, cases) {
  const run = { passed: 0, failed: 0, failures: [], lines: [] }
  for (const [file, list] of Object.entries(cases)) {
    for (const one of list) {
      const why = []
      try {
        runCase(assay, one, why, run.lines)
      } catch (error) {
        why.push(`threw ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`)
      }
      if (why.length === 0) run.passed++
      else run.failed++
      for (const text of why) run.failures.push({ file, name: one.name, why: text })
    }
  }
  return { passed: run.passed, failed: run.failed, failures: run.failures, transcript: `${run.lines.join("\n")}\n` }
}

function runCase(assay, one, why, lines) {
  const { policy, diagnostics } = assay.Policy.check(one.policy)
  if (one.errors) {
    lines.push(JSON.stringify(diagnostics))
    expectErrors(one.errors, policy, diagnostics, why)
    return
  }
  if (!policy) {
    why.push(`does not compile: ${JSON.stringify(diagnostics)}`)
    return
  }
  const copy = assay.Policy.fromBytes(policy.toBytes())
  for (const [at, each] of (one.traces ?? []).entries()) {
    const problems = []
    const verdict = policy.evaluate(each.trace, each.extent && { extent: each.extent })
    lines.push(JSON.stringify(verdict))
    expectVerdict(each, verdict, one.order, problems)
    const again = copy.evaluate(each.trace, each.extent && { extent: each.extent })
    same(JSON.stringify(again), JSON.stringify(verdict), "verdict of the precompiled policy", problems)
    const explanation = new assay.TraceExplainer(policy).explain(each.trace, each.extent && { extent: each.extent })
    lines.push(JSON.stringify(explanation))
    same(JSON.stringify(explanation.verdict), JSON.stringify(verdict), "verdict of the explanation", problems)
    runBytes(policy, each, verdict, problems, lines)
    why.push(...problems.map((text) => `trace ${at}: ${text}`))
  }
  if (one.traces) runCoverage(assay, policy, one.traces, why, lines)
  if (one.guard) runGuard(assay, policy, one, why, lines)
}

/** The same trace as bytes: a trace that is read has the same verdict, however closely the bytes are looked at. */
function runBytes(policy, { trace, extent }, verdict, why, lines) {
  const bytes = new TextEncoder().encode(JSON.stringify(trace))
  for (const validate of ["shape", "full"]) {
    const found = [...policy.evaluateBytes(bytes, { from: "native", format: "jsonl", validate, extent })]
    lines.push(JSON.stringify(found))
    if (verdict.rules.length > 0) same(found, [verdict], `verdict on the bytes (${validate})`, why)
  }
}

/** What all traces of a case cover, in one go and in two parts; a baseline of it loses nothing. */
function runCoverage(assay, policy, traces, why, lines) {
  const measured = (some) => {
    const suite = new assay.CoverageAnalyzer(policy).start()
    for (const { trace, extent } of some) suite.add(trace, extent && { extent })
    return suite.report()
  }
  const report = measured(traces)
  lines.push(JSON.stringify(assay.coverageToJSON(report)))
  const parts = [measured(traces.slice(0, 1)), measured(traces.slice(1))]
  const merged = assay.mergeCoverage(parts).report
  same(JSON.stringify(merged?.rules), JSON.stringify(report.rules), "coverage of the parts, merged", why)
  const baseline = assay.Baseline.fromReport(report)
  lines.push(baseline.toYAML())
  same(
    assay.Baseline.parse(baseline.toYAML()).diff(report).regressed,
    false,
    "regression against its own baseline",
    why,
  )
}

/** Fields that an expected error leaves out are not compared; the errors themselves must be exactly these. */
function expectErrors(errors, policy, diagnostics, why) {
  if (policy) why.push("compiles, and should not")
  const got = diagnostics.filter((found) => found.severity === "error").map(place)
  const left = [...got]
  for (const wanted of errors) {
    const at = left.findIndex((found) => Object.keys(wanted).every((key) => found[key] === wanted[key]))
    if (at < 0) why.push(`expected ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`)
    else left.splice(at, 1)
  }
  for (const extra of left) why.push(`unexpected ${JSON.stringify(extra)}`)
  for (const found of diagnostics) if (!found.range) why.push(`${found.code} has no range`)
}

function place({ code, path, range }) {
  return { code, path, line: range?.start.line, column: range?.start.column }
}

function expectVerdict(wanted, verdict, order, why) {
  same(verdict.ok, wanted.ok, "ok", why)
  same(verdict.calls, wanted.calls, "calls", why)
  same(verdict.extent, wanted.extent ?? "complete", "extent", why)
  same(verdict.id, wanted.id, "id", why)
  const codes = [...new Set(verdict.diagnostics.map(({ code }) => code))].sort()
  same(codes, [...(wanted.diagnostics ?? [])].sort(), "diagnostics", why)
  expectRules(wanted, verdict, order, why)
}

function expectRules({ rules: wanted, undetermined = 0 }, verdict, order, why) {
  const ids = verdict.rules.map(({ id }) => id)
  if (order && ids.length > 0) same(ids, order, "order of rules", why)
  else same([...ids].sort(), Object.keys(wanted).sort(), "rules", why)
  for (const rule of verdict.rules) {
    if (Object.hasOwn(wanted, rule.id)) expectRule(wanted[rule.id], rule, why)
    expectSound(rule, verdict, why)
  }
  const violations = verdict.rules.filter((rule) => rule.violation).map((rule) => rule.violation)
  same(verdict.violations, violations, "violations", why)
  const open = verdict.rules.filter(({ outcome }) => outcome === "undetermined")
  same([verdict.undetermined, open.length], [undetermined, undetermined], "undetermined", why)
}

function expectRule(wanted, rule, why) {
  const got = { ...rule, call: rule.violation?.call, calls: rule.violation?.calls }
  for (const key of Object.keys(wanted)) same(got[key], wanted[key], `${rule.id} ${key}`, why)
}

/** What is true of every verdict, whatever the case expects. */
function expectSound(rule, verdict, why) {
  const violated = rule.outcome === "violated"
  same(rule.violation !== undefined, violated, `${rule.id} has a violation`, why)
  if (violated) same([rule.exercised, rule.settled], [true, true], `${rule.id} exercised and settled`, why)
  if (verdict.extent === "complete") same(rule.settled, true, `${rule.id} settled`, why)
  else if (rule.outcome === "undetermined") same(rule.settled, false, `${rule.id} settled`, why)
  if (violated && rule.severity === "error") same(verdict.ok, false, "ok", why)
}

function runGuard(assay, policy, one, why, lines) {
  const options = { mode: one.mode ?? "enforce" }
  const session = { assay, policy, options, guard: new assay.Guard(policy, options), log: [], lines }
  // Guards of one policy take turns in one core: each step of this one finds the other's session there.
  const neighbour = new assay.Guard(policy, options)
  for (const [at, step] of one.guard.entries()) {
    const problems = []
    for (const kind of Object.keys(guardSteps)) if (Object.hasOwn(step, kind)) guardSteps[kind](session, step, problems)
    if (step.check !== undefined) neighbour.check(callOf(step.check))
    why.push(...problems.map((text) => `step ${at} ${JSON.stringify(step)}: ${text}`))
  }
}

const guardSteps = {
  check(session, step, why) {
    const before = session.guard.calls
    const call = callOf(step.check)
    const got = session.guard.check(call)
    session.lines.push(JSON.stringify(got))
    for (const key of ["decision", "granted", "would", "code"]) {
      if (Object.hasOwn(step, key)) same(got[key], step[key], key, why)
    }
    const offends = got.violations.map(({ rule }) => rule)
    if (step.offends) same(offends, step.offends, "offends", why)
    for (const { rule, call } of got.violations) same(call, before, `call of ${rule}`, why)
    const taken = got.decision === "allow" || got.decision === "warn"
    same(session.guard.calls, before + (taken ? 1 : 0), "calls", why)
    session.log.push({ ...call, status: taken ? "pending" : "denied" })
  },
  record(session, step, why) {
    let thrown
    try {
      const got = session.guard.record(step.record)
      session.lines.push(JSON.stringify(got))
      const violated = got.map(({ rule }) => rule)
      if (step.violations) same(violated, step.violations, "violations", why)
      answerInLog(session.log, step.record)
    } catch (error) {
      thrown = error instanceof Error ? error.name : String(error)
    }
    same(thrown, step.throws, "throws", why)
  },
  save_restore(session, _step, why) {
    const bytes = session.guard.save()
    session.lines.push(hex(bytes))
    session.guard = session.assay.Guard.restore(session.policy, bytes, session.options)
    same(hex(session.guard.save()), hex(bytes), "saved again", why)
  },
  reset(session) {
    session.guard.reset()
    session.log = []
  },
  calls(session, step, why) {
    same(session.guard.calls, step.calls, "calls", why)
  },
  finish(session, step, why) {
    const verdict = session.guard.finish()
    session.lines.push(JSON.stringify(verdict))
    same([verdict.ok, verdict.calls, verdict.extent], [step.finish.ok, step.finish.calls, "complete"], "verdict", why)
    expectRules(step.finish, verdict, undefined, why)
    // A check over the guard's own log is the guard's verdict, but for the calls that a guard does not keep.
    const checked = session.policy.evaluate(session.log)
    same(verdict.rules, checked.rules.map(withoutCalls), "rules of the log", why)
    same([checked.ok, checked.calls], [verdict.ok, verdict.calls], "verdict of the log", why)
  },
}

/** A call is written as its tool, or as an object. */
function callOf(written) {
  return typeof written === "string" ? { tool: written } : written
}

/** In the log a call is pending until it is answered: the latest with the answer's id, or the one that waits. */
function answerInLog(log, { id, ...answer }) {
  const at = log.findLastIndex((call) => call.status === "pending" && (id === undefined || call.id === id))
  if (at < 0 || answer.status === "pending") return
  const { status: _, ...call } = log[at]
  log[at] = { ...call, ...answer }
}

function withoutCalls(rule) {
  if (!rule.violation) return rule
  const { calls: _, ...violation } = rule.violation
  return { ...rule, violation }
}

function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
}

function same(got, wanted, what, why) {
  const [left, right] = [text(got), text(wanted)]
  if (left !== right) why.push(`${what}: expected ${right}, got ${left}`)
}

/** JSON with sorted keys, so that the order of keys is no difference. */
function text(value) {
  const sorted = (_key, one) =>
    one !== null && typeof one === "object" && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one
  return JSON.stringify(value, sorted) ?? "undefined"
}
