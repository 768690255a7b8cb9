import { didYouMean } from "../diagnostic/index.ts"
import { allChecks, type Check, oneOfCheck } from "../schema/index.ts"
import { known } from "../schema/keywords.ts"
import type { CheckReader } from "./check-reader.ts"
import type { Fields, Place, Reading } from "./fields.ts"
import { clip, nearestHint, readName, readString, report, wrongType } from "./fields.ts"
import type { Condition } from "./model.ts"
import type { Node } from "./node.ts"
import { pointerSteps } from "./pointer.ts"
import { below, quoted } from "./problems.ts"

/** What a selector asks of a call beyond its name, and the words for it in generated ids. */
export interface Conditions {
  readonly conditions: readonly Condition[]
  readonly reads: readonly string[]
}

const noCall = "an empty list matches no call; name what it may be, or remove the key"

const statuses: readonly ("ok" | "error")[] = ["ok", "error"]

const statusHints: ReadonlyMap<string, string> = new Map([
  ["denied", "a denied call did not happen, so no rule meets it; coverage counts it as an attempt"],
  ["pending", "a pending call has no answer yet, and rules that read answers wait for it"],
  ...["success", "succeeded", "completed"].map((word) => [word, "write ok"] as const),
  ...["failed", "failure"].map((word) => [word, "write error"] as const),
])

/** Reads the conditions of selectors (semantics, section 3); what cannot be read is reported and left out. */
export class ConditionReader {
  readonly #reading: Reading
  readonly #checks: CheckReader

  constructor(reading: Reading, checks: CheckReader) {
    this.#reading = reading
    this.#checks = checks
  }

  read(fields: Fields): Conditions {
    const conditions: Condition[] = []
    const reads: string[] = []
    for (const field of ["args", "agent", "status", "result"] as const) {
      const read = field === "agent" || field === "status" ? this.#word(fields, field) : this.#value(fields, field)
      conditions.push(...read.conditions)
      reads.push(...read.reads)
    }
    return { conditions, reads }
  }

  #word(fields: Fields, field: "agent" | "status"): Conditions {
    const place = fields.get(field)
    if (place === undefined) return { conditions: [], reads: [] }
    return { conditions: field === "agent" ? this.#agents(place) : this.#statuses(place), reads: [field] }
  }

