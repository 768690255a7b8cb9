import type { Findings } from "./findings.ts"
import { parseJson } from "./json-text.ts"
import type { Call } from "./model.ts"
import { isFields, kindOf } from "./shape.ts"

/**
 * Arguments as formats carry them: an object, or the JSON text of one. Anything else counts as not captured and
 * gives the warning `unparsable-args`; the call itself stands.
 */
export function readArgs(value: unknown, path: string, findings: Findings): Pick<Call, "args"> {
  if (value === undefined || value === null) return {}
  if (isFields(value)) return { args: value }
  if (typeof value !== "string") {
    warn(`The arguments are ${kindOf(value)}, not an object.`, path, findings)
    return {}
  }
  const parsed = parseJson(value)
  if (parsed.kind === "value" && isFields(parsed.value)) return { args: parsed.value }
  if (parsed.kind === "value") warn(`The arguments are ${kindOf(parsed.value)}, not an object.`, path, findings)
  if (parsed.kind === "too-deep") warn("The arguments nest too deeply to be read.", path, findings)
  if (parsed.kind === "fault") {
    const { expected, found, offset } = parsed.fault
    const message = `The arguments are not JSON: expected ${expected} at character ${offset + 1}, found ${found}.`
    warn(message, path, findings)
  }
  return {}
}

function warn(message: string, path: string, findings: Findings): void {
  findings.add("unparsable-args", message, {
    severity: "warning",
    path,
    hint: "The call stands; its arguments count as not captured.",
  })
}
