import { NO_MOST } from "../../assembly/check/schema-abi.ts"
import { allOf, anything } from "./assertions.ts"
import type { CheckNode, Named } from "./check.ts"
import type { Fields } from "./fields.ts"
import { wellFormed } from "./json.ts"
import type { Place } from "./places.ts"

/** The nodes of the schemas that the keywords of one schema hold. */
export class Parts {
  private readonly byKeyword = new Map<string, [key: string | number, node: CheckNode][]>()

  constructor(place: Place, nodeAt: (pointer: string) => CheckNode) {
    for (const { keyword, key, pointer } of place.inside) {
      const list = this.byKeyword.get(keyword) ?? []
      list.push([key, nodeAt(pointer)])
      this.byKeyword.set(keyword, list)
    }
  }

  one(keyword: string): CheckNode | undefined {
    return this.byKeyword.get(keyword)?.[0]?.[1]
  }

  list(keyword: string): CheckNode[] {
    return (this.byKeyword.get(keyword) ?? []).map(([, node]) => node)
  }

  map(keyword: string): readonly (readonly [key: string, node: CheckNode])[] {
    return (this.byKeyword.get(keyword) ?? []).map(([key, node]) => [String(key), node])
  }
}

export function logicNodes(parts: Parts): CheckNode[] {
  const nodes = parts.list("allOf")
  const any = parts.list("anyOf")
  if (any.length > 0) nodes.push({ kind: "any", nodes: any })
  const one = parts.list("oneOf")
  if (one.length > 0) nodes.push({ kind: "one", nodes: one })
  const not = parts.one("not")
  if (not !== undefined) nodes.push({ kind: "not", node: not })
  const condition = parts.one("if")
  const holds = parts.one("then") ?? anything
  const fails = parts.one("else") ?? anything
  if (condition === undefined || (holds.kind === "true" && fails.kind === "true")) return nodes
  return [...nodes, { kind: "if", condition, then: holds, else: fails }]
}

export function arrayNodes(fields: Fields, parts: Parts): CheckNode[] {
  const nodes: CheckNode[] = []
  const first = parts.list("prefixItems")
  const rest = parts.one("items") ?? anything
  if (rest.kind !== "true" || first.some(({ kind }) => kind !== "true")) nodes.push({ kind: "items", first, rest })
  const least = fields.count("minContains") ?? 1
  const most = fields.count("maxContains") ?? NO_MOST
  const node = parts.one("contains")
  if (node !== undefined && (least > 0 || most !== NO_MOST)) nodes.push({ kind: "contains", node, least, most })
  return nodes
}

export function objectNodes(fields: Fields, parts: Parts): CheckNode[] {
  const nodes: CheckNode[] = []
  const named = namedKeys(parts.map("properties"), fields.names("required") ?? [])
  const byPattern = new Map(parts.map("patternProperties"))
  const patterns = fields.patterns().map(([key, regex]) => ({ regex, node: byPattern.get(key) ?? anything }))
  const others = parts.one("additionalProperties") ?? anything
  const keys = parts.one("propertyNames") ?? anything
  const isAsking = named.some(({ node, isRequired }) => isRequired || node !== undefined)
  if (isAsking || [...patterns.map(({ node }) => node), others, keys].some(({ kind }) => kind !== "true")) {
    nodes.push({ kind: "members", named, patterns, others, keys })
  }
  const pairs = [...parts.map("dependentSchemas")].map(([name, node]) => ({ name: wellFormed(name), node }))
  for (const [name, names] of fields.nameLists("dependentRequired")) {
    pairs.push({ name: wellFormed(name), node: requiring(names) })
  }
  const asking = pairs.filter(({ node }) => node.kind !== "true")
  return asking.length === 0 ? nodes : [...nodes, { kind: "dependent", pairs: asking }]
}

/** An object with all these keys; anything that is no object. */
function requiring(names: readonly string[]): CheckNode {
  if (names.length === 0) return anything
  return { kind: "members", named: namedKeys([], names), patterns: [], others: anything, keys: anything }
}

/** Names that read the same without their lone surrogates are one. */
function namedKeys(properties: readonly (readonly [string, CheckNode])[], required: readonly string[]): Named[] {
  const nodes = new Map<string, CheckNode>()
  for (const [key, node] of properties) {
    const name = wellFormed(key)
    nodes.set(name, allOf([nodes.get(name) ?? anything, node]))
  }
  const needed = new Set(required.map(wellFormed))
  return [...new Set([...nodes.keys(), ...needed])].map((name) => {
    const node = nodes.get(name) ?? anything
    return { name, isRequired: needed.has(name), ...(node.kind === "true" ? {} : { node }) }
  })
}
