import * as abi from "../../assembly/check/schema-abi.ts"
import type { CompiledRegex } from "../regex/index.ts"
import { anything } from "./assertions.ts"
import type { Check, CheckNode, Target } from "./check.ts"
import { ConstantPool, decimalWords, doubleWords, StringPool } from "./constants.ts"

/** A node of which there is at most one: what it asks is asked without any other node. */
const leaves: ReadonlySet<CheckNode["kind"]> = new Set([
  ...(["true", "false", "unique", "type", "range", "multiple", "length", "item-count", "member-count"] as const),
  ...(["pattern", "among", "match"] as const),
])

const lists = { all: abi.NODE_ALL, any: abi.NODE_ANY, one: abi.NODE_ONE }
const bounds = {
  length: abi.NODE_LENGTH,
  "item-count": abi.NODE_ITEM_COUNT,
  "member-count": abi.NODE_MEMBER_COUNT,
}

/** The checks of a program, written down for the core: one section, in which what is equal stands once. */
export class CheckSet {
  private readonly nodes: number[] = []
  private readonly regexWords: number[] = []
  private readonly strings = new StringPool()
  private readonly constants = new ConstantPool(this.strings)
  private readonly regexes = new Map<string, number>()
  private readonly checks = new Map<string, number>()
  /** Places of nodes by their words, and of references by their targets. */
  private readonly places = new Map<string, number>()
  private readonly references = new Map<Target, number>()
  private readonly unresolved: [place: number, target: Target][] = []
  private tables = 0

  /** The place of a check: words from the start of the section. */
  add(check: Check): number {
    const known = this.checks.get(check.key)
    if (known !== undefined) return known
    const place = this.node(check.node)
    for (let next = this.unresolved.pop(); next !== undefined; next = this.unresolved.pop()) {
      const [reference, target] = next
      this.nodes[reference - abi.SECTION_HEADER + 1] = this.node(target.node)
    }
    this.checks.set(check.key, place)
    return place
  }

  /** The section, position independent; empty when there are no checks. */
  get words(): readonly number[] {
    if (this.checks.size === 0) return []
    const header = new Array<number>(abi.SECTION_HEADER).fill(0)
    header[abi.SECTION_NODES_END] = abi.SECTION_HEADER + this.nodes.length
    header[abi.SECTION_REGEX_WORDS] = this.regexWords.length
    header[abi.SECTION_CONSTANTS] = this.constants.size
    header[abi.SECTION_STRING_BYTES] = this.strings.size
    header[abi.SECTION_TABLES] = this.tables
    return header.concat(this.nodes, this.regexWords, this.constants.words, this.strings.words())
  }

  /** Writes a node down unless it stands already; `hasTable` says that the second word is the number of its table. */
  private put(what: number, words: readonly number[], hasTable = false): number {
    const key = `${what} ${words.join(" ")}`
    const known = this.places.get(key)
    if (known !== undefined) return known
    const place = abi.SECTION_HEADER + this.nodes.length
    this.places.set(key, place)
    const table = hasTable ? [this.tables++] : []
    this.nodes.push((what | ((1 + table.length + words.length) << abi.NODE_SHIFT)) >>> 0)
    for (const word of [...table, ...words]) this.nodes.push(word >>> 0)
    return place
  }

  private node(node: CheckNode): number {
    switch (node.kind) {
      case "all":
        return this.all(node.nodes)
      case "any":
      case "one":
        return this.put(lists[node.kind], this.list(node.nodes))
      case "not":
        return this.put(abi.NODE_NOT, [this.node(node.node)])
      case "if":
        return this.put(abi.NODE_IF, this.list([node.condition, node.then, node.else]))
      case "ref":
        return this.reference(node.target)
      case "items":
        return this.put(abi.NODE_ITEMS, [this.optional(node.rest), ...this.list(node.first)])
      case "contains":
        return this.put(abi.NODE_CONTAINS, [this.node(node.node), node.least, node.most])
      case "members":
        return this.members(node)
      case "dependent":
        return this.dependent(node.pairs)
      default:
        return this.leaf(node)
    }
  }

