import { isFields } from "./shape.ts"

export const policyHint = "Give the policy with `--policy`, and recorded calls as the trace."

/** Whether a value has the shape of a policy and not of a trace. */
export function isPolicyValue(value: unknown): boolean {
  if (!isFields(value) || Array.isArray(value.calls) || Array.isArray(value.tools)) return false
  if (isFields(value.tools)) return value.version !== undefined || hasAny(value.tools, ["allow", "deny", "ask"])
  const rules = value.sequences ?? value.rules
  return Array.isArray(rules) && (value.version !== undefined || rules.some((rule) => isFields(rule) && "type" in rule))
}

/** Whether a text that is not JSON reads like a policy in YAML. Linear: looks at the first 64 Ki characters. */
export function isPolicyText(text: string): boolean {
  const keys = new Set<string>()
  for (const line of text.slice(0, 65_536).split(/\r?\n/)) {
    const key = /^["']?(version|sequences|rules|tools|aliases|limits|extends)["']?[ \t]*:(?:[ \t]|$)/.exec(line)?.[1]
    if (key) keys.add(key)
  }
  return keys.has("sequences") || (keys.has("version") && keys.size > 1) || (keys.has("tools") && keys.has("rules"))
}

function hasAny(fields: Readonly<Record<string, unknown>>, names: readonly string[]): boolean {
  return names.some((name) => Object.hasOwn(fields, name))
}
