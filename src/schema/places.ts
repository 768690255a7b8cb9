import { didYouMean } from "../diagnostic/did-you-mean.ts"
import { isObject, type Json, type JsonObject, kindOf, step } from "./json.ts"
import { annotations, applicators, assertions, identifiers, known, unsupported } from "./keywords.ts"
import type { Problems } from "./problems.ts"
import { resolveReference } from "./uri.ts"

/** Schemas in a schema, all levels and definitions counted. */
export const MAX_SCHEMAS = 20_000

/** A schema and where it stands. */
export interface Place {
  readonly pointer: string
  readonly schema: JsonObject | boolean
  /** The address that its references are resolved against. */
  readonly base: string
  /** The schemas that its keywords hold. */
  readonly inside: readonly { readonly keyword: string; readonly key: string | number; readonly pointer: string }[]
}

/** All schemas of a schema, by their pointers, and the names that they are referred to by. */
export class Places {
  readonly byPointer: Map<string, Place> = new Map()
  /** Pointers by absolute address: of those that have an `$id`, and the outermost. */
  private readonly resources = new Map<string, string>()
  /** Pointers by address, `#` and `$anchor`. */
  private readonly anchors = new Map<string, string>()
  private readonly problems: Problems
  /** There are too many: what follows was not looked at. */
  isFull = false

  constructor(schema: Json, problems: Problems) {
    this.problems = problems
    this.resources.set("", "")
    this.visit(schema, "", "")
  }

  private visit(schema: Json, pointer: string, outer: string): void {
    if (this.isFull) return
    if (this.byPointer.size === MAX_SCHEMAS) {
      this.isFull = true
      const message = `Expected at most ${MAX_SCHEMAS} schemas in one, found more.`
      this.problems.add("schema-too-large", pointer, message)
      return
    }
    if (typeof schema !== "boolean" && !isObject(schema)) {
      this.problems.add(
        "invalid-schema",
        pointer,
        `Expected a schema (an object, true or false), found ${kindOf(schema)}.`,
      )
      return
    }
    const base = isObject(schema) ? this.identify(schema, pointer, outer) : outer
    const inside: Place["inside"][number][] = []
    this.byPointer.set(pointer, { pointer, schema, base, inside })
    if (!isObject(schema)) return
    for (const [keyword, value] of Object.entries(schema)) {
      const holds = applicators.get(keyword)
      if (holds === undefined) this.judgeName(keyword, pointer)
      else
        for (const [key, member] of this.members(holds, keyword, value, pointer)) {
          const at = pointer + step(keyword) + (holds === "schema" ? "" : step(key))
          inside.push({ keyword, key, pointer: at })
          this.visit(member, at, base)
        }
    }
  }

  private members(holds: string, keyword: string, value: Json, pointer: string): [string | number, Json][] {
    if (holds === "schema") {
      if (keyword !== "items" || !Array.isArray(value)) return [["", value]]
      const hint = "since 2020-12 a list of schemas is prefixItems, and items is what comes behind them"
      this.problems.add("unsupported-schema", pointer + step(keyword), "A list as items is of an older draft.", {
        hint,
      })
    } else if (holds === "map") {
      if (isObject(value)) return Object.entries(value)
      this.problems.malformed(pointer, keyword, "an object of schemas", kindOf(value))
    } else if (!Array.isArray(value)) {
      this.problems.malformed(pointer, keyword, "a list of schemas", kindOf(value))
    } else {
      if (value.length === 0) this.problems.malformed(pointer, keyword, "at least one schema", "none")
      return [...value.entries()]
    }
    return []
  }

