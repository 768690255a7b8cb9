/** An object that is not an array; its keys, `__proto__` among them, are data. */
export type Fields = Readonly<Record<string, unknown>>

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** What kind of value came, for messages: `a number`, `an array`, `null`. */
export function kindOf(value: unknown): string {
  if (value === null) return "null"
  if (value === undefined) return "nothing"
  if (Array.isArray(value)) return "an array"
  if (typeof value === "object") return "an object"
  return `a ${typeof value}`
}

/** Tools, ids and keys in messages: quoted, and cut where they are long. */
export function quote(text: string): string {
  const points = [...text.slice(0, 82)]
  return JSON.stringify(points.length > 40 ? `${points.slice(0, 40).join("")}…` : text)
}

/** `pointer` with one more step (RFC 6901). */
export function pointerTo(pointer: string, step: string | number): string {
  if (typeof step === "number") return `${pointer}/${step}`
  return `${pointer}/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`
}

/**
 * The name under which a recorder filed something: a text, or a number as text. Whole numbers beyond 2^53 are no
 * names: JSON has already rounded them, so that two of them could read the same.
 */
export function nameOf(value: unknown): string | undefined {
  if (typeof value === "string") return value
  if (typeof value !== "number" || !Number.isFinite(value)) return undefined
  return Number.isSafeInteger(value) || !Number.isInteger(value) ? String(value) : undefined
}

/** What stands where a name is expected, for messages. */
export function kindOfName(value: unknown): string {
  return typeof value === "number" ? String(value) : kindOf(value)
}

/** What a log writes as `null` it does not have: undefined. */
export function present(value: unknown): unknown {
  return value === null ? undefined : value
}
