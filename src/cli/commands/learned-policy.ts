import type { Diagnostic } from "../../diagnostic/index.ts"
import { readTraces } from "../../node/read-traces.ts"
import { count } from "../../report/index.ts"
import { withNearby } from "../nearby.ts"
import { yamlScalar } from "../yaml-scalar.ts"

/** How often a tool was called. */
interface Use {
  calls: number
  traces: number
}

/** A policy that allows what some traces do, and what was wrong with reading them. */
export interface LearnedPolicy {
  /** YAML; absent where no tool is called. */
  readonly policy?: string
  readonly diagnostics: readonly Diagnostic[]
}

/** Makes a list of allowed tools from all calls of traces; attempts that were denied allow nothing. */
export async function learnPolicy(
  path: string,
  options: { readonly from?: string | undefined; readonly stdin: AsyncIterable<Uint8Array> },
): Promise<LearnedPolicy> {
  const uses = new Map<string, Use>()
  const diagnostics: Diagnostic[] = []
  let traces = 0
  let calls = 0
  for await (const item of readTraces(path, options)) {
    diagnostics.push(...item.diagnostics.map(withNearby))
    if (!item.trace) continue
    traces++
    const tools = item.trace.calls.filter(({ status }) => status !== "denied").map(({ tool }) => tool)
    calls += tools.length
    for (const tool of tools) useOf(uses, tool).calls++
    for (const tool of new Set(tools)) useOf(uses, tool).traces++
  }
  // No list can name a tool without a name.
  uses.delete("")
  return { ...(uses.size > 0 && { policy: rendered(uses, { traces, calls }) }), diagnostics }
}

function useOf(uses: Map<string, Use>, tool: string): Use {
  const use = uses.get(tool) ?? { calls: 0, traces: 0 }
  uses.set(tool, use)
  return use
}

function rendered(uses: ReadonlyMap<string, Use>, seen: Use): string {
  const tools = [...uses].sort(([a], [b]) => (a < b ? -1 : 1))
  return `# Made from ${count(seen.traces, "trace")} with ${count(seen.calls, "call")}: it allows the tools that they call, and no other.
# Read it through: what an agent did is not always what it may do.
version: "1.1"
name: from-traces

tools:
  allow:
${tools.map(([tool, use]) => `    - ${yamlScalar(tool)} # ${count(use.calls, "call")} in ${count(use.traces, "trace")}\n`).join("")}
# Rules of order and number come below, as in
# sequences:
#   - id: read-before-write
#     type: before
#     first: read_record
#     then: write_record
`
}
