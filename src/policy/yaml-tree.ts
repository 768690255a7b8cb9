import type { AliasEvent, Event, MappingEvent, ScalarEvent, SequenceEvent } from "js-yaml"
import { COLLECTION_STYLE, constructFromEvents, EVENT_ID, SCALAR_STYLE } from "js-yaml"
import type { Entry, Node } from "./node.ts"
import { described } from "./node.ts"
import type { Problems } from "./problems.ts"
import { below, quoted } from "./problems.ts"
import type { Span } from "./source-text.ts"
import { isIntegerText, scalarValue } from "./yaml-scalar.ts"

type CollectionEvent = MappingEvent | SequenceEvent

interface Key extends Span {
  /** Undefined for a key that is not text and was reported. */
  readonly name: string | undefined
}

interface Frame {
  readonly event: CollectionEvent
  readonly anchor: string | undefined
  readonly items: Node[]
  readonly entries: Map<string, Entry>
  key: Key | undefined
  size: number
  /** Where the last child ended. */
  end: number
}

const OPEN = Symbol("open")

/** Builds the tree of one document from the library's events, in one pass. */
export class YamlTree {
  readonly #source: string
  readonly #document: Event
  readonly #problems: Problems
  readonly #frames: Frame[] = []
  readonly #anchors = new Map<string, Node | typeof OPEN>()
  #root: Node | undefined
  #cursor = 0

  constructor(source: string, document: Event, problems: Problems) {
    this.#source = source
    this.#document = document
    this.#problems = problems
  }

  get root(): Node | undefined {
    return this.#root
  }

  /** Where the last node ended. */
  get end(): number {
    return this.#cursor
  }

  /** @throws {YAMLException} where a tag does not fit its node */
  take(event: Event): void {
    if (event.type === EVENT_ID.SCALAR) this.#scalar(event)
    else if (event.type === EVENT_ID.ALIAS) this.#alias(event)
    else if (event.type === EVENT_ID.POP) this.#close()
    else if (event.type !== EVENT_ID.DOCUMENT) this.#open(event)
  }

