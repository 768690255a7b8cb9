import { LOG_EVIDENCE, LOG_WANTED } from "../../assembly/abi.ts"
import { type Diagnostic, diagnostic } from "../diagnostic/index.ts"
import type { Extent, TraceInput } from "../trace/index.ts"
import { Evidence, unreadableVerdict, type Verdict } from "../verdict/index.ts"
import type { Court } from "./court.ts"
import { lookalikeDiagnostics } from "./lookalikes.ts"
import { run } from "./run.ts"
import { readCalls, type TakenCalls } from "./taken-calls.ts"

/** The verdict on a trace. What cannot be read as one gets a verdict too: not ok, no rules, and the reasons. */
export function evaluate(court: Court, trace: TraceInput, extent: Extent): Verdict {
  const read = readCalls(trace, court.codeOf)
  const { names } = read
  if (names === undefined) return unreadableVerdict(extent, read.diagnostics)
  const calls = { ...read, names }
  const lookalikes = run(court, calls, LOG_EVIDENCE)
  return verdictOn(court, calls, extent, lookalikes, (rules) => evidenceOf(court, calls, rules))
}

/** The verdict on the session that stands in the core. */
export function verdictOn(
  court: Court,
  { id, names, diagnostics }: Omit<TakenCalls, "attempts">,
  extent: Extent,
  lookalikes: ReadonlyMap<string, string>,
  evidence: (rules: Iterable<number>) => Evidence,
): Verdict {
  const told = lookalikes.size === 0 ? diagnostics : [...diagnostics, ...lookalikeDiagnostics(lookalikes)]
  const { costly } = court.machine
  const found = costly === 0 ? told : [...told, tooCostly(costly)]
  const facts = { id, extent, calls: names.length, diagnostics: found, evidence }
  return court.assembly.verdict(court.machine.record(extent === "complete"), facts)
}

/** The warning about judgings that the core gave up. */
export function tooCostly(count: number): Diagnostic {
  const what = count === 1 ? "1 check was" : `${count} checks were`
  return diagnostic(
    "too-costly",
    `${what} given up: the values are too large or too deep for the checks of the policy.`,
    {
      severity: "warning",
      hint: "What was not checked is not known: rules that depend on it are undetermined.",
    },
  )
}

/** From the log of the run where it held everything; else from a second run that logs these rules alone. */
function evidenceOf(court: Court, calls: TakenCalls, rules: Iterable<number>): Evidence {
  const wanted = [...rules]
  const evidence = new Evidence(wanted)
  const log = court.machine.log()
  if (log !== undefined) evidence.add(log)
  else run(court, calls, LOG_WANTED, { wanted, drain: (piece) => evidence.add(piece) })
  return evidence
}
