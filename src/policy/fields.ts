import type { DiagnosticCode } from "../diagnostic/index.ts"
import { didYouMean } from "../diagnostic/index.ts"
import type { Section, Unsupported } from "./dialect.ts"
import { dialectOf, isIgnored, unsupportedKey } from "./dialect.ts"
import type { Entry, ListNode, MapNode, Node } from "./node.ts"
import { described } from "./node.ts"
import type { Problems } from "./problems.ts"
import { below, quoted } from "./problems.ts"
import type { Span } from "./source-text.ts"
import { isIntegerText } from "./yaml-scalar.ts"

/** A node and where it stands. */
export interface Place {
  readonly node: Node
  readonly path: string
}

/** What readers of parts of a policy share. */
export interface Reading {
  readonly problems: Problems
  /** Whether the policy says `version: "2"`; words of that version are then simply not supported yet. */
  readonly isVersion2: boolean
}

/** The known entries of a map. */
export type Fields = ReadonlyMap<string, Entry & Place>

export function report(reading: Reading, code: DiagnosticCode, place: Place, message: string, hint?: string): void {
  reading.problems.add(code, place.node, place.path, message, hint)
}

/**
 * Takes the known keys of a map; reports the others. A key of another Assay dialect and a key that is not supported yet
 * say so, any other gets the nearest known one as a hint.
 */
export function readFields(reading: Reading, map: MapNode, path: string, section: Section): Fields {
  const fields = new Map<string, Entry & Place>()
  for (const entry of map.entries) {
    const { name, value } = entry
    const at = below(path, name)
    if (section.keys.includes(name)) fields.set(name, { ...entry, node: value, path: at })
    else if (!isIgnored(name)) reportKey(reading, entry, at, section)
  }
  return fields
}

function reportKey(reading: Reading, { name, key, value }: Entry, path: string, section: Section): void {
  const { problems } = reading
  const unsupported = unsupportedKey(section, name)
  if (unsupported !== undefined) {
    reportUnsupported(reading, key, path, `the key ${quoted(name)}`, unsupported)
    return
  }
  const dialect = dialectOf(section, name, value)
  if (dialect !== undefined) {
    problems.add("assay-dialect", key, path, `Expected a key of ${section.name}, found ${quoted(name)}.`, dialect)
    return
  }
  problems.add("unknown-key", key, path, `Expected a key of ${section.name}, found ${quoted(name)}.`, () => {
    const near = didYouMean(name, section.keys)
    if (name === "<<") return "YAML 1.2 has no merge keys: write the keys out"
    return near === undefined ? `known keys are ${section.keys.join(", ")}` : `did you mean ${near}?`
  })
}

export function reportUnsupported(reading: Reading, span: Span, path: string, what: string, word: Unsupported): void {
  const early = word.version2 && !reading.isVersion2
  const message = `Expected what this engine can enforce, found ${what}.`
  const hint = early ? `it needs version: "2", and is not supported yet; ${word.today}` : word.today
  reading.problems.add("unsupported-yet", span, path, message, hint)
}

/** Where a key must be: the map's beginning, for messages about what is missing. */
export function missingKey(reading: Reading, map: Node, path: string, name: string, hint: string): void {
  const span = { start: map.start, end: map.start }
  reading.problems.add("missing-key", span, path, `Expected the key ${name}, found none.`, hint)
}

export function readMap(reading: Reading, place: Place): MapNode | undefined {
  if (place.node.kind === "map") return place.node
  wrongType(reading, place, "a map", "write {} or remove the key")
  return undefined
}

export function readList(reading: Reading, place: Place, what: string): ListNode | undefined {
  const { node } = place
  if (node.kind === "list") return node
  const hint = node.kind === "scalar" && node.value !== null ? `write it as a list: [${clip(node.text)}]` : undefined
  wrongType(reading, place, what, "write [] or remove the key", hint)
  return undefined
}