  #open(event: CollectionEvent): void {
    if (event.tagStart >= 0) this.#checkTag(event)
    const anchor = this.#anchorOf(event)
    if (anchor !== undefined) this.#anchors.set(anchor, OPEN)
    const end = event.start + (event.style === COLLECTION_STYLE.FLOW ? 1 : 0)
    this.#cursor = end
    this.#frames.push({ event, anchor, items: [], entries: new Map(), key: undefined, size: 1, end })
  }

  #close(): void {
    const frame = this.#frames.pop()
    if (frame === undefined) return
    const { event, items, size } = frame
    const span = { start: event.start, end: this.#closingEnd(frame), size }
    const node: Node =
      event.type === EVENT_ID.SEQUENCE
        ? { kind: "list", items, ...span }
        : { kind: "map", entries: [...frame.entries.values()], ...span }
    if (frame.anchor !== undefined) this.#anchors.set(frame.anchor, node)
    this.#place(node, span)
  }

  #scalar(event: ScalarEvent): void {
    const { text, value } = scalarValue(this.#source, event, this.#document)
    const span = this.#scalarSpan(event)
    const node: Node = { kind: "scalar", value, text, size: 1 + (text.length >> 4), ...span }
    const anchor = this.#anchorOf(event)
    if (anchor !== undefined) this.#anchors.set(anchor, node)
    if (typeof value === "number" && !Number.isSafeInteger(value) && isIntegerText(text)) {
      this.#problems.add(
        "integer-too-large",
        span,
        this.#path(),
        `Expected a whole number between -(2^53 - 1) and 2^53 - 1, found ${text.slice(0, 40)}.`,
        "write a smaller number, or quote it where it is only text",
      )
    }
    this.#place(node, span)
  }

  #alias(event: AliasEvent): void {
    const name = this.#source.slice(event.anchorStart, event.anchorEnd)
    const span = { start: event.anchorStart - 1, end: event.anchorEnd }
    const target = this.#anchors.get(name)
    if (target !== undefined && target !== OPEN) {
      this.#place(target, span)
      return
    }
    if (target === OPEN) {
      const message = `Expected a value that ends, found the anchor ${quoted(name)} inside itself.`
      this.#problems.add("cyclic-anchor", span, this.#path(), message, "write out what the inner value should be")
    } else {
      const message = `Expected an anchor ${quoted(name)} before this alias, found none.`
      this.#problems.add("yaml-syntax", span, this.#path(), message, `define it first with &${name}, or quote the text`)
    }
    this.#place({ kind: "broken", size: 1, ...span }, span)
  }

  /** Hands a finished node to what it stands in. `span` is where it is used, which differs from its own for aliases. */
  #place(node: Node, span: Span): void {
    this.#cursor = Math.max(this.#cursor, span.end)
    const frame = this.#frames[this.#frames.length - 1]
    if (frame === undefined) {
      this.#root = node
      return
    }
    frame.end = this.#cursor
    frame.size += node.size
    if (frame.event.type === EVENT_ID.SEQUENCE) frame.items.push(node)
    else if (frame.key === undefined) frame.key = this.#key(node, span)
    else this.#pair(frame, frame.key, node)
  }

  #key(node: Node, span: Span): Key {
    const { start, end } = span
    if (node.kind === "scalar") return { name: node.text, start, end }
    const message = `Expected a key that is text, found ${described(node)}.`
    this.#problems.add("wrong-type", span, this.#path(), message, "write the key as one word or a quoted text")
    return { name: undefined, start, end }
  }

  #pair(frame: Frame, key: Key, value: Node): void {
    frame.key = undefined
    const { name, start, end } = key
    if (name === undefined) return
    const entry = { name, key: { start, end }, value }
    if (!frame.entries.has(name)) {
      frame.entries.set(name, entry)
      return
    }
    const message = `Expected each key once in a map, found ${quoted(name)} again.`
    this.#problems.add("duplicate-key", key, below(this.#path(), name), message, "put both values under one key")
  }

  /** JSON Pointer of the node that comes next, or of the map whose key comes next. */
  #path(): string {
    let path = ""
    for (const { event, items, key } of this.#frames) {
      if (event.type === EVENT_ID.SEQUENCE) path = below(path, items.length)
      else if (key?.name !== undefined) path = below(path, key.name)
    }
    return path
  }

  /** A node without text stands where its key stands, or else where the text before it ends. */
  #scalarSpan(event: ScalarEvent): Span {
    if (event.valueStart < 0) {
      const key = this.#frames[this.#frames.length - 1]?.key
      return key ?? { start: this.#cursor, end: this.#cursor }
    }
    const { valueStart: start, valueEnd: end } = event
    const quote = this.#source[start - 1]
    if ((quote === '"' || quote === "'") && this.#source[end] === quote && isQuoted(event)) {
      return { start: start - 1, end: end + 1 }
    }
    return { start, end: this.#trimmedEnd(start, end) }
  }

  /** Block scalars end with line breaks that are no part of what a reader would point at. */
  #trimmedEnd(start: number, end: number): number {
    let at = end
    while (at > start && isSpace(this.#source.charCodeAt(at - 1))) at--
    return at
  }

  /** The library gives no end of collections: for `[...]` and `{...}` the bracket is found, behind white space, commas and comments. */
  #closingEnd({ event, end }: Frame): number {
    const opening = this.#source[event.start]
    if (event.style !== COLLECTION_STYLE.FLOW || (opening !== "[" && opening !== "{")) return end
    const closing = opening === "[" ? "]" : "}"
    let at = end
    for (;;) {
      const unit = this.#source.charCodeAt(at)
      if (isSpace(unit) || unit === 44) at++
      else if (unit === 35) at = this.#lineEnd(at)
      else return this.#source[at] === closing ? at + 1 : end
    }
  }

  #lineEnd(from: number): number {
    let at = from
    while (at < this.#source.length && this.#source[at] !== "\n" && this.#source[at] !== "\r") at++
    return at
  }

  #anchorOf(event: CollectionEvent | ScalarEvent): string | undefined {
    return event.anchorStart < 0 ? undefined : this.#source.slice(event.anchorStart, event.anchorEnd)
  }

  #checkTag(event: CollectionEvent): void {
    const pop: Event = { type: EVENT_ID.POP }
    constructFromEvents([this.#document, { ...event, anchorStart: -1, anchorEnd: -1 }, pop, pop], {
      source: this.#source,
    })
  }
}

function isQuoted(event: ScalarEvent): boolean {
  return event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED
}

function isSpace(unit: number): boolean {
  return unit === 32 || unit === 9 || unit === 10 || unit === 13
}
