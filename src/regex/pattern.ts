import {
  IF_LINE_BEGINS,
  IF_LINE_ENDS,
  IF_TEXT_BEGINS,
  IF_TEXT_ENDS,
  MAX_POSITIONS,
} from "../../assembly/check/regex-abi.ts"
import { readClass } from "./brackets.ts"
import { ANY, allBut, LINE_ENDS, NEWLINE } from "./code-points.ts"
import { Cursor } from "./cursor.ts"
import { readEscape, setOf } from "./escapes.ts"
import { type RegexDialect, shown } from "./fault.ts"
import { type Flags, readOpening } from "./groups.ts"
import { all, any, EMPTY, type Tree } from "./tree.ts"

/** Groups in groups, at most: reading and measuring go down by calling themselves. */
const MAX_DEPTH = 200
/** The largest count of a repetition in RE2. */
const MAX_COUNT = 1000

const NO_NEWLINE = allBut(NEWLINE)
const NO_LINE_ENDS = allBut(LINE_ENDS)

/** Reads a whole pattern. Throws `RefusedPattern`. */
export function readPattern(text: string, dialect: RegexDialect): Tree {
  const reader = new PatternReader(new Cursor(text, dialect))
  return reader.whole()
}

class PatternReader {
  readonly #cursor: Cursor
  readonly #names = new Set<string>()
  #flags: Flags = { i: false, m: false, s: false }
  #depth = 0

  constructor(cursor: Cursor) {
    this.#cursor = cursor
  }

