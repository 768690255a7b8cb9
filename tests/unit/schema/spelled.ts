import { Random } from "./random.ts"

/** One of the ways in which JSON can be written for a value: white space, escapes, spellings of numbers, keys given twice. */
export function spelled(value: unknown, seed: number): string {
  const random = new Random(seed)
  return write(value)

  function space(): string {
    return random.below(4) === 0 ? random.pick([" ", "\n", "\t", "\r\n  "]) : ""
  }

  function write(part: unknown): string {
    if (typeof part === "string") return text(part)
    if (typeof part === "number") return number(part)
    if (Array.isArray(part)) return `[${space()}${part.map(write).join(`${space()},${space()}`)}${space()}]`
    if (typeof part === "object" && part !== null) return object(Object.entries(part))
    return JSON.stringify(part)
  }

  function object(entries: [string, unknown][]): string {
    const members = entries.map(([key, member]) => `${text(key)}${space()}:${space()}${write(member)}`)
    const [first] = entries
    const junk = random.pick(["null", "[1,[2]]", '{"a":{}}', "1e999", '"\\n"', "12345678901234567890"])
    if (first !== undefined && random.below(3) === 0) members.unshift(`${text(first[0])}:${junk}`)
    return `{${space()}${members.join(`${space()},${space()}`)}${space()}}`
  }

  function text(part: string): string {
    const units = [...part].map((character) => {
      if (random.below(6) !== 0) return JSON.stringify(character).slice(1, -1)
      return Array.from({ length: character.length }, (_, i) => {
        const unit = character.charCodeAt(i).toString(16).padStart(4, "0")
        return `\\u${random.below(2) === 0 ? unit : unit.toUpperCase()}`
      }).join("")
    })
    return `"${units.join("")}"`
  }

  function number(part: number): string {
    const plain = JSON.stringify(part)
    const forms = [plain, plain, part.toExponential(), part.toExponential().replace("e", "E"), part.toPrecision(17)]
    if (part !== 0 && Number.isInteger(part) && !/e/.test(plain))
      forms.push(`${plain}.0`, `${plain}.000e0`, `${plain}0e-1`)
    return random.pick(forms)
  }
}
