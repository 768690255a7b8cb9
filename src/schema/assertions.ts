import { NO_MOST, RANGE_ABOVE, RANGE_BELOW } from "../../assembly/check/schema-abi.ts"
import type { CheckNode } from "./check.ts"
import type { Fields } from "./fields.ts"

export const anything: CheckNode = { kind: "true" }
export const nothing: CheckNode = { kind: "false" }

/** All of these, as one node. */
export function allOf(nodes: readonly CheckNode[]): CheckNode {
  const asking = nodes.filter(({ kind }) => kind !== "true")
  const [only = anything, ...others] = asking
  return others.length === 0 ? only : { kind: "all", nodes: asking }
}

/** The keywords that look at a value themselves. */
export function assertionNodes(fields: Fields): CheckNode[] {
  const nodes: CheckNode[] = []
  const types = fields.types()
  if (types !== undefined) nodes.push({ kind: "type", types })
  for (const keyword of ["const", "enum"] as const) {
    const values = fields.values(keyword)
    if (values !== undefined) nodes.push(values.length === 0 ? nothing : { kind: "among", values })
  }
  nodes.push(...numberNodes(fields))
  nodes.push(...countNodes(fields, "length", "minLength", "maxLength"))
  const pattern = fields.text("pattern")
  const regex = pattern === undefined ? undefined : fields.regex(pattern, "/pattern", false)
  if (regex !== undefined) nodes.push({ kind: "pattern", regex })
  nodes.push(...countNodes(fields, "item-count", "minItems", "maxItems"))
  if (fields.boolean("uniqueItems")) nodes.push({ kind: "unique" })
  nodes.push(...countNodes(fields, "member-count", "minProperties", "maxProperties"))
  return nodes
}

function numberNodes(fields: Fields): CheckNode[] {
  const nodes: CheckNode[] = []
  const minimum = fields.number("minimum")
  const above = fields.number("exclusiveMinimum")
  const maximum = fields.number("maximum")
  const below = fields.number("exclusiveMaximum")
  const isAbove = above !== undefined && above >= (minimum ?? -Infinity)
  const isBelow = below !== undefined && below <= (maximum ?? Infinity)
  const low = isAbove ? above : minimum
  const high = isBelow ? below : maximum
  if (low !== undefined || high !== undefined) {
    const flags = (isAbove ? RANGE_ABOVE : 0) | (isBelow ? RANGE_BELOW : 0)
    nodes.push({ kind: "range", low: low ?? -Infinity, high: high ?? Infinity, flags })
  }
  const of = fields.divisor()
  if (of !== undefined) nodes.push({ kind: "multiple", of })
  return nodes
}

function countNodes(
  fields: Fields,
  kind: "length" | "item-count" | "member-count",
  min: string,
  max: string,
): CheckNode[] {
  const least = fields.count(min)
  const most = fields.count(max)
  return least === undefined && most === undefined ? [] : [{ kind, least: least ?? 0, most: most ?? NO_MOST }]
}
