import { type RegexDialect, type RegexFault, refuse } from "./fault.ts"

/** First and last characters of the ranges in all classes of a pattern, at most: it bounds the time that reading takes. */
const MAX_RANGES = 1 << 18

/** A place in a pattern that is being read. */
export class Cursor {
  readonly text: string
  readonly dialect: RegexDialect
  at = 0
  #ranges = 0

  constructor(text: string, dialect: RegexDialect) {
    this.text = text
    this.dialect = dialect
  }

  get isDone(): boolean {
    return this.at >= this.text.length
  }

  /** The next UTF-16 unit, `""` at the end. */
  get next(): string {
    return this.text.charAt(this.at)
  }

  sees(text: string): boolean {
    return this.text.startsWith(text, this.at)
  }

  takes(text: string): boolean {
    if (!this.sees(text)) return false
    this.at += text.length
    return true
  }

  /** What a sticky expression finds here, passed over. */
  match(form: RegExp): RegExpExecArray | undefined {
    form.lastIndex = this.at
    const found = form.exec(this.text)
    if (found === null) return undefined
    this.at = form.lastIndex
    return found
  }

  /** The next code point, passed over. A lone surrogate is U+FFFD, as in the texts that are searched. */
  point(): number {
    const point = this.text.codePointAt(this.at)!
    this.at += point > 0xffff ? 2 : 1
    return point >= 0xd800 && point <= 0xdfff ? 0xfffd : point
  }

  /** Counts ranges that a set was made of. */
  spend(ranges: number, at: number): void {
    this.#ranges += ranges
    if (this.#ranges > MAX_RANGES) this.refuse("regex-too-large", "expected fewer and smaller character classes", at)
  }

  refuse(code: RegexFault["code"], message: string, at: number, hint?: string): never {
    return refuse(code, message, at, hint)
  }
}
