import { safeText } from "../preview.ts"
import type { RunReport } from "../run-report.ts"
import type { RuleCounts } from "../tally.ts"
import { fingerprint } from "./fingerprint.ts"
import { type Json, prose } from "./sarif-places.ts"

/** A rule as results refer to it. */
export interface SarifRule {
  /** Its id, or what stands for one that is too long. */
  readonly id: string
  readonly index: number
  readonly descriptor: Json
}

/** GitHub refuses longer ids. */
const maxId = 255

const lists: Readonly<Record<string, string>> = {
  allow: "Only tools on the allow list are called.",
  deny: "No denied tool is called.",
  ask: "Calls of these tools need approval.",
}

/** All rules of the policy by their ids, in its order, whether violated or not. */
export function sarifRules({ policy, counts, evaluations }: RunReport): ReadonlyMap<string, SarifRule> {
  const counted = new Map(counts.rules.map((rule) => [rule.id, rule]))
  const violated = evaluations.flatMap(({ verdict }) => verdict.violations.map(({ rule }) => rule))
  const ids = [...new Set([...policy.rules.keys(), ...counted.keys(), ...violated])]
  return new Map(
    ids.map((id, index) => {
      const shown = shownId(id)
      return [id, { id: shown, index, descriptor: describe(shown, policy.rules.get(id), counted.get(id)) }]
    }),
  )
}

/** Control characters are spelled out; what is too long keeps its head and the hash of the whole. */
function shownId(id: string): string {
  const shown = safeText(id, maxId * 4)
  if (shown.length <= maxId && id.length <= maxId) return shown
  const head = shown.slice(0, 200).replace(/\p{Cs}$/u, "")
  return `${head}~${fingerprint(id, [])}`
}

function describe(
  id: string,
  view: { description?: string | undefined; message?: string | undefined } = {},
  counts?: RuleCounts,
): Json {
  const { description, message: told } = view
  const short =
    description ?? (counts && lists[counts.type]) ?? `Rule ${id}${counts ? `, of type ${counts.type}` : ""}.`
  return {
    id,
    shortDescription: prose(short),
    fullDescription: prose(description ?? short),
    help: prose(told ?? description ?? short),
    defaultConfiguration: { level: counts?.severity ?? "error" },
    ...(counts && { properties: { tags: [counts.type] } }),
  }
}
