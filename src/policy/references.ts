import type { CheckReader } from "./check-reader.ts"
import { ConditionReader } from "./conditions.ts"
import { selectorSection } from "./dialect.ts"
import type { Place, Reading } from "./fields.ts"
import { missingKey, readFields, readList, readMap, readName, report, wrongType } from "./fields.ts"
import { globText, parseGlob } from "./glob.ts"
import type { Glob, Selector, SelectorCase } from "./model.ts"
import type { ListNode, MapNode, Node } from "./node.ts"
import { below, quoted } from "./problems.ts"

/** Globs that all lists of a policy may merge: a short text with long aliases could ask for any number. */
const MAX_MERGED = 1 << 20

/** Resolves the tool references of one policy (semantics, section 3). */
export class References {
  readonly #reading: Reading
  readonly #conditions: ConditionReader
  readonly #aliases = new Map<string, readonly Glob[]>()
  /** A reference means the same everywhere, so all its uses share one list of globs. */
  readonly #resolved = new Map<string, readonly Glob[]>()
  readonly #written = new Map<Selector, string>()
  #merged = 0

  constructor(reading: Reading, checks: CheckReader) {
    this.#reading = reading
    this.#conditions = new ConditionReader(reading, checks)
  }

  /** Reads the map `aliases`. Its keys are names of the user, so `x-...` is a name like any other. */
  readAliases(place: Place): void {
    const map = readMap(this.#reading, place)
    if (map === undefined) return
    for (const { name } of map.entries) this.#aliases.set(name, [])
    for (const { name, key, value } of map.entries) {
      const at = below(place.path, name)
      if (name === "" || name.includes("*")) {
        const message = `Expected a name without * for an alias, found ${quoted(name)}.`
        this.#reading.problems.add("wrong-value", key, at, message, "a * makes a pattern; name the alias otherwise")
      }
      this.#aliases.set(name, this.#members(name, { node: value, path: at }))
    }
  }

  #members(alias: string, place: Place): readonly Glob[] {
    const list = readList(this.#reading, place, "a list of tool references")
    const globs = new Map<string, Glob>()
    for (const [index, node] of (list?.items ?? []).entries()) {
      const member = { node, path: below(place.path, index) }
      const name = readReference(this.#reading, member)
      if (name === undefined) continue
      if (name === alias || !this.#aliases.has(name)) {
        const glob = parseGlob(name)
        globs.set(globText(glob), glob)
        continue
      }
      const message = `Expected a tool name or pattern as a member of ${quoted(alias)}, found the alias ${quoted(name)}.`
      report(this.#reading, "alias-of-alias", member, message, `list the members of ${quoted(name)} here`)
    }
    return [...globs.values()]
  }

  /** A list of references, as under `tools`. It may be empty. */
  readToolList(place: Place): Selector | undefined {
    const list = readList(this.#reading, place, "a list of tool references")
    if (list === undefined) return undefined
    const names: string[] = []
    for (const [index, node] of list.items.entries()) {
      const name = readReference(this.#reading, { node, path: below(place.path, index) })
      if (name !== undefined) names.push(name)
    }
    const lists = names.map((name) => this.#resolve(name))
    return { label: names.join("|"), globs: this.#union(lists, place) }
  }

  /** What selects calls in a rule: a reference, a map with `tool` and conditions, or a list of these. */
  readSelector(place: Place): Selector | undefined {
    const { node } = place
    if (node.kind === "list") return this.#anyOf(place, node)
    if (node.kind === "map") return this.#withConditions(place, node)
    const name = readReference(this.#reading, place)
    return name === undefined ? undefined : this.#byName(name)
  }

  /** The calls that a reference means. */
  named(reference: string): Selector {
    return { label: reference, globs: this.#resolve(reference) }
  }

  #byName(reference: string): Selector {
    const selector = this.named(reference)
    this.#written.set(selector, reference)
    return selector
  }

  /** The one reference that a selector was written as; undefined for a list of several. */
  writtenAs(selector: Selector): string | undefined {
    return this.#written.get(selector)
  }

  #withConditions({ path }: Place, node: MapNode): Selector | undefined {
    const fields = readFields(this.#reading, node, path, selectorSection)
    const tool = fields.get("tool")
    const { conditions, reads } = this.#conditions.read(fields)
    if (tool === undefined) {
      const hint =
        fields.size > 0 ? 'write tool: "*" for every tool' : "a selector is written {tool: NAME}, or NAME alone"
      missingKey(this.#reading, node, path, "tool", hint)
      return undefined
    }
    const name = readReference(this.#reading, tool, "name the tools as one alias, or write a list of selectors")
    if (name === undefined) return undefined
    if (conditions.length === 0) return this.#byName(name)
    const globs = this.#resolve(name)
    return { label: `${name}[${reads.join()}]`, globs, cases: [{ globs, conditions }] }
  }

  #anyOf(place: Place, node: ListNode): Selector | undefined {
    if (node.items.length === 0) {
      const message = "Expected at least one selector, found an empty list."
      report(this.#reading, "wrong-value", place, message, "an empty list matches no call; remove the rule instead")
      return undefined
    }
    const parts = node.items.map((item: Node, index) =>
      this.readSelector({ node: item, path: below(place.path, index) }),
    )
    const read = parts.filter((part) => part !== undefined)
    if (read.length < parts.length) return undefined
    if (read.length === 1) return read[0]
    const label = read.map((part) => part.label).join("|")
    const globs = this.#union(globsOf(read), place)
    const cases = read.flatMap((part): readonly SelectorCase[] => part.cases ?? [{ globs: part.globs, conditions: [] }])
    const conditional = cases.filter(({ conditions }) => conditions.length > 0)
    if (conditional.length === 0) return { label, globs }
    const byName = cases.filter(({ conditions }) => conditions.length === 0)
    const plain = byName.length === 0 ? [] : [{ globs: this.#union(globsOf(byName), place), conditions: [] }]
    return { label, globs, cases: [...plain, ...conditional] }
  }

  #union(lists: readonly (readonly Glob[])[], place: Place): readonly Glob[] {
    if (lists.length === 1) return lists[0] ?? []
    const before = this.#merged
    for (const globs of lists) this.#merged += globs.length
    if (this.#merged > MAX_MERGED) {
      if (before > MAX_MERGED) return []
      const message = `Expected lists of at most ${MAX_MERGED} tool references with aliases written out, found more.`
      report(this.#reading, "too-large", place, message, "name the lists as one alias, or use patterns")
      return []
    }
    const union = new Map<string, Glob>()
    for (const globs of lists) for (const glob of globs) union.set(globText(glob), glob)
    return [...union.values()]
  }

  #resolve(name: string): readonly Glob[] {
    const known = this.#aliases.get(name) ?? this.#resolved.get(name)
    if (known !== undefined) return known
    const globs = [parseGlob(name)]
    this.#resolved.set(name, globs)
    return globs
  }
}

function globsOf(parts: readonly { readonly globs: readonly Glob[] }[]): (readonly Glob[])[] {
  return parts.map(({ globs }) => globs)
}

const forMap = "write the tool's name alone; what its arguments must be stands under tools: {arg_constraints: ...}"

function readReference(reading: Reading, place: Place, forList = "write the names one by one"): string | undefined {
  if (place.node.kind === "map" || place.node.kind === "list") {
    const hint = place.node.kind === "list" ? forList : forMap
    wrongType(reading, place, "a tool name, alias or pattern", "remove it", hint)
    return undefined
  }
  return readName(reading, place, "a tool name, alias or pattern")
}