  private leaf(node: CheckNode): number {
    switch (node.kind) {
      case "true":
        return this.put(abi.NODE_TRUE, [])
      case "unique":
        return this.put(abi.NODE_UNIQUE, [])
      case "type":
        return this.put(abi.NODE_TYPE, [node.types])
      case "range":
        return this.put(abi.NODE_RANGE, [node.flags, ...doubleWords(node.low), ...doubleWords(node.high)])
      case "multiple":
        return this.put(abi.NODE_MULTIPLE, decimalWords(node.of))
      case "length":
      case "item-count":
      case "member-count":
        return this.put(bounds[node.kind], [node.least, node.most])
      case "pattern":
        return this.put(abi.NODE_PATTERN, [this.regex(node.regex)])
      case "among":
        return this.put(
          abi.NODE_AMONG,
          node.values.map((value) => this.constants.add(value)),
          true,
        )
      case "match":
        return this.put(abi.NODE_MATCH, [this.regex(node.regex), ...node.path.flatMap((step) => this.step(step))], true)
      default:
        return this.put(abi.NODE_FALSE, [])
    }
  }

  private list(nodes: readonly CheckNode[]): number[] {
    return nodes.map((node) => this.node(node))
  }

  private optional(node: CheckNode): number {
    return node.kind === "true" ? 0 : this.node(node)
  }

  /** What looks at the value itself comes first, in one node. */
  private all(nodes: readonly CheckNode[]): number {
    const flat = fused(flatten(nodes))
    const own = this.list(flat.filter(({ kind }) => leaves.has(kind)))
    const others = this.list(flat.filter(({ kind }) => !leaves.has(kind)))
    const [only] = own
    const first = own.length === 1 && only !== undefined ? own : own.length === 0 ? [] : [this.put(abi.NODE_EACH, own)]
    const all = [...first, ...others]
    const [single] = all
    return all.length === 1 && single !== undefined ? single : this.put(abi.NODE_ALL, all)
  }

  /** A reference stands once a target, which is written down later: it may hold the reference. */
  private reference(target: Target): number {
    const known = this.references.get(target)
    if (known !== undefined) return known
    const place = abi.SECTION_HEADER + this.nodes.length
    this.nodes.push(abi.NODE_REF | (2 << abi.NODE_SHIFT), 0)
    this.references.set(target, place)
    this.unresolved.push([place, target])
    return place
  }

  private members({ named, patterns, others, keys, onlyObjects }: CheckNode & { kind: "members" }): number {
    const names = named.flatMap(({ name, node, isRequired }) => [
      ...this.strings.add(name),
      this.optional(node ?? anything),
      isRequired ? 1 : 0,
    ])
    const byPattern = patterns.flatMap(({ regex, node }) => [this.regex(regex), this.node(node)])
    const required = named.filter(({ isRequired }) => isRequired).length
    const counts = [required, named.length, patterns.length, onlyObjects ? abi.CHECK_NO : abi.CHECK_YES]
    const words = [this.optional(others), this.optional(keys), ...counts, ...names, ...byPattern]
    return this.put(abi.NODE_MEMBERS, words, true)
  }

  private dependent(pairs: readonly { readonly name: string; readonly node: CheckNode }[]): number {
    const words = pairs.flatMap(({ name, node }) => [...this.strings.add(name), this.node(node)])
    return this.put(abi.NODE_DEPENDENT, words, true)
  }

  /** A step of a path: a key, and the index that it is in an array. */
  private step(key: string): number[] {
    const index = /^(0|[1-9]\d{0,8})$/.test(key) ? Number(key) : abi.NO_INDEX
    return [...this.strings.add(key), index]
  }

  private regex(regex: CompiledRegex): number {
    const key = regex.words.join()
    const known = this.regexes.get(key)
    if (known !== undefined) return known
    const place = this.regexWords.length
    for (const word of regex.words) this.regexWords.push(word >>> 0)
    this.regexes.set(key, place)
    return place
  }
}

/** An object, and something about its members: that is one question. */
function fused(nodes: readonly CheckNode[]): readonly CheckNode[] {
  const isObject = (node: CheckNode): boolean => node.kind === "type" && node.types === 1 << abi.KIND_OBJECT
  const members = nodes.find(({ kind }) => kind === "members")
  if (members?.kind !== "members" || !nodes.some(isObject)) return nodes
  const one: CheckNode = { ...members, onlyObjects: true }
  return nodes.flatMap((node) => (isObject(node) ? [] : node === members ? [one] : [node]))
}

function flatten(nodes: readonly CheckNode[]): CheckNode[] {
  return nodes.flatMap((node) => (node.kind === "all" ? flatten(node.nodes) : [node]))
}
