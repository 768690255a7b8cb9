import { clip, count } from "./dom.ts"
import type { Judgement } from "./judge.ts"

/** What the policy was read as, or how to begin one; empty where there is something that could not be read. */
export function policyStatus({ check: { policy }, blank }: Judgement): string {
  if (blank.policy) return 'Nothing here yet. The smallest policy is `version: "1.1"`.'
  const document = policy?.document
  if (document === undefined) return ""
  const name = document.name === undefined ? "" : `${clip(document.name, 60)}: `
  return `${name}${count(policy?.rules.length ?? 0, "rule")}, version ${document.version}.`
}

const containers = { json: "one JSON document", jsonl: "JSONL, line by line" } as const

/** The format that was found, and what gave it away; or how to begin. */
export function traceStatus({ reading, blank }: Judgement): string {
  if (blank.trace) return 'Nothing here yet. The plainest trace is a list of names: `["Search", "Create"]`.'
  const { format, evidence, container } = reading
  if (format === undefined) return ""
  return `Read as ${format} (${containers[container]}), because ${evidence ?? "it looks like it"}.`
}