  private judgeName(keyword: string, pointer: string): void {
    if (assertions.has(keyword) || identifiers.has(keyword) || annotations.has(keyword)) return
    const hint = unsupported.get(keyword)
    if (hint !== undefined) {
      const message = `The keyword ${keyword} is not taken.`
      this.problems.add("unsupported-schema", pointer + step(keyword), message, { hint, onKey: true })
    } else if (!keyword.startsWith("x-")) {
      const near = didYouMean(keyword, known)
      const message = `Expected a keyword of JSON Schema 2020-12, found ${JSON.stringify(keyword)}.`
      this.problems.add("invalid-schema", pointer + step(keyword), message, {
        hint: near === undefined ? "keys that begin with x- are ignored" : `did you mean ${near}?`,
        onKey: true,
      })
    }
  }

  /** Notes the names of a schema, and returns the address that its references are resolved against. */
  private identify(schema: JsonObject, pointer: string, outer: string): string {
    const { $id, $anchor, $schema } = schema
    if ($schema !== undefined) this.judgeDraft($schema, pointer)
    let base = outer
    if (typeof $id === "string" && $id.startsWith("#")) {
      const hint = "since draft 2019-09 it is $anchor"
      this.problems.add("unsupported-schema", `${pointer}/$id`, "A name as $id is of an older draft.", { hint })
    } else if ($id !== undefined && (typeof $id !== "string" || /#./.test($id))) {
      this.problems.malformed(pointer, "$id", "an address without fragment", JSON.stringify($id))
    } else if (typeof $id === "string") {
      base = resolveReference(outer, $id).uri
      this.name(this.resources, base, pointer, "$id")
      if (pointer === "") this.resources.set("", "")
    }
    if ($anchor !== undefined && (typeof $anchor !== "string" || !/^[A-Za-z_][-A-Za-z0-9._]*$/.test($anchor))) {
      this.problems.malformed(pointer, "$anchor", "a name of letters, digits, - . and _", JSON.stringify($anchor))
    } else if (typeof $anchor === "string") this.name(this.anchors, `${base}#${$anchor}`, pointer, "$anchor")
    return base
  }

  private name(names: Map<string, string>, name: string, pointer: string, keyword: string): void {
    if (names.has(name) && name !== "") {
      const message = `Expected each ${keyword} to be given once, found ${JSON.stringify(name)} again.`
      this.problems.add("invalid-schema", `${pointer}/${keyword}`, message)
    } else names.set(name, pointer)
  }

  private judgeDraft(draft: Json, pointer: string): void {
    if (typeof draft !== "string") this.problems.malformed(pointer, "$schema", "the address of a draft", kindOf(draft))
    else if (!/^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/.test(draft)) {
      const message = `Expected $schema to be of draft 2020-12, found ${JSON.stringify(draft)}.`
      const hint = 'write "https://json-schema.org/draft/2020-12/schema", or leave it out'
      this.problems.add("unsupported-schema", `${pointer}/$schema`, message, { hint })
    }
  }

  /** The place that a reference leads to; otherwise the problem is noted. */
  find(reference: string, from: Place): Place | undefined {
    const { uri, fragment } = resolveReference(from.base, reference)
    const at = `${from.pointer}/$ref`
    const root = this.resources.get(uri)
    if (root === undefined) {
      const message = `Expected a reference into the schema itself, found ${JSON.stringify(reference)}.`
      const hint = "nothing is fetched: copy that schema into $defs, with its $id"
      this.problems.add("unsupported-schema", at, message, { hint })
      return undefined
    }
    const pointer = this.pointerOf(uri, root, fragment)
    const place = pointer === undefined ? undefined : this.byPointer.get(pointer)
    if (place === undefined) {
      const message = `Expected a reference to a schema, found ${JSON.stringify(reference)}, where none is.`
      this.problems.add("invalid-schema", at, message)
    }
    return place
  }

  private pointerOf(uri: string, root: string, fragment: string | undefined): string | undefined {
    if (fragment === undefined || fragment === "") return fragment === "" ? root : undefined
    return fragment.startsWith("/") ? root + fragment : this.anchors.get(`${uri}#${fragment}`)
  }
}
