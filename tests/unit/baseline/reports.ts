import fc from "fast-check"
import type { CoverageReport, CoveredRule } from "../../../src/coverage/model.ts"

/** A rule of a report, by what matters here. */
export interface RuleLike {
  readonly id: string
  readonly legacyId?: string
  readonly counted?: boolean
  readonly triggered: boolean
}

/** A consistent report over these tools (name: seen) and rules. */
export function reportOf(
  tools: readonly (readonly [tool: string, seen: boolean])[],
  rules: readonly RuleLike[],
  policy: CoverageReport["policy"] = { name: "refunds", version: "1.1", digest: "0123456789abcdef0123456789abcdef" },
): CoverageReport {
  const counted = rules.filter((rule) => rule.counted ?? true)
  const seen = tools.filter(([, isSeen]) => isSeen).length
  const triggered = counted.filter((rule) => rule.triggered).length
  const [toolPct, rulePct] = [share(seen, tools.length), share(triggered, counted.length)]
  const overallCoveragePct = (toolPct + rulePct) / 2
  return {
    policy,
    traces: 1,
    unreadable: 0,
    calls: seen,
    attempts: 0,
    overallCoveragePct,
    threshold: 0,
    meetsThreshold: true,
    toolCoverage: {
      totalToolsInPolicy: tools.length,
      toolsSeenInTraces: seen,
      coveragePct: toolPct,
      unseenTools: tools.filter(([, isSeen]) => !isSeen).map(([tool]) => tool),
      unexpectedTools: [],
    },
    ruleCoverage: {
      totalRules: counted.length,
      rulesTriggered: triggered,
      coveragePct: rulePct,
      untriggeredRules: counted.filter((rule) => !rule.triggered).map(({ id }) => id),
    },
    highRiskGaps: [],
    tools: tools.map(([tool, isSeen]) => ({ tool, rules: [], seen: isSeen })),
    rules: rules.map(coveredRule),
    diagnostics: [],
  }
}

function share(part: number, total: number): number {
  return total === 0 ? 100 : (100 * part) / total
}

function coveredRule({ id, legacyId, counted = true, triggered }: RuleLike): CoveredRule {
  return {
    id,
    ...(legacyId !== undefined && { legacyId }),
    type: counted ? "require" : "deny",
    severity: "error",
    counted,
    triggered,
    held: triggered ? 1 : 0,
    heldVacuously: 0,
    violated: 0,
    pending: 0,
    notExercised: triggered ? 0 : 1,
    undetermined: 0,
    transitions: [],
  }
}

/** Names that break what is careless with them. */
const hostile = [
  "__proto__",
  "constructor",
  "null",
  "~",
  "true",
  "1.0",
  "0x1f",
  "12e3",
  "2026-11-21",
  "- a",
  "a: b",
  "#",
  "<<",
  "",
  " ",
  "\n",
  "a\r\nb",
  "\u0000",
  "\u001b[31m",
  "\u0085",
  "\u2028",
  "\ufeff",
  "\ud800",
  "\udc00\ud800",
  "\u202eevil",
  "</script>",
  "--- a",
  "*a",
  "&a",
  "!!str",
  "%YAML",
  "Ä",
  "a",
  "B",
  "ä",
  "z",
  "💣",
]

export const name: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.array(fc.nat(0xffff), { maxLength: 6 }).map((units) => String.fromCharCode(...units)),
)

const policy: fc.Arbitrary<CoverageReport["policy"]> = fc
  .record(
    { name, version: fc.constantFrom("1.1", "2", "x"), digest: fc.stringMatching(/^[0-9a-f]{32}$/) },
    { requiredKeys: ["digest"] },
  )
  .map((each) => each as CoverageReport["policy"])

/** Few enough names that two reports share some. */
const pool: readonly string[] = ["Verify", "Refund", "Ärger", "__proto__", "a\nb", "zeta", "Zeta", "\ud800"]
const toolName = fc.oneof(fc.constantFrom(...pool), name)

/** A consistent report; tools and ids are each there once. */
export const anyReport: fc.Arbitrary<CoverageReport> = fc
  .tuple(
    fc.uniqueArray(fc.tuple(toolName, fc.boolean()), { selector: ([tool]) => tool, maxLength: 12 }),
    fc.uniqueArray(
      fc.record(
        { id: toolName, legacyId: fc.constantFrom(...pool), counted: fc.boolean(), triggered: fc.boolean() },
        { requiredKeys: ["id", "triggered"] },
      ),
      { selector: ({ id }) => id, maxLength: 12 },
    ),
    policy,
  )
  .map(([tools, rules, whose]) => reportOf(tools, rules as readonly RuleLike[], whose))
