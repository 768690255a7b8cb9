import { allChecks, type Check, memberCheck, requiredCheck } from "../schema/index.ts"
import type { CheckReader } from "./check-reader.ts"
import { propertyHint } from "./conditions.ts"
import { argsExamples, constraintDialect, shortForms } from "./dialect.ts"
import type { Fields, Place, Reading } from "./fields.ts"
import { clip, readList, readName, wrongType } from "./fields.ts"
import type { ArgsRule } from "./model.ts"
import type { Entry, MapNode, Node } from "./node.ts"
import { plainValue } from "./node.ts"
import { below, quoted } from "./problems.ts"
import type { References } from "./references.ts"
import type { SourceText, Span } from "./source-text.ts"

/** What has been read of the rule of one tool key. */
interface Draft {
  readonly span: Span
  /** Arguments that must be present. */
  readonly names: Set<string>
  readonly checks: Check[]
}

type Section = keyof typeof argsExamples

/** Reads `require_args`, `arg_constraints` and `schemas` of `tools`: one rule for each tool key (semantics, section 2). */
export class ArgsRuleReader {
  readonly #reading: Reading
  readonly #references: References
  readonly #checks: CheckReader
  readonly #drafts = new Map<string, Draft>()

  constructor(reading: Reading, references: References, checks: CheckReader) {
    this.#reading = reading
    this.#references = references
    this.#checks = checks
  }

  /** `tools` are the known keys of the map, in file order; so are the rules, by their first mention. */
  read(tools: Fields, source: SourceText): readonly ArgsRule[] {
    for (const [key, place] of tools) if (isSection(key)) this.#section(key, place)
    return [...this.#drafts].map(([tool, { span, names, checks }]) => ({
      selector: this.#references.named(tool),
      check: allChecks(names.size > 0 ? [requiredCheck([...names]), ...checks] : checks),
      range: source.range(span),
    }))
  }

  #section(section: Section, place: Place): void {
    const map = this.#map(place, "a map", `write ${section}: ${argsExamples[section]}`)
    for (const entry of map?.entries ?? []) {
      const at = { node: entry.value, path: below(place.path, entry.name) }
      const draft = this.#draft(section, entry, at.path)
      if (draft === undefined) continue
      if (section === "require_args") this.#required(at, draft)
      else if (section === "arg_constraints") this.#constraints(at, draft)
      else this.#schema(at, draft)
    }
  }

  #draft(section: Section, { name, key, value }: Entry, path: string): Draft | undefined {
    if (name === "") {
      this.#reading.problems.add(
        "wrong-value",
        key,
        path,
        "Expected a tool name, alias or pattern, found an empty key.",
      )
      return undefined
    }
    if (section === "schemas" && (name === "$defs" || name === "definitions")) {
      const message = `Expected a tool name, alias or pattern, found ${quoted(name)}.`
      const hint = "write definitions into the schema that uses them, or share schemas by YAML anchors"
      this.#reading.problems.add("assay-dialect", key, path, message, hint)
      return undefined
    }
    const known = this.#drafts.get(name)
    if (known !== undefined) return known
    const span = { start: key.start, end: Math.max(key.end, value.start < key.start ? 0 : value.end) }
    const draft = { span, names: new Set<string>(), checks: [] }
    this.#drafts.set(name, draft)
    return draft
  }

  #required(place: Place, { names }: Draft): void {
    const list = readList(this.#reading, place, "a list of argument names")
    for (const [index, node] of (list?.items ?? []).entries()) {
      const item = { node, path: below(place.path, index) }
      const name = readName(this.#reading, item, "the name of an argument")
      if (name === undefined || this.#isPointer(name, node, item.path)) continue
      names.add(name)
    }
  }

  #constraints(place: Place, draft: Draft): void {
    const map = this.#map(place, "a map of arguments", `write ${argsExamples.arg_constraints}`)
    for (const { name, key, value } of map?.entries ?? []) {
      const at = { node: value, path: below(place.path, name) }
      if (this.#isPointer(name, key, at.path)) continue
      const constraint = this.#map(at, "a constraint as a map", constraintHint(value))
      if (constraint === undefined) continue
      if (constraint.entries.some(({ name, value }) => name === "required" && isTruth(value, true)))
        draft.names.add(name)
      const check = this.#constraint(constraint, at)
      if (check !== undefined) draft.checks.push(memberCheck(name, check))
    }
  }

  /** A constraint is a schema in which short forms may stand. */
  #constraint(constraint: MapNode, { node, path }: Place): Check | undefined {
    const names = new Set(constraint.entries.map(({ name }) => name))
    const writtenAs = new Map<string, string>()
    const members: [string, unknown][] = []
    let isSound = true
    for (const { name, key, value } of constraint.entries) {
      const keyword = shortForms.get(name) ?? name
      const fault = constraintFault(name, names)
      if (fault !== undefined) {
        isSound = false
        this.#reading.problems.add(fault.code, key, below(path, name), fault.message, fault.hint)
      } else if (name !== "required" || !isTruth(value)) {
        writtenAs.set(keyword, name)
        members.push([keyword, plainValue(value)])
      }
    }
    return isSound
      ? this.#checks.schema({ node, path }, undefined, { schema: Object.fromEntries(members), writtenAs })
      : undefined
  }

  #schema(place: Place, { checks }: Draft): void {
    const { node } = place
    const isList = node.kind === "list"
    const hint = isList ? "write the names under require_args" : "write {properties: {ARGUMENT: {type: string}}}"
    const isSchema = isTruth(node) || this.#map(place, "a JSON Schema as a map", hint) !== undefined
    const check = isSchema ? this.#checks.schema(place, (key, value) => propertyHint("", key, value)) : undefined
    if (check !== undefined) checks.push(check)
  }

  #map(place: Place, what: string, hint: string): MapNode | undefined {
    if (place.node.kind === "map") return place.node
    wrongType(this.#reading, place, what, "write {} or remove the key", hint)
    return undefined
  }

  /** A path here would name an argument that no call has, so nothing would be judged. */
  #isPointer(name: string, span: Span, path: string): boolean {
    if (!name.startsWith("/")) return false
    const message = `Expected the name of an argument, found ${quoted(name)}, which reads like a JSON Pointer.`
    const hint =
      "write what is inside an argument as {properties: {NAME: ...}}; a name with / at its beginning, under schemas"
    this.#reading.problems.add("wrong-value", span, path, message, hint)
    return true
  }
}

