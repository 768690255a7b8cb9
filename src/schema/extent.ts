import type { Json } from "./json.ts"

/** Values in a schema, and characters of its keys and strings. */
export const MAX_VALUES = 200_000
export const MAX_TEXT = 4_000_000
/** Levels of a schema: those of a JSON text. */
export const MAX_DEPTH = 512

/** What a schema has too much of, or undefined. */
export function excess(schema: Json): string | undefined {
  const stack: [value: Json, depth: number][] = [[schema, 0]]
  let values = 0
  let text = 0
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const [value, depth] = next
    if (typeof value === "string") text += value.length
    if (++values + stack.length > MAX_VALUES) return `${MAX_VALUES} values`
    if (text > MAX_TEXT) return `${MAX_TEXT} characters`
    if (typeof value !== "object" || value === null) continue
    if (depth === MAX_DEPTH) return `${MAX_DEPTH} levels`
    const keys = Object.keys(value)
    if (!Array.isArray(value)) for (const key of keys) text += key.length
    if (keys.length > MAX_VALUES) return `${MAX_VALUES} values`
    for (const member of Object.values(value)) stack.push([member, depth + 1])
  }
  return undefined
}
