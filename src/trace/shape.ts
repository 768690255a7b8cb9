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
  return `${pointer}/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`
}

/** The name under which a recorder filed something: a text, or a number as text. */
export function nameOf(value: unknown): string | undefined {
  if (typeof value === "string") return value
  return typeof value === "number" && Number.isFinite(value) ? String(value) : undefined
}

/** What a log writes as `null` it does not have: undefined. */
export function present(value: unknown): unknown {
  return value === null ? undefined : value
}
