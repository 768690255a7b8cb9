import type { Section, Unsupported } from "./dialect.ts"
import type { RuleType } from "./model.ts"

interface Shape {
  /** The keys that the type adds to those of every rule. */
  readonly keys: readonly string[]
  /** For hints. */
  readonly example: string
}

type ByType<T> = { readonly [type in RuleType]: T }

export const ruleShapes: ByType<Shape> = {
  require: { keys: ["tool"], example: "{type: require, tool: A}" },
  eventually: { keys: ["tool", "within"], example: "{type: eventually, tool: A, within: 3}" },
  max_calls: { keys: ["tool", "max"], example: "{type: max_calls, tool: A, max: 3}" },
  before: { keys: ["first", "then"], example: "{type: before, first: A, then: B}" },
  after: { keys: ["trigger", "then", "within"], example: "{type: after, trigger: A, then: B, within: 1}" },
  never_after: { keys: ["trigger", "forbidden"], example: "{type: never_after, trigger: A, forbidden: B}" },
  sequence: { keys: ["tools", "strict"], example: "{type: sequence, tools: [A, B], strict: false}" },
  blocklist: { keys: ["pattern"], example: "{type: blocklist, pattern: delete}" },
}

/** In the order in which documents name them. */
export const ruleTypes = Object.keys(ruleShapes) as readonly RuleType[]

const per: Unsupported = { version2: true, today: "today a rule sees all calls of a trace together" }
const window: Unsupported = { version2: true, today: "today max counts over the whole trace" }

/** Assay's documents show `blocklist` with lists; its language has one substring. */
const blocklistDialect: ReadonlyMap<string, string> = new Map(
  ["tools", "patterns", "tool"].map(
    (key) =>
      [key, "write pattern with one part of a name, or list names and patterns under tools: {deny: [...]}"] as const,
  ),
)

export const ruleSections: ByType<Section> = {
  require: section("require"),
  eventually: section("eventually"),
  max_calls: { ...section("max_calls"), unsupported: new Map(Object.entries({ per, window })) },
  before: section("before"),
  after: section("after"),
  never_after: section("never_after"),
  sequence: section("sequence"),
  blocklist: { ...section("blocklist"), dialect: blocklistDialect },
}

function section(type: RuleType): Section {
  return {
    name: `a rule of type ${type}`,
    keys: ["type", ...ruleShapes[type].keys, "id", "description", "message", "severity", "action"],
    unsupported: new Map([["per", per]]),
  }
}
