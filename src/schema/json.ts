/** A value that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

export type JsonObject = { readonly [key: string]: Json }

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** The kind of a value, as JSON Schema names it. */
export function kindOf(value: unknown): string {
  if (value === null) return "null"
  return Array.isArray(value) ? "array" : typeof value
}

/** The value as JSON with sorted keys: equal values, and only they, have equal texts. */
export function canonicalText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join()}]`
  if (!isObject(value)) return JSON.stringify(typeof value === "string" ? wellFormed(value) : value)
  const members = Object.keys(value).map((key): [string, Json] => [wellFormed(key), value[key] as Json])
  const last = [...new Map(members)].sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${last.map(([key, member]) => `${JSON.stringify(key)}:${canonicalText(member)}`).join()}}`
}

/** The text with U+FFFD in place of each lone surrogate: strings are compared so. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd")
}

/** One step of a JSON Pointer. */
export function step(key: string | number): string {
  return `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`
}
