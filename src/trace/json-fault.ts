/** Where and why a text is not JSON. Offsets count UTF-16 code units. */
export interface JsonFault {
  readonly offset: number
  readonly expected: string
  readonly found: string
  /** The text is right as far as it goes, but ends too early. */
  readonly truncated: boolean
  /** In a top-level array: the offset after its last complete element; 0 where there is none. */
  readonly elementsEnd: number
}

type State = "value" | "first-element" | "key" | "first-key" | "colon" | "separator" | "end"

const expectations: Record<State, string> = {
  value: "a value",
  "first-element": "a value or `]`",
  key: "a key in double quotes",
  "first-key": "a key in double quotes or `}`",
  colon: "`:`",
  separator: "",
  end: "the end of the text",
}

/**
 * The first place at which `text` stops being JSON (RFC 8259), or undefined where it is JSON. Engines
 * word and place their own errors differently, so this runs after `JSON.parse` has refused a text;
 * one pass, without recursion.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  return new JsonScanner(text).run()
}

class JsonScanner {
  readonly #text: string
  #at = 0
  #state: State = "value"
  /** Open containers, true for arrays. */
  readonly #open: boolean[] = []
  #elementsEnd = 0

  constructor(text: string) {
    this.#text = text
  }

  run(): JsonFault | undefined {
    for (;;) {
      this.#skipBlanks()
      if (this.#at >= this.#text.length) return this.#state === "end" ? undefined : this.#fault(this.#expected())
      const fault = this.#step(this.#text.charCodeAt(this.#at))
      if (fault) return fault
    }
  }

  #step(code: number): JsonFault | undefined {
    switch (this.#state) {
      case "value":
        return this.#value(code)
      case "first-element":
        return code === 0x5d ? this.#close(true) : this.#value(code)
      case "key":
      case "first-key":
        if (code === 0x7d && this.#state === "first-key") return this.#close(false)
        if (code !== 0x22) return this.#fault(this.#expected())
        this.#state = "colon"
        return this.#string()
      case "colon":
        if (code !== 0x3a) return this.#fault(this.#expected())
        this.#at++
        this.#state = "value"
        return undefined
      case "separator":
        return this.#separator(code)
      case "end":
        return this.#fault(this.#expected())
    }
  }

  #separator(code: number): JsonFault | undefined {
    const inArray = this.#open.at(-1) === true
    if (code === (inArray ? 0x5d : 0x7d)) return this.#close(inArray)
    if (code !== 0x2c) return this.#fault(this.#expected())
    this.#at++
    this.#state = inArray ? "value" : "key"
    return undefined
  }

  #value(code: number): JsonFault | undefined {
    if (code === 0x5b || code === 0x7b) {
      this.#at++
      this.#open.push(code === 0x5b)
      this.#state = code === 0x5b ? "first-element" : "first-key"
      return undefined
    }
    const expected = this.#expected()
    const fault = this.#scalar(code, expected)
    if (!fault) this.#completed()
    return fault
  }

  #scalar(code: number, expected: string): JsonFault | undefined {
    if (code === 0x22) return this.#string()
    if (code === 0x2d || isDigit(code)) return this.#number()
    if (code === 0x74) return this.#word("true", expected)
    if (code === 0x66) return this.#word("false", expected)
    if (code === 0x6e) return this.#word("null", expected)
    return this.#fault(expected)
  }

  #close(array: boolean): undefined {
    this.#at++
    if (this.#open.pop() !== array) throw new Error("unreachable: brackets are matched before they are closed")
    this.#completed()
  }

  #completed(): void {
    if (this.#open.length === 1 && this.#open[0] === true) this.#elementsEnd = this.#at
    this.#state = this.#open.length === 0 ? "end" : "separator"
  }

  #string(): JsonFault | undefined {
    this.#at++
    for (; this.#at < this.#text.length; this.#at++) {
      const code = this.#text.charCodeAt(this.#at)
      if (code === 0x22) {
        this.#at++
        return undefined
      }
      if (code < 0x20) return this.#fault("an escape for a control character in a string")
      if (code === 0x5c) {
        const fault = this.#escape()
        if (fault) return fault
      }
    }
    return this.#fault('the closing `"` of a string')
  }

  #escape(): JsonFault | undefined {
    const letter = this.#text[++this.#at]
    if (letter === "u") {
      for (let k = 0; k < 4; k++) {
        if (!/^[0-9a-fA-F]$/.test(this.#text[++this.#at] ?? "")) return this.#fault("four hexadecimal digits")
      }
      return undefined
    }
    if (letter === undefined || !'"\\/bfnrt'.includes(letter)) return this.#fault("one of the escapes of JSON")
    return undefined
  }

  #number(): JsonFault | undefined {
    if (this.#text[this.#at] === "-") this.#at++
    if (this.#text[this.#at] === "0") this.#at++
    else if (!this.#digits()) return this.#fault("a digit")
    if (this.#text[this.#at] === ".") {
      this.#at++
      if (!this.#digits()) return this.#fault("a digit")
    }
    if (this.#text[this.#at] === "e" || this.#text[this.#at] === "E") {
      this.#at++
      if (this.#text[this.#at] === "+" || this.#text[this.#at] === "-") this.#at++
      if (!this.#digits()) return this.#fault("a digit")
    }
    return undefined
  }

  #digits(): boolean {
    const start = this.#at
    while (isDigit(this.#text.charCodeAt(this.#at))) this.#at++
    return this.#at > start
  }

  #word(word: string, expected: string): JsonFault | undefined {
    for (let k = 0; k < word.length; k++) {
      if (this.#at + k >= this.#text.length) {
        this.#at += k
        return this.#fault(`\`${word}\``)
      }
      if (this.#text[this.#at + k] !== word[k]) return this.#fault(expected)
    }
    this.#at += word.length
    return undefined
  }

  #skipBlanks(): void {
    for (; this.#at < this.#text.length; this.#at++) {
      const code = this.#text.charCodeAt(this.#at)
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return
    }
  }

  #expected(): string {
    if (this.#state !== "separator") return expectations[this.#state]
    return this.#open.at(-1) ? "`,` or `]`" : "`,` or `}`"
  }

  #fault(expected: string): JsonFault {
    const offset = Math.min(this.#at, this.#text.length)
    const truncated = offset === this.#text.length
    const found = truncated ? "the end of the text" : printCharacter(this.#text.codePointAt(offset) ?? 0)
    return { offset, expected, found, truncated, elementsEnd: this.#elementsEnd }
  }
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

function printCharacter(code: number): string {
  const visible = code > 0x20 && code !== 0x60 && !(code >= 0x7f && code <= 0xa0) && !(code >= 0xd800 && code <= 0xdfff)
  return visible ? `\`${String.fromCodePoint(code)}\`` : `U+${code.toString(16).toUpperCase().padStart(4, "0")}`
}
