import {
  CONSTANT_WORDS,
  DIGITS_SPLIT,
  KIND_ARRAY,
  KIND_FALSE,
  KIND_NULL,
  KIND_NUMBER,
  KIND_OBJECT,
  KIND_STRING,
  KIND_TRUE,
} from "../../assembly/check/schema-abi.ts"
import { canonicalText, type Json, wellFormed } from "./json.ts"
import { utf8 } from "./utf8.ts"

/** The bytes of strings, each string once. */
export class StringPool {
  private readonly bytes: number[] = []
  private readonly places = new Map<string, readonly [place: number, bytes: number]>()

  /** Place and number of bytes. */
  add(given: string): readonly [place: number, bytes: number] {
    const text = wellFormed(given)
    const known = this.places.get(text)
    if (known !== undefined) return known
    const bytes = utf8(text)
    const added = [this.bytes.length, bytes.length] as const
    for (const byte of bytes) this.bytes.push(byte)
    this.places.set(text, added)
    return added
  }

  get size(): number {
    return this.bytes.length
  }

  words(): number[] {
    const words: number[] = []
    for (let i = 0; i < this.bytes.length; i += 4) {
      let word = 0
      for (let k = 3; k >= 0; k--) word = word * 256 + (this.bytes[i + k] ?? 0)
      words.push(word)
    }
    return words
  }
}

/** The low and the high word of a double; 0 has no sign. */
export function doubleWords(value: number): [low: number, high: number] {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value + 0, true)
  return [view.getUint32(0, true), view.getUint32(4, true)]
}

/** A double above 0 as its shortest spelling: digits from the tenth on from the right, the last nine, and the exponent. */
export function decimalWords(value: number): [high: number, low: number, exponent: number] {
  const [, whole = "", fraction = "", power = "0"] = /^(\d+)\.?(\d*)e(.+)$/.exec(value.toExponential()) ?? []
  const digits = BigInt(whole + fraction)
  const split = BigInt(DIGITS_SPLIT)
  return [Number(digits / split), Number(digits % split), Number(power) - fraction.length]
}

/** The constants that values are compared with, each once; see `CONSTANT_WORDS`. */
export class ConstantPool {
  readonly words: number[] = []
  private readonly places = new Map<string, number>()
  private readonly strings: StringPool

  constructor(strings: StringPool) {
    this.strings = strings
  }

  get size(): number {
    return this.words.length / CONSTANT_WORDS
  }

  /** The place of a value. */
  add(value: Json): number {
    const key = canonicalText(value)
    const known = this.places.get(key)
    if (known !== undefined) return known
    const place = this.size
    this.places.set(key, place)
    this.write(value)
    return place
  }

  private write(value: Json): void {
    if (value === null) this.words.push(KIND_NULL, 0, 0, 0)
    else if (typeof value === "boolean") this.words.push(value ? KIND_TRUE : KIND_FALSE, 0, 0, 0)
    else if (typeof value === "number") this.words.push(KIND_NUMBER, 0, ...doubleWords(value))
    else if (typeof value === "string") this.words.push(KIND_STRING, ...this.strings.add(value), 0)
    else if (Array.isArray(value)) this.collection(KIND_ARRAY, value.length, () => value.forEach(this.write, this))
    else {
      const members = new Map(Object.entries(value).map(([key, member]) => [wellFormed(key), member]))
      this.collection(KIND_OBJECT, members.size, () => {
        for (const [key, member] of members) {
          this.write(key)
          this.write(member)
        }
      })
    }
  }

  private collection(kind: number, count: number, writeInside: () => void): void {
    const start = this.words.length
    this.words.push(kind, 0, count, 0)
    writeInside()
    this.words[start + 3] = this.size
  }
}
