/**
 * What `validate: "shape"` may let through, from docs/traces.md and not from the scanner: a text that would be JSON if the
 * arrays and objects that nobody reads were empty. In those, strings and the kinds of brackets are in order.
 *
 * Answers the text with these emptied, or undefined: then it may not be let through. `reads(tool, field)` says whether
 * rules read `args` or `result` of the tool.
 */
export function emptied(text, reads) {
  const reader = new ShapeReader(text, reads)
  const found = reader.unit()
  return found !== undefined && reader.isAtEnd ? found : undefined
}

/** The same for a document that is an array of traces. */
export function emptiedList(text, reads) {
  const reader = new ShapeReader(text, reads)
  const found = reader.list(() => reader.unit())
  return found !== undefined && reader.isAtEnd ? found : undefined
}

const blanks = /[ \t\r\n]*/y
const string = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy
const scalar = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y

class ShapeReader {
  #at = 0
  #text
  #reads

  constructor(text, reads) {
    this.#text = text
    this.#reads = reads
  }

  get isAtEnd() {
    this.#match(blanks)
    return this.#at === this.#text.length
  }

  unit() {
    return this.#peek() === "{" ? this.#trace() : this.list(() => this.#call())
  }

  #trace() {
    const members = this.#members((key) => (key === '"calls"' ? this.list(() => this.#call()) : this.#skip()))
    if (members === undefined) return undefined
    // Without calls the list of names is what is read.
    const hasCalls = members.some(([key]) => key === '"calls"')
    return object(members.map(([key, raw, value]) => [key, key === '"tools"' && !hasCalls ? raw : value]))
  }

  #call() {
    if (this.#peek() !== "{") return this.#match(string)
    const members = this.#members(() => this.#skip())
    const tool = members?.find(([key]) => key === '"tool"')?.[1]
    if (tool === undefined) return undefined
    // An attempt that was denied is no part of the trace.
    const isDenied = members.some(([key, value]) => key === '"status"' && value === '"denied"')
    const isRead = (key) =>
      !isDenied && ["args", "result"].some((name) => key === `"${name}"` && this.#reads(tool, name))
    return object(members.map(([key, raw, value]) => [key, isRead(key) ? raw : value]))
  }

  /** Keys, the values as they stand there, and what `value` makes of them. */
  #members(value) {
    const members = []
    const isWhole = this.#between("{", "}", () => {
      const key = this.#token(string)
      if (key === undefined || !this.#is(":")) return false
      this.#match(blanks)
      const from = this.#at
      const found = value(key)
      if (found === undefined) return false
      members.push([key, this.#text.slice(from, this.#at), found])
      return true
    })
    return isWhole ? members : undefined
  }

  list(one) {
    const found = []
    const isWhole = this.#between("[", "]", () => found.push(one()) > 0 && found.at(-1) !== undefined)
    return isWhole ? `[${found.join()}]` : undefined
  }

  #between(open, close, one) {
    if (!this.#is(open)) return false
    if (this.#is(close)) return true
    do {
      this.#match(blanks)
      if (!one()) return false
    } while (this.#is(","))
    return this.#is(close)
  }

  /** Over a value that nobody reads. */
  #skip() {
    const first = this.#peek()
    if (first !== "{" && first !== "[") return this.#match(string) ?? this.#match(scalar)
    const open = []
    do {
      const char = this.#text[this.#at]
      if (char === undefined) return undefined
      if (char === '"') {
        if (this.#match(string) === undefined) return undefined
        continue
      }
      if (char === "{" || char === "[") open.push(char)
      else if ((char === "}" || char === "]") && open.pop() !== (char === "}" ? "{" : "[")) return undefined
      this.#at++
    } while (open.length > 0)
    return first === "{" ? "{}" : "[]"
  }

  #peek() {
    this.#match(blanks)
    return this.#text[this.#at]
  }

  #is(char) {
    const there = this.#peek() === char
    if (there) this.#at++
    return there
  }

  #token(pattern) {
    this.#match(blanks)
    return this.#match(pattern)
  }

  #match(pattern) {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0]
    if (found !== undefined) this.#at += found.length
    return found
  }
}

function object(members) {
  return `{${members.map(([key, value]) => `${key}:${value}`).join()}}`
}
