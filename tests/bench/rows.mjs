import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { guardedTrace, manyRules, randomTrace, tools, twentyRules } from "./corpus.mjs"
import { bytesOfGarbage } from "./garbage.mjs"
import { HandWrittenEvaluator } from "./hand-written-evaluator.mjs"
import { HandWrittenGuard } from "./hand-written-guard.mjs"
import { compare, measure, median, percentiles } from "./meter.mjs"
import { guardedText } from "./ours.mjs"
import { pick, randomFrom } from "./seeded.mjs"

/**
 * Each row measures one thing: `{ row, ours, theirs, unit, ratio, budget, met }`. `theirs` names no product: it is the
 * hand-written code, or where the row says so, Assay doing the smaller thing.
 */
export function measureRows({ assay, dist, quick }) {
  const options = quick ? { rounds: 11, ms: 1 } : { rounds: 41, ms: 3 }
  const bench = { ...assay, dist, options, children: quick ? 3 : 15 }
  return [
    ...objectRows(bench),
    ...guardRows(bench),
    ...sessionRows(bench),
    ...scaleRows(bench),
    explanationRow(bench),
    coverageRow(bench),
    ...compileRows(bench),
    ...coldRows(bench),
  ]
}

function ratioRow(row, { ours, theirs, ratio }, budget, unit = "ns/call") {
  return {
    row,
    ours,
    theirs,
    unit,
    ratio,
    ...(budget !== undefined && { budget: `<= ${budget}`, met: ratio <= budget }),
  }
}

function limitRow(row, ours, unit, budget) {
  return { row, ours, unit, ...(budget !== undefined && { budget: `<= ${budget} ${unit}`, met: ours <= budget }) }
}

/** Goes through traces one after the other, so that no round sees a single one. */
function cycle(list) {
  let index = 0
  return () => {
    index = index + 1 === list.length ? 0 : index + 1
    return list[index]
  }
}

/** Without the tool after which most others are forbidden. */
const calm = tools.filter((tool) => tool !== "transfer_to_human_agents")

function objectRows({ Policy, options }) {
  const policy = Policy.from(twentyRules)
  const hand = new HandWrittenEvaluator(twentyRules)
  const judged = (row, traces, unit, size, budget) => {
    const [mine, other] = [cycle(traces), cycle(traces)]
    const work = [() => policy.evaluate(mine()), () => hand.evaluate(other())]
    return ratioRow(row, compare(...work, { ...options, ourSize: size }), budget, unit)
  }
  const random = randomFrom(11)
  const guard = new HandWrittenGuard(twentyRules)
  const drawn = Array.from({ length: 50 }, () => randomTrace(random, 1000))
  const clean = Array.from({ length: 50 }, () => guardedTrace(random, 300, guard, { among: calm }))
  const short = Array.from({ length: 2000 }, () => randomTrace(random, 6))
  return [
    judged("objects to verdict: 1,000 calls, 20 rules", drawn, "ns/call", 1000, 2),
    judged("objects to verdict: 300 calls, few violate", clean, "ns/call", 300, 2),
    judged("objects to verdict: 6 calls, 20 rules", short, "ns/trace", 1),
  ]
}