  #agents(place: Place): Condition[] {
    const names = this.#oneOrMore(place, "an agent's name", (item) => {
      const name = readName(this.#reading, item, "an agent's name")
      if (name?.includes("*") !== true) return name
      const message = `Expected an agent's name, found the pattern ${quoted(name)}.`
      report(this.#reading, "wrong-value", item, message, "agents are compared exactly; list their names")
      return undefined
    })
    return names.length === 0 ? [] : [{ field: "agent", check: oneOfCheck(names) }]
  }

  #statuses(place: Place): Condition[] {
    const read = this.#oneOrMore(place, "ok or error", (item) => {
      const text = readString(this.#reading, item)
      const status = statuses.find((candidate) => candidate === text)
      if (text === undefined || status !== undefined) return status
      const hint = statusHints.get(text.toLowerCase()) ?? nearestHint(text, statuses)
      report(this.#reading, "wrong-value", item, `Expected ok or error, found ${quoted(text)}.`, hint)
      return undefined
    })
    return read.length === 0 ? [] : [{ field: "status", statuses: read }]
  }

  /** A value or a list of values, each once. */
  #oneOrMore<T>(place: Place, what: string, read: (item: Place) => T | undefined): readonly T[] {
    const { node, path } = place
    const items =
      node.kind === "list" ? node.items.map((item, index) => ({ node: item, path: below(path, index) })) : [place]
    if (items.length === 0) {
      report(this.#reading, "wrong-value", place, `Expected ${what}, or several, found an empty list.`, noCall)
    }
    return [...new Set(items.map(read).filter((value) => value !== undefined))]
  }

  /**
   * `args` and `args_match`, or `result` and `result_match`. They become one condition: how many a rule may ask for is
   * bounded.
   */
  #value(fields: Fields, field: "args" | "result"): Conditions {
    const [schema, patterns] = [fields.get(field), fields.get(`${field}_match`)]
    const checks = patterns === undefined ? [] : this.#matches(patterns, field)
    const fits = schema && this.#schema(schema, field)
    if (fits !== undefined) checks.push(fits)
    const keys = patterns?.node.kind === "map" ? patterns.node.entries.map(({ name }) => name) : []
    const names = schema === undefined ? [] : namesIn(schema.node)
    if (schema !== undefined && names.length === 0) names.push("")
    return {
      conditions: checks.length === 0 ? [] : [{ field, check: allChecks(checks) }],
      reads: [...new Set([...keys, ...names])].map((name) => readAs(field, name)),
    }
  }

  #matches(place: Place, field: "args" | "result"): Check[] {
    const { node, path } = place
    if (node.kind !== "map") {
      const named = field === "args" ? "{ARGUMENT: REGEX}" : '{"": REGEX} for the whole result, or {NAME: REGEX}'
      wrongType(this.#reading, place, "a map", `write ${named} or remove the key`, `write ${field}_match: ${named}`)
      return []
    }
    if (node.entries.length === 0) {
      const message = `Expected at least one name to match, found an empty map.`
      report(this.#reading, "wrong-value", place, message, `write {NAME: REGEX}, or remove ${field}_match`)
    }
    const checks: Check[] = []
    for (const { name, key, value } of node.entries) {
      const at = { node: value, path: below(path, name) }
      const steps = stepsTo(name)
      if (steps === undefined) {
        const message = `Expected a name or a JSON Pointer, found ${quoted(name)}.`
        this.#reading.problems.add(
          "wrong-value",
          key,
          at.path,
          message,
          "in a JSON Pointer ~ is written ~0, and / in a name ~1",
        )
      } else if (value.kind === "map") {
        const schema = `${field}: {properties: {${clip(name)}: {...}}}`
        wrongType(this.#reading, at, "a regular expression", "", `a JSON Schema stands under ${schema}`)
      } else {
        const check = this.#checks.match(at, steps)
        if (check !== undefined) checks.push(check)
      }
    }
    return checks
  }

  #schema(place: Place, field: "args" | "result"): Check | undefined {
    const { node } = place
    const isSchema = node.kind === "map" || (node.kind === "scalar" && typeof node.value === "boolean")
    if (isSchema) return this.#checks.schema(place, (key, value) => propertyHint(field, key, value))
    const named = field === "args" ? "{ARGUMENT: REGEX}" : '{"": REGEX}'
    const hint =
      node.kind === "scalar" && typeof node.value === "string"
        ? `a regular expression stands under ${field}_match: ${named}`
        : `write ${field}: {properties: {NAME: {const: VALUE}}}`
    wrongType(this.#reading, place, "a JSON Schema as a map", "write {properties: ...} or remove the key", hint)
    return undefined
  }
}

/** What is meant where an argument stands in place of a keyword of JSON Schema. */
export function propertyHint(field: "args" | "result" | "", key: string, value: Node): string | undefined {
  if (didYouMean(key, known) !== undefined) return undefined
  const shown = value.kind === "scalar" ? `{const: ${clip(JSON.stringify(value.value))}}` : "{...}"
  return `write ${field === "" ? "" : `${field}: `}{properties: {${clip(key)}: ${shown}}}`
}

/** The names that a schema speaks of on its first level, in file order. */
function namesIn(schema: Node): string[] {
  if (schema.kind !== "map") return []
  return schema.entries.flatMap(({ name, value }) => {
    if (name === "properties" && value.kind === "map") return value.entries.map((property) => property.name)
    if (name !== "required" || value.kind !== "list") return []
    return value.items.flatMap((item) => (item.kind === "scalar" ? [item.text] : []))
  })
}

/** How a generated id prints what is read: arguments by their names alone, the rest by what it is. */
function readAs(field: "args" | "result", name: string): string {
  if (name === "") return field
  if (field === "args") return name
  return name.startsWith("/") ? `result${name}` : `result.${name}`
}

/** A name leads to the value of that key; the empty JSON Pointer to the whole. */
function stepsTo(key: string): readonly string[] | undefined {
  return key === "" || key.startsWith("/") ? pointerSteps(key) : [key]
}
