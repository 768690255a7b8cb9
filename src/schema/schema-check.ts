import type { CompiledRegex } from "../regex/index.ts"
import { arrayNodes, logicNodes, objectNodes, Parts } from "./applicators.ts"
import { allOf, anything, assertionNodes, nothing } from "./assertions.ts"
import type { Check, CheckNode, Target } from "./check.ts"
import { findCircles } from "./circles.ts"
import { excess } from "./extent.ts"
import { Fields } from "./fields.ts"
import { canonicalText, isObject, type Json, kindOf } from "./json.ts"
import { type Place, Places } from "./places.ts"
import type { SchemaProblem } from "./problem.ts"
import { Problems } from "./problems.ts"

/**
 * A JSON Schema (2020-12) as a check, unless something is wrong with it. `schema` is a plain JSON value. Taken are all
 * assertions and applicators that need no remote reference, no dynamic scope and no annotations; what is not taken is a
 * problem that names it, and so is an unknown keyword.
 */
export function schemaCheck(schema: unknown): { check?: Check; problems: readonly SchemaProblem[] } {
  const problems = new Problems()
  const given = schema as Json
  const tooMuch = excess(given)
  if (tooMuch !== undefined) {
    problems.add("schema-too-large", "", `Expected a schema of at most ${tooMuch}, found more.`)
    return { problems: problems.list }
  }
  const node = new SchemaReader(given, problems).read()
  if (node === undefined || problems.list.length > 0) return { problems: problems.list }
  return { check: { key: `["schema",${canonicalText(given)}]`, node }, problems: [] }
}

class SchemaReader {
  private readonly problems: Problems
  private readonly places: Places
  /** Where the references of places lead to. */
  private readonly references = new Map<Place, Place>()
  private readonly nodes = new Map<string, Target>()
  private readonly regexes = new Map<string, CompiledRegex>()

  constructor(schema: Json, problems: Problems) {
    this.problems = problems
    this.places = new Places(schema, problems)
  }

  /** The innermost schemas are read first: then what a schema is made of is there. */
  read(): CheckNode | undefined {
    if (this.places.isFull) return undefined
    const places = [...this.places.byPointer.values()].reverse()
    for (const place of places) this.refer(place)
    for (const place of places) this.target(place.pointer).node = this.node(place)
    findCircles(this.places, this.references, this.problems)
    return this.nodes.get("")?.node
  }

  private refer(place: Place): void {
    const reference = isObject(place.schema) ? place.schema.$ref : undefined
    if (reference === undefined) return
    if (typeof reference !== "string") {
      this.problems.malformed(place.pointer, "$ref", "a reference", kindOf(reference))
      return
    }
    const target = this.places.find(reference, place)
    if (target !== undefined) this.references.set(place, target)
  }

  private target(pointer: string): Target {
    const known = this.nodes.get(pointer)
    if (known !== undefined) return known
    const target: Target = { node: anything }
    this.nodes.set(pointer, target)
    return target
  }

  private node(place: Place): CheckNode {
    const { schema, pointer } = place
    if (!isObject(schema)) return schema ? anything : nothing
    const fields = new Fields(schema, pointer, this.problems, this.regexes)
    const parts = new Parts(place, (inside) => this.nodes.get(inside)?.node ?? anything)
    const reference = this.references.get(place)
    const assertions = assertionNodes(fields)
    const applicators = [...arrayNodes(fields, parts), ...objectNodes(fields, parts), ...logicNodes(parts)]
    const ref: CheckNode[] = reference === undefined ? [] : [{ kind: "ref", target: this.target(reference.pointer) }]
    return allOf([...assertions, ...applicators, ...ref])
  }
}