function guardRows(bench) {
  const { Policy, Guard, options } = bench
  const policy = Policy.from(twentyRules)
  const [ours, theirs] = [new Guard(policy), new HandWrittenGuard(twentyRules)]
  const random = randomFrom(12)
  const session = (guard, calls) => () => {
    guard.reset()
    let denied = 0
    for (let i = 0; i < calls.length; i++) if (guard.check(calls[i]).decision === "deny") denied++
    return denied
  }
  const allowed = guardedTrace(random, 300, theirs, { among: calm })
  const mixed = guardedTrace(random, 300, theirs, { share: 0.4 })
  const rows = [allowed, mixed].map((calls) =>
    compare(session(ours, calls), session(theirs, calls), { ...options, ourSize: calls.length }),
  )
  const share = Math.round((100 * session(theirs, mixed)()) / mixed.length)
  ours.reset()
  const one = (i) => {
    if (i % allowed.length === 0) ours.reset()
    return ours.check(allowed[i % allowed.length])
  }
  const { p50, p99 } = percentiles(one, 100_000)
  const text = rawTextRow(ours, theirs, allowed, options)
  const quiet = quietSession(bench)
  const garbage = bytesOfGarbage((i) => quiet.guard.check(quiet.calls[i % quiet.calls.length]))
  return [
    ratioRow("guard.check of an object, allowed", rows[0], 2),
    ratioRow(`guard.check of an object, ${share} % denied`, rows[1]),
    ...(text === undefined ? [] : [text]),
    limitRow("guard.check, allowed: 50th percentile", p50, "ns"),
    limitRow("guard.check, allowed: 99th percentile", p99, "ns", 1000),
    { ...limitRow("guard.check, allowed: garbage", garbage, "B/call"), budget: "none", met: garbage < 1 },
  ]
}

/** Raw text, against JSON.parse and the hand-written guard; undefined where a build has no check of texts. */
function rawTextRow(ours, theirs, calls, options) {
  const check = guardedText(ours)
  if (check === undefined) return undefined
  const texts = calls.map((call) => JSON.stringify(call))
  const session = (guard, one) => () => {
    guard.reset()
    let denied = 0
    for (let i = 0; i < texts.length; i++) if (one(texts[i]).decision === "deny") denied++
    return denied
  }
  const parsed = (text) => theirs.check(JSON.parse(text))
  const both = compare(session(ours, check), session(theirs, parsed), { ...options, ourSize: texts.length })
  return ratioRow("guard.check of raw text, to JSON.parse and it", both, 0.25)
}

/** Twenty unkeyed rules with bounds up to 100, and calls that never violate one. */
function quietSession({ Policy, Guard }) {
  const among = ["get_user_details", "get_reservation_details", "search_direct_flight", "think", "calculate"]
  const policy = Policy.from(twentyRules)
  const guard = new Guard(policy)
  const random = randomFrom(13)
  const calls = Array.from({ length: 10_000 }, (_, i) => ({ tool: among[i] ?? pick(random, among) }))
  for (const call of calls) {
    if (guard.check(call).decision !== "allow") throw new Error("a call of the quiet session was not allowed")
  }
  return { policy, guard, calls, state: guard.save() }
}

function sessionRows(bench) {
  const { policy, state } = quietSession(bench)
  const call = { tool: "think", args: {} }
  const cycleOf = (bytes) => {
    const guard = bench.Guard.restore(policy, bytes)
    guard.check(call)
    return guard.save()
  }
  let bytes = state
  const chained = measure(() => {
    bytes = cycleOf(bytes)
    return bytes
  }, bench.options)
  return [
    limitRow("guard state: 20 rules, after 10,000 calls", state.length, "B", 40),
    limitRow("restore, decide, save", chained / 1000, "us", 1),
  ]
}

