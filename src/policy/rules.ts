import { didYouMean } from "../diagnostic/index.ts"
import { dialectRuleTypes, version2RuleTypes } from "./dialect.ts"
import type { Fields, Place, Reading } from "./fields.ts"
import {
  missingKey,
  readChoice,
  readFields,
  readList,
  readName,
  readString,
  report,
  reportUnsupported,
} from "./fields.ts"
import type { Action, Rule, RuleOperands, RuleType, Severity } from "./model.ts"
import type { MapNode } from "./node.ts"
import { described } from "./node.ts"
import { OperandReader } from "./operands.ts"
import { below, quoted } from "./problems.ts"
import type { References } from "./references.ts"
import { generatedId, IdRegister, isReservedId, legacyId } from "./rule-ids.ts"
import { ruleSections, ruleShapes, ruleTypes } from "./rule-shapes.ts"
import type { SourceText } from "./source-text.ts"

const severities: readonly Severity[] = ["error", "warning"]
const actions: readonly Action[] = ["deny", "ask", "warn"]

/** A rule that still lacks its id. */
interface Draft {
  readonly place: Place
  readonly operands: RuleOperands
  readonly id: (Place & { readonly text: string }) | undefined
  readonly rest: Pick<Rule, "description" | "message" | "severity" | "action">
}

/** Reads the list of rules; leaves out those that cannot be read. */
export function readRules(reading: Reading, references: References, place: Place, source: SourceText): Rule[] {
  const list = readList(reading, place, "a list of rules")
  const drafts: Draft[] = []
  for (const [index, node] of (list?.items ?? []).entries()) {
    const draft = readRule(reading, references, { node, path: below(place.path, index) })
    if (draft !== undefined) drafts.push(draft)
  }
  return named(reading, references, drafts, source)
}

function readRule(reading: Reading, references: References, place: Place): Draft | undefined {
  const { node, path } = place
  if (node.kind === "broken") return undefined
  if (node.kind !== "map") {
    const message = `Expected a rule as a map, found ${described(node)}.`
    if (node.kind === "list") report(reading, "assay-dialect", place, message, "write {type: sequence, tools: [A, B]}")
    else report(reading, "wrong-type", place, message, `write ${ruleShapes.before.example}`)
    return undefined
  }
  const type = readType(reading, node, path)
  if (type === undefined) return undefined
  const fields = readFields(reading, node, path, ruleSections[type])
  const id = readId(reading, fields)
  const rest = readRest(reading, fields)
  const withoutPattern = type === "blocklist" && !fields.has("pattern") && node.entries.some(isOldBlocklistKey)
  const operands = withoutPattern ? undefined : new OperandReader(reading, references, fields, place, type).read()
  return operands && { place, operands, id, rest }
}

function isOldBlocklistKey({ name }: { readonly name: string }): boolean {
  return ruleSections.blocklist.dialect?.has(name) ?? false
}

function readType(reading: Reading, map: MapNode, path: string): RuleType | undefined {
  const entry = map.entries.find(({ name }) => name === "type")
  if (entry === undefined) {
    reportTypeless(reading, map, path)
    return undefined
  }
  const place = { node: entry.value, path: below(path, "type") }
  const text = readString(reading, place)
  const type = ruleTypes.find((candidate) => candidate === text)
  if (text === undefined || type !== undefined) return type
  const later = version2RuleTypes.get(text)
  const dialect = dialectRuleTypes.get(text.toLowerCase())
  if (later !== undefined) {
    const what = `the rule type ${quoted(text)}`
    reportUnsupported(reading, place.node, place.path, what, { version2: true, today: later })
  } else if (dialect !== undefined) {
    report(reading, "assay-dialect", place, `Expected a rule type, found ${quoted(text)}.`, dialect)
  } else {
    const near = didYouMean(text, ruleTypes)
    const hint = near === undefined ? `rule types are ${ruleTypes.join(", ")}` : `did you mean ${near}?`
    report(reading, "unknown-rule-type", place, `Expected a rule type, found ${quoted(text)}.`, hint)
  }
  return undefined
}

/** `- before: {first: A, then: B}` is how some of Assay's documents write `- type: before`. */
function reportTypeless(reading: Reading, map: MapNode, path: string): void {
  const known = new Set<string>([...ruleTypes, ...dialectRuleTypes.keys(), ...version2RuleTypes.keys()])
  const entry = map.entries.find(({ name }) => known.has(name))
  if (entry === undefined) {
    missingKey(reading, map, path, "type", `rule types are ${ruleTypes.join(", ")}`)
    return
  }
  const { name, key } = entry
  const type = ruleTypes.find((candidate) => candidate === name)
  const hint =
    type === undefined ? (dialectRuleTypes.get(name) ?? `write type: ${name}`) : `write ${ruleShapes[type].example}`
  const message = `Expected the rule type under the key type, found the key ${quoted(name)}.`
  reading.problems.add("assay-dialect", key, below(path, name), message, hint)
}

function readId(reading: Reading, fields: Fields): Draft["id"] {
  const place = fields.get("id")
  const text = place && readName(reading, place, "an id")
  if (place === undefined || text === undefined) return undefined
  if (!isReservedId(text)) return { node: place.node, path: place.path, text }
  const message = `Expected an id of the policy's own, found ${quoted(text)}, which belongs to the lists under tools.`
  report(reading, "reserved-id", place, message, "choose another id")
  return undefined
}

function readRest(reading: Reading, fields: Fields): Draft["rest"] {
  const [description, message, severity, action] = ["description", "message", "severity", "action"].map((key) =>
    fields.get(key),
  )
  const told = message && readString(reading, message)
  const words = description && readString(reading, description)
  const grade = (severity && readChoice(reading, severity, severities)) ?? "error"
  return {
    ...(words !== undefined && { description: words }),
    ...(told !== undefined && { message: told }),
    severity: grade,
    action: (action && readChoice(reading, action, actions)) ?? (grade === "warning" ? "warn" : "deny"),
  }
}

/**
 * Generated ids come first, so that they do not depend on given ones; a given id that is taken is then an error at the
 * place where it is given.
 */
function named(reading: Reading, references: References, drafts: readonly Draft[], source: SourceText): Rule[] {
  const register = new IdRegister()
  const ids = drafts.map(({ id, operands }) => (id === undefined ? register.generate(generatedId(operands)) : id.text))
  return drafts.map(({ place, operands, id, rest }, index): Rule => {
    if (id !== undefined) {
      if (register.has(id.text)) {
        const message = `Expected an id that no other rule has, found ${quoted(id.text)} again.`
        report(reading, "duplicate-id", id, message, "give one of the rules another id")
      }
      register.add(id.text)
    }
    const old = legacyId(operands, (selector) => references.writtenAs(selector))
    const base = { id: ids[index] ?? "", ...(old !== undefined && { legacyId: old }), ...rest }
    return { ...base, range: source.range(place.node), ...operands }
  })
}