function isSection(key: string): key is Section {
  return Object.hasOwn(argsExamples, key)
}

function isTruth(node: Node, value?: boolean): boolean {
  return node.kind === "scalar" && (value === undefined ? typeof node.value === "boolean" : node.value === value)
}

/** What to write for a constraint that is no map. `false` could mean the value, or that the argument must not be given. */
function constraintHint(node: Node): string {
  if (node.kind === "list") return "write {enum: [...]} for the values that it may have"
  if (isTruth(node, false)) return "write {const: false}, or {not: {}} to forbid the argument"
  if (isTruth(node, true)) return "write {const: true}, or {required: true} where the argument must be present"
  return node.kind === "scalar" ? `write {const: ${clip(JSON.stringify(node.value))}}` : "write {type: string}"
}

interface Fault {
  readonly code: "assay-dialect" | "conflicting-keys"
  readonly message: string
  readonly hint: string
}

function constraintFault(name: string, names: ReadonlySet<string>): Fault | undefined {
  const dialect = constraintDialect.get(name)
  if (dialect !== undefined) {
    const message = `Expected a keyword of JSON Schema, min, max or required, found ${quoted(name)}.`
    return { code: "assay-dialect", message, hint: dialect }
  }
  const keyword = shortForms.get(name)
  if (keyword === undefined || !names.has(keyword)) return undefined
  const message = `Expected either ${name} or ${keyword}, found both.`
  return { code: "conflicting-keys", message, hint: `keep one of them: ${name} is short for ${keyword}` }
}