function scaleRows({ Policy, Guard, options }) {
  const [many, few] = [manyRules(14, 10_000, 1000), manyRules(14, 20, 2)]
  const random = randomFrom(15)
  const manyCalls = randomTrace(random, 20_000, many.names)
  const fewCalls = randomTrace(random, 20_000, few.names)
  const usual = guardedTrace(random, 300, new HandWrittenGuard(twentyRules), { among: calm })
  const session = (document, calls) => {
    const guard = new Guard(Policy.parse(JSON.stringify(document)))
    let index = 0
    return () => {
      for (let i = 0; i < 1000; i++) guard.check(calls[index++ % calls.length])
      return guard
    }
  }
  const whole = (document, calls) => {
    const policy = Policy.parse(JSON.stringify(document))
    return () => policy.evaluate(calls)
  }
  const wide = { ...options, ms: Math.max(options.ms, 3) }
  const judged = (a, b) => compare(whole(...a), whole(...b), { ...wide, ourSize: a[1].length, theirSize: b[1].length })
  const guarded = compare(session(many.document, manyCalls), session(few.document, fewCalls), {
    ...wide,
    ourSize: 1000,
  })
  const equal = judged([many.document, manyCalls], [few.document, fewCalls])
  const sparse = judged([many.document, manyCalls], [twentyRules, usual])
  return [
    ratioRow("10,000 rules: guard.check, to 20 on 2 tools", guarded, 3),
    ratioRow("10,000 rules: verdict, to 20 on 2 tools", equal, 3),
    ratioRow("10,000 rules: verdict, to the 20 above", sparse, 3),
  ]
}

function explanationRow({ Policy, TraceExplainer, options }) {
  const policy = Policy.from(twentyRules)
  const explainer = new TraceExplainer(policy)
  const trace = randomTrace(randomFrom(16), 1000)
  const both = compare(
    () => explainer.explain(trace),
    () => policy.evaluate(trace),
    options,
  )
  const scaled = { ours: both.ours / 1000, theirs: both.theirs / 1000, ratio: both.ratio }
  const row = ratioRow("explanation of 1,000 calls, to the verdict", scaled, 10, "us/trace")
  return { ...row, budget: "<= 10, 1 ms", met: row.met && scaled.ours <= 1000 }
}

function coverageRow({ Policy, CoverageAnalyzer, options }) {
  const policy = Policy.from(twentyRules)
  const analyzer = new CoverageAnalyzer(policy)
  const random = randomFrom(18)
  const traces = Array.from({ length: 10_000 }, () => randomTrace(random, 50))
  const both = compare(
    () => analyzer.analyze(traces),
    () => traces.map((trace) => policy.evaluate(trace).ok),
    { ...options, rounds: Math.min(options.rounds, 9) },
  )
  const scaled = { ours: both.ours / 1e6, theirs: both.theirs / 1e6, ratio: both.ratio }
  return ratioRow("coverage of 10,000 traces, to check", scaled, 1.3, "ms/suite")
}

function compileRows({ Policy, options }) {
  const large = JSON.stringify(manyRules(17, 10_000, 1000).document)
  const slow = { rounds: Math.min(options.rounds, 7), ms: options.ms }
  const text = JSON.stringify(twentyRules)
  return [
    limitRow("Policy.parse of 20 rules", measure(() => Policy.parse(text), options) / 1e6, "ms"),
    limitRow("Policy.from of 20 rules", measure(() => Policy.from(twentyRules), options) / 1e6, "ms"),
    limitRow("Policy.parse of 10,000 rules", measure(() => Policy.parse(large), slow) / 1e6, "ms"),
  ]
}

function coldRows({ Policy, dist, children }) {
  const folder = mkdtempSync(join(tmpdir(), "assay-bench-"))
  try {
    const files = { program: join(folder, "policy.bin"), yaml: join(folder, "policy.yaml") }
    writeFileSync(files.program, Policy.from(twentyRules).toBytes())
    writeFileSync(files.yaml, JSON.stringify(twentyRules, null, 2))
    const script = fileURLToPath(new URL("cold-start.mjs", import.meta.url))
    const took = { program: [], yaml: [] }
    for (let i = 0; i < children; i++) {
      for (const kind of ["program", "yaml"]) {
        const { status, stdout, stderr } = spawnSync(process.execPath, [script, dist, kind, files[kind]], {
          encoding: "utf8",
        })
        if (status !== 0) throw new Error(stderr)
        took[kind].push(Number(stdout))
      }
    }
    return [
      limitRow("cold process to first verdict: program", median(took.program), "ms", 6),
      limitRow("cold process to first verdict: YAML policy", median(took.yaml), "ms", 15),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
