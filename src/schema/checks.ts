import { KIND_OBJECT } from "../../assembly/check/schema-abi.ts"
import type { CompiledRegex } from "../regex/index.ts"
import type { Check, CheckNode } from "./check.ts"
import { wellFormed } from "./json.ts"

const anything: CheckNode = { kind: "true" }

/**
 * Whether a regular expression is found in the value that `path` leads to, by object keys and array indices: in a string
 * itself, in any other value as `JSON.stringify` writes it. A value that is not there does not match.
 */
export function matchCheck(path: readonly string[], regex: CompiledRegex): Check {
  const steps = path.map(wellFormed)
  return { key: key("match", regex.source, regex.words.join(), ...steps), node: { kind: "match", path: steps, regex } }
}

/** Whether the value is one of these strings. */
export function oneOfCheck(values: readonly string[]): Check {
  const sorted = [...new Set(values.map(wellFormed))].sort()
  return { key: key("one-of", ...sorted), node: { kind: "among", values: sorted } }
}

/** Whether the value is an object with all these keys. */
export function requiredCheck(names: readonly string[]): Check {
  const sorted = [...new Set(names.map(wellFormed))].sort()
  const named = sorted.map((name) => ({ name, isRequired: true }))
  const members: CheckNode = { kind: "members", named, patterns: [], others: anything, keys: anything }
  return {
    key: key("required", ...sorted),
    node: { kind: "all", nodes: [{ kind: "type", types: 1 << KIND_OBJECT }, members] },
  }
}

/** Whether the value of a key fits, where the value is an object that has it. */
export function memberCheck(name: string, check: Check): Check {
  const member = wellFormed(name)
  const named = [{ name: member, node: check.node, isRequired: false }]
  const node: CheckNode = { kind: "members", named, patterns: [], others: anything, keys: anything }
  return { key: `["member",${JSON.stringify(member)},${check.key}]`, node }
}

/** Whether all of them hold. */
export function allChecks(checks: readonly Check[]): Check {
  const byKey = new Map(checks.map((check) => [check.key, check]))
  const [only, ...others] = byKey.values()
  if (only !== undefined && others.length === 0) return only
  const nodes = [...byKey.values()].map(({ node }) => node)
  return { key: `["all",${[...byKey.keys()].sort().join()}]`, node: { kind: "all", nodes } }
}

/** Whether it does not hold. */
export function notCheck(check: Check): Check {
  return { key: `["not",${check.key}]`, node: { kind: "not", node: check.node } }
}

/** Keys are JSON texts, and stand in one another as they are: quoting them again would double their escapes each time. */
function key(...parts: readonly string[]): string {
  return JSON.stringify(parts)
}
