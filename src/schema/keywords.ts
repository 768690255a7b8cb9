/** How a keyword holds schemas: as its value, in a list, or as the values of an object. */
export type Holds = "schema" | "list" | "map"

export const applicators: ReadonlyMap<string, Holds> = new Map([
  ...["allOf", "anyOf", "oneOf", "prefixItems"].map((name): [string, Holds] => [name, "list"]),
  ...["not", "if", "then", "else", "items", "contains", "additionalProperties", "propertyNames"].map(
    (name): [string, Holds] => [name, "schema"],
  ),
  ...["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"].map((name): [string, Holds] => [
    name,
    "map",
  ]),
])

/** Keywords whose schemas are asked of the same value: a circle of these alone would never end. */
export const inPlace: ReadonlySet<string> = new Set([
  ...["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"],
])

export const assertions: ReadonlySet<string> = new Set([
  ...["type", "enum", "const", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"],
  ...["maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "maxContains", "minContains"],
  ...["maxProperties", "minProperties", "required", "dependentRequired"],
])

export const identifiers: ReadonlySet<string> = new Set(["$schema", "$id", "$anchor", "$ref"])

/** They say something to readers and nothing about values. */
export const annotations: ReadonlySet<string> = new Set([
  ...["title", "description", "default", "examples", "$comment", "deprecated", "readOnly", "writeOnly"],
  ...["format", "contentEncoding", "contentMediaType", "contentSchema"],
])

const leaveOut = "leave it out: it depends on what other keywords have looked at"
const dynamic = "use $ref: what a reference means must not depend on the way that led to it"

/** What is part of some draft and not taken here, and what to write instead. */
export const unsupported: ReadonlyMap<string, string> = new Map([
  ["unevaluatedProperties", `use additionalProperties, or ${leaveOut}`],
  ["unevaluatedItems", `use items behind prefixItems, or ${leaveOut}`],
  ["$dynamicRef", dynamic],
  ["$dynamicAnchor", "use $anchor"],
  ["$recursiveRef", dynamic],
  ["$recursiveAnchor", "use $anchor"],
  ["$vocabulary", "leave it out: the keywords of 2020-12 are taken"],
  ["dependencies", "since 2020-12 it is dependentRequired, or dependentSchemas"],
  ["additionalItems", "since 2020-12 it is items, beside prefixItems"],
  ["id", "since draft 6 it is $id"],
  ["divisibleBy", "since draft 4 it is multipleOf"],
])

export const known: readonly string[] = [...applicators.keys(), ...assertions, ...identifiers, ...annotations]