export function readString(reading: Reading, place: Place): string | undefined {
  const { node } = place
  if (node.kind === "scalar" && typeof node.value === "string") return node.value
  const hint = node.kind === "scalar" ? `write it in quotes: ${quoted(node.text)}` : undefined
  wrongType(reading, place, "a string", "write a text or remove the key", hint)
  return undefined
}

/** A string that is not empty; `what` says what the empty one would fail to be. */
export function readName(reading: Reading, place: Place, what: string): string | undefined {
  const name = readString(reading, place)
  if (name !== "") return name
  report(reading, "wrong-value", place, `Expected ${what}, found an empty string.`)
  return undefined
}

export function readBoolean(reading: Reading, place: Place): boolean | undefined {
  const { node } = place
  if (node.kind === "scalar" && typeof node.value === "boolean") return node.value
  const spelled = node.kind === "scalar" && /^(yes|no|on|off)$/i.test(node.text)
  wrongType(reading, place, "true or false", "write true or false, or remove the key", spelled ? truth : undefined)
  return undefined
}

const truth = "in YAML 1.2 only true and false are truth values"

/** A whole number of at least `least`. */
export function readWhole(reading: Reading, place: Place, least: number): number | undefined {
  const { node } = place
  const value = node.kind === "scalar" ? node.value : undefined
  const expected = `a whole number of at least ${least}`
  if (typeof value !== "number") {
    const quotedNumber = typeof value === "string" && value !== "" && Number.isFinite(Number(value))
    wrongType(
      reading,
      place,
      expected,
      "write a number or remove the key",
      quotedNumber ? "remove the quotes" : undefined,
    )
    return undefined
  }
  if (Number.isSafeInteger(value) && value >= least) return value
  const text = node.kind === "scalar" ? node.text : ""
  const isLarge = Number.isInteger(value) && !Number.isSafeInteger(value)
  if (isLarge && isIntegerText(text)) return undefined // the tree has said so
  const code = isLarge && value > 0 ? "integer-too-large" : "wrong-value"
  const found = isLarge && value > 0 ? `${value}, beyond 2^53 - 1` : String(value)
  report(reading, code, place, `Expected ${expected}, found ${found}.`)
  return undefined
}

export function readChoice<T extends string>(reading: Reading, place: Place, choices: readonly T[]): T | undefined {
  const text = readString(reading, place)
  if (text === undefined) return undefined
  const choice = choices.find((candidate) => candidate === text)
  if (choice !== undefined) return choice
  const message = `Expected ${choices.join(" or ")}, found ${quoted(text)}.`
  report(reading, "wrong-value", place, message, nearestHint(text, choices))
  return undefined
}

/** A hint for a word that is none of the choices, where one of them is near. */
export function nearestHint(word: string, choices: readonly string[]): string | undefined {
  const near = didYouMean(word, choices)
  return near === undefined ? undefined : `did you mean ${near}?`
}

/** Whether all numbers in a value are such that JSON can hold them, which has no infinities; those that are not are reported. */
export function checkFinite(reading: Reading, { node, path }: Place): boolean {
  if (node.kind === "list") {
    return (
      node.items.filter((item, index) => !checkFinite(reading, { node: item, path: below(path, index) })).length === 0
    )
  }
  if (node.kind === "map") {
    return (
      node.entries.filter(({ name, value }) => !checkFinite(reading, { node: value, path: below(path, name) }))
        .length === 0
    )
  }
  if (node.kind !== "scalar" || typeof node.value !== "number" || Number.isFinite(node.value)) return true
  const message = `Expected a value that JSON can hold, found ${node.value}.`
  report(reading, "wrong-value", { node, path }, message, "quote it")
  return false
}

export function wrongType(reading: Reading, place: Place, expected: string, forNull: string, hint?: string): void {
  const { node } = place
  if (node.kind === "broken") return
  const isNull = node.kind === "scalar" && node.value === null
  const message = `Expected ${expected}, found ${described(node)}.`
  report(reading, "wrong-type", place, message, isNull ? forNull : hint)
}

/** A user's text inside a hint: cut where it is long. */
export function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}
