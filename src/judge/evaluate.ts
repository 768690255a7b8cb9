import { LOG_EVIDENCE, SYMBOLS_AT_ONCE } from "../../assembly/abi.ts"
import { type Diagnostic, diagnostic } from "../diagnostic/index.ts"
import type { Extent, TraceInput } from "../trace/index.ts"
import { evidenceOf, type Verdict } from "../verdict/index.ts"
import type { Court } from "./court.ts"
import { toolNames } from "./tool-names.ts"

/** The verdict on a trace. What cannot be read as one gets a verdict too: not ok, no rules, and the reasons. */
export function evaluate(court: Court, trace: TraceInput, extent: Extent): Verdict {
  const { id, names, diagnostics } = toolNames(trace)
  if (names === undefined) return unreadable(extent, diagnostics)
  const found = run(court, names, LOG_EVIDENCE)
  const complete = extent === "complete"
  const log = court.machine.log()
  const facts = {
    id,
    extent,
    calls: names.length,
    diagnostics: found.length > 0 ? [...diagnostics, ...found] : diagnostics,
    evidence: (rules: ReadonlySet<number>) => evidenceOf(log, rules),
  }
  return court.assembly.verdict(court.machine.record(complete), facts)
}

function unreadable(extent: Extent, diagnostics: readonly Diagnostic[]): Verdict {
  return { ok: false, extent, calls: 0, rules: [], violations: [], undetermined: 0, diagnostics }
}

/** Runs a fresh session over the names. What is to be said of the names themselves is returned. */
export function run(court: Court, names: readonly string[], level: number): readonly Diagnostic[] {
  const { machine, symbols } = court
  const lookalikes = new Map<string, string>()
  court.admit(undefined)
  machine.begin(level)
  for (let from = 0; from < names.length; from += SYMBOLS_AT_ONCE) {
    symbols.makeRoom()
    const count = Math.min(SYMBOLS_AT_ONCE, names.length - from)
    const chunk = new Array<number>(count)
    for (let i = 0; i < count; i++) {
      const name = names[from + i] as string
      const facts = symbols.of(name)
      chunk[i] = facts.symbol
      if (facts.lookalike !== undefined) lookalikes.set(name, facts.lookalike)
    }
    machine.write(chunk)
    if (!machine.run(count)) throw new RangeError("a session holds at most 2^30 calls")
  }
  return [...lookalikes].map(([name, known]) => lookalikeDiagnostic(name, known))
}

export function lookalikeDiagnostic(name: string, known: string): Diagnostic {
  const shown = JSON.stringify(name.slice(0, 80)).replace(/[^\x20-\x7e]/g, escaped)
  return diagnostic("lookalike-tool", `The tool ${shown} is not \`${known}\`, but can be mistaken for it.`, {
    severity: "warning",
    hint: "names are compared exactly; find out who named the tool, or add the name to the policy",
  })
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`
}
