import type { Problems } from "./problems.ts"
import { below } from "./problems.ts"
import type { Span } from "./source-text.ts"
import { MAX_DEPTH, MAX_TEXT } from "./yaml-reader.ts"

/** Something in an object that a policy text cannot hold. */
interface Fault extends Span {
  readonly code: "wrong-type" | "cyclic-anchor" | "too-large"
  readonly path: string
  readonly message: string
}

/** The text that an object stands for, and what in the object no text can hold. */
export interface PlainText {
  readonly text: string
  report(problems: Problems): void
}

/**
 * Writes a plain object as the text of a policy, laid out like `JSON.stringify(value, null, 2)`: the ranges of its
 * diagnostics count in that text. Properties whose value is `undefined` are absent. Never throws: a getter that does
 * is a fault like any other.
 */
export function plainText(value: unknown): PlainText {
  const writer = new Writer()
  try {
    writer.write(value, "", 0)
  } catch {
    writer.fault("wrong-type", "", "Expected a plain object, found one whose properties throw when they are read.")
  }
  return writer
}

class Writer implements PlainText {
  text = ""
  readonly #faults: Fault[] = []
  readonly #above = new Set<object>()
  #isFull = false

  report(problems: Problems): void {
    for (const { code, path, message, start, end } of this.#faults) {
      problems.add(code, { start, end }, path, message, "hand over what JSON can hold")
    }
  }

  /** Leaves `null` where the fault is, so that the text stays readable. */
  fault(code: Fault["code"], path: string, message: string): void {
    const start = this.text.length
    this.text += "null"
    this.#faults.push({ code, path, message, start, end: this.text.length })
  }

  write(value: unknown, path: string, depth: number): void {
    if (this.text.length > MAX_TEXT) {
      this.#isFull = true
      this.fault("too-large", path, `Expected an object of at most ${MAX_TEXT} characters as JSON, found more.`)
    } else if (value === null || typeof value === "boolean") this.text += String(value)
    else if (typeof value === "string") this.text += escaped(value)
    else if (typeof value === "number" && Number.isFinite(value)) this.text += JSON.stringify(value)
    else if (typeof value !== "object") {
      const found = typeof value === "number" ? String(value) : `a value of type ${typeof value}`
      this.fault("wrong-type", path, `Expected what JSON can hold, found ${found}.`)
    } else this.#collection(value, path, depth)
  }

  #collection(value: object, path: string, depth: number): void {
    if (this.#above.has(value)) this.fault("cyclic-anchor", path, "Expected a value that ends, found a cycle.")
    else if (depth >= MAX_DEPTH) {
      this.fault("too-large", path, `Expected at most ${MAX_DEPTH} levels of nesting, found more.`)
    } else if (!Array.isArray(value) && !isPlain(value)) {
      this.fault("wrong-type", path, "Expected a plain object or an array, found an instance of a class.")
    } else {
      this.#above.add(value)
      if (Array.isArray(value)) this.#list(value, path, depth)
      else this.#map(value, path, depth)
      this.#above.delete(value)
    }
  }

  /** By index, so that holes are seen and a huge empty array is given up on. */
  #list(list: readonly unknown[], path: string, depth: number): void {
    this.text += "["
    for (let i = 0; i < list.length && !this.#isFull; i++) {
      this.#startMember(i === 0, depth)
      this.write(list[i], below(path, i), depth + 1)
    }
    this.text += list.length === 0 ? "]" : `\n${"  ".repeat(depth)}]`
  }

  #map(map: object, path: string, depth: number): void {
    this.text += "{"
    let isEmpty = true
    for (const [name, member] of Object.entries(map)) {
      if (member === undefined) continue
      if (this.#isFull) break
      this.#startMember(isEmpty, depth)
      this.text += `${escaped(name)}: `
      this.write(member, below(path, name), depth + 1)
      isEmpty = false
    }
    this.text += isEmpty ? "}" : `\n${"  ".repeat(depth)}}`
  }

  #startMember(isFirst: boolean, depth: number): void {
    this.text += `${isFirst ? "" : ","}\n${"  ".repeat(depth + 1)}`
  }
}

/** Of this or another realm: the prototype is null, or has none itself. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/** YAML forbids some characters that JSON lets stand unescaped. */
function escaped(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )
}
