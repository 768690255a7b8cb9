import { LOG_EVIDENCE, LOG_WANTED } from "../../assembly/abi.ts"
import type { Extent, TraceInput } from "../trace/index.ts"
import { Evidence, unreadableVerdict, type Verdict } from "../verdict/index.ts"
import type { Court } from "./court.ts"
import { lookalikeDiagnostics } from "./lookalikes.ts"
import { run } from "./run.ts"
import { type ToolNames, toolNames } from "./tool-names.ts"

/** The verdict on a trace. What cannot be read as one gets a verdict too: not ok, no rules, and the reasons. */
export function evaluate(court: Court, trace: TraceInput, extent: Extent): Verdict {
  const read = toolNames(trace)
  const { names } = read
  if (names === undefined) return unreadableVerdict(extent, read.diagnostics)
  const lookalikes = run(court, names, LOG_EVIDENCE)
  return verdictOn(court, { ...read, names }, extent, lookalikes, (rules) => evidenceOf(court, names, rules))
}

/** The verdict on the session that stands in the core. */
export function verdictOn(
  court: Court,
  { id, names, diagnostics }: Omit<ToolNames, "attempts"> & { readonly names: readonly string[] },
  extent: Extent,
  lookalikes: ReadonlyMap<string, string>,
  evidence: (rules: Iterable<number>) => Evidence,
): Verdict {
  const found = lookalikes.size === 0 ? diagnostics : [...diagnostics, ...lookalikeDiagnostics(lookalikes)]
  const facts = { id, extent, calls: names.length, diagnostics: found, evidence }
  return court.assembly.verdict(court.machine.record(extent === "complete"), facts)
}

/** From the log of the run where it held everything; else from a second run that logs these rules alone. */
function evidenceOf(court: Court, names: readonly string[], rules: Iterable<number>): Evidence {
  const wanted = [...rules]
  const evidence = new Evidence(wanted)
  const log = court.machine.log()
  if (log !== undefined) evidence.add(log)
  else run(court, names, LOG_WANTED, { wanted, drain: (piece) => evidence.add(piece) })
  return evidence
}