  whole(): Tree {
    const tree = this.#alternatives()
    if (this.#cursor.isDone) return tree
    const hint = "write \\) for the character itself"
    return this.#cursor.refuse("invalid-regex", "expected no ) without its (", this.#cursor.at, hint)
  }

  #alternatives(): Tree {
    const parts = [this.#sequence()]
    while (this.#cursor.takes("|")) parts.push(this.#sequence())
    return any(parts)
  }

  #sequence(): Tree {
    const parts: Tree[] = []
    while (!this.#cursor.isDone && this.#cursor.next !== "|" && this.#cursor.next !== ")") this.#item(parts)
    return all(parts)
  }

  /** One item with its repetition; a quotation gives several, and flags none. */
  #item(parts: Tree[]): void {
    const cursor = this.#cursor
    const at = cursor.at
    if (cursor.dialect === "re2" && cursor.takes("\\Q")) {
      this.#quotation(parts)
      return
    }
    if (cursor.match(/[*+?]|\{[0-9]+(?:,[0-9]*)?\}/y) !== undefined) {
      const got = shown(cursor.text.slice(at, cursor.at))
      const hint = `write \\${got.charAt(0)} for the character itself`
      cursor.refuse("invalid-regex", `expected something to repeat before ${got}`, at, hint)
    }
    if (cursor.next === "(") {
      const group = this.#group(at)
      if (group !== undefined) parts.push(this.#repeated(group))
      return
    }
    const atom = this.#atom()
    if (atom.kind === "if") this.#refuseRepeated()
    parts.push(this.#repeated(atom))
  }

  /** `\Q` has been read; up to `\E`, or the end, everything stands for itself. */
  #quotation(parts: Tree[]): void {
    const cursor = this.#cursor
    let last: Tree | undefined
    while (!cursor.isDone && !cursor.takes("\\E")) {
      if (last !== undefined) parts.push(last)
      last = { kind: "set", set: setOf(cursor.point(), this.#flags.i) }
    }
    if (last !== undefined) parts.push(this.#repeated(last))
  }

  /** Flags alone are no group: they hold until the group around them ends. */
  #group(at: number): Tree | undefined {
    const cursor = this.#cursor
    const outer = this.#flags
    const opening = readOpening(cursor, outer, this.#names)
    this.#flags = opening.flags
    if (!opening.isGroup) return undefined
    this.#depth++
    if (this.#depth > MAX_DEPTH) {
      cursor.refuse("regex-too-large", `expected at most ${MAX_DEPTH} groups in one another`, at)
    }
    const tree = this.#alternatives()
    this.#depth--
    this.#flags = outer
    if (!cursor.takes(")")) cursor.refuse("invalid-regex", "expected a ) that closes the group, got the end", at)
    return tree
  }

  #atom(): Tree {
    const cursor = this.#cursor
    const { i, m, s } = this.#flags
    switch (cursor.next) {
      case ".":
        cursor.at++
        return { kind: "set", set: s ? ANY : cursor.dialect === "re2" ? NO_NEWLINE : NO_LINE_ENDS }
      case "^":
        cursor.at++
        return { kind: "if", condition: m ? IF_LINE_BEGINS : IF_TEXT_BEGINS }
      case "$":
        cursor.at++
        return { kind: "if", condition: m ? IF_LINE_ENDS : IF_TEXT_ENDS }
      case "[":
        return { kind: "set", set: readClass(cursor, i) }
      case "\\": {
        const read = readEscape(cursor, i, false)
        if ("condition" in read) return { kind: "if", condition: read.condition }
        return { kind: "set", set: "set" in read ? read.set : setOf(read.point, i) }
      }
      default:
        return { kind: "set", set: setOf(cursor.point(), i) }
    }
  }

  /** The item and the repetition behind it, if there is one. */
  #repeated(part: Tree): Tree {
    const cursor = this.#cursor
    const at = cursor.at
    const found = cursor.match(/[*+?]|\{([0-9]+)(?:(,)([0-9]*))?\}/y)
    if (found === undefined) return part
    const [text, first, comma, second] = found
    cursor.takes("?")
    this.#refuseSecond(at)
    const least = first === undefined ? (text === "+" ? 1 : 0) : Number(first)
    const isOpen = first === undefined ? text !== "?" : comma !== undefined && second === ""
    const most = isOpen ? Number.POSITIVE_INFINITY : first === undefined ? 1 : Number(second ?? first)
    if (most < least) cursor.refuse("invalid-regex", `expected a range of counts, got ${shown(text)}`, at)
    this.#bound(least, most, at)
    if (part === EMPTY || most === 0) return EMPTY
    return { kind: "repeat", part, least, most, at }
  }

  #bound(least: number, most: number, at: number): void {
    const limit = this.#cursor.dialect === "re2" ? MAX_COUNT : MAX_POSITIONS
    const count = most === Number.POSITIVE_INFINITY ? least : most
    if (count <= limit) return
    const hint = "leave the end open, as in {2,}"
    this.#cursor.refuse("regex-too-large", `expected a repetition of at most ${limit}, got ${count}`, at, hint)
  }

  /** ECMA-262 repeats conditions in groups only. */
  #refuseRepeated(): void {
    const cursor = this.#cursor
    const at = cursor.at
    if (cursor.dialect === "re2" || cursor.match(/[*+?]|\{[0-9]+(?:,[0-9]*)?\}/y) === undefined) return
    const got = shown(cursor.text.slice(at, cursor.at))
    cursor.refuse("invalid-regex", `expected something to repeat before ${got}, got a condition`, at, "leave it out")
  }

  #refuseSecond(at: number): void {
    const cursor = this.#cursor
    const second = cursor.match(/[*+?]|\{[0-9]+(?:,[0-9]*)?\}/y)
    if (second === undefined) return
    const text = shown(cursor.text.slice(at, cursor.at))
    if (second[0] === "+") {
      const hint = "leave the second + out: nothing is ever tried twice here"
      cursor.refuse("unsupported-regex", `expected no possessive repetition, got ${text}`, at, hint)
    }
    cursor.refuse(
      "invalid-regex",
      `expected one repetition, got ${text}`,
      at,
      "put the first one into a group: (?:a*)+",
    )
  }
}
