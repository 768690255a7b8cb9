/** Says whether a value from outside has a shape. */
export type Check = (value: unknown) => boolean

export const text: Check = (value) => typeof value === "string"
export const count: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0
export const oneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value)
export const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value)
export const list =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check)
/** A list of so many members. */
export const listOf =
  (least: number, most: number, check: Check): Check =>
  (value) =>
    list(check)(value) && (value as unknown[]).length >= least && (value as unknown[]).length <= most
export const pair =
  (first: Check, second: Check): Check =>
  (value) =>
    Array.isArray(value) && value.length === 2 && first(value[0]) && second(value[1])
export const record =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) =>
    typeof value === "object" &&
    value !== null &&
    Object.entries(checks).every(([key, check]) => check((value as Readonly<Record<string, unknown>>)[key]))
