import {
  KIND_ARRAY,
  KIND_FALSE,
  KIND_NULL,
  KIND_NUMBER,
  KIND_OBJECT,
  KIND_STRING,
  KIND_TRUE,
  NO_MOST,
  TYPE_INTEGER,
} from "../../assembly/check/schema-abi.ts"
import { didYouMean } from "../diagnostic/did-you-mean.ts"
import { type CompiledRegex, compileRegex } from "../regex/index.ts"
import { canonicalText, isObject, type Json, type JsonObject, kindOf, step } from "./json.ts"
import type { Problems } from "./problems.ts"

/** Words that the regular expressions of one schema may take together. */
export const MAX_REGEX_WORDS: number = 1 << 20

const types: ReadonlyMap<string, number> = new Map([
  ["null", 1 << KIND_NULL],
  ["boolean", (1 << KIND_FALSE) | (1 << KIND_TRUE)],
  ["number", 1 << KIND_NUMBER],
  ["integer", TYPE_INTEGER],
  ["string", 1 << KIND_STRING],
  ["array", 1 << KIND_ARRAY],
  ["object", 1 << KIND_OBJECT],
])

/** Reads the values of keywords in one schema; what is malformed is noted, and reads as absent. */
export class Fields {
  private readonly schema: JsonObject
  private readonly pointer: string
  private readonly problems: Problems
  private readonly regexes: Map<string, CompiledRegex>

  /** `regexes` are those of the whole schema so far. */
  constructor(schema: JsonObject, pointer: string, problems: Problems, regexes: Map<string, CompiledRegex>) {
    this.schema = schema
    this.pointer = pointer
    this.problems = problems
    this.regexes = regexes
  }

  /** The value of a keyword; undefined when it is not there. */
  value(keyword: string): Json | undefined {
    return Object.hasOwn(this.schema, keyword) ? this.schema[keyword] : undefined
  }

  private malformed(keyword: string, expected: string, found: Json): undefined {
    const shown = isObject(found) || Array.isArray(found) ? kindOf(found) : JSON.stringify(found).slice(0, 60)
    this.problems.malformed(this.pointer, keyword, expected, shown)
  }

  number(keyword: string): number | undefined {
    const value = this.value(keyword)
    if (value === undefined || (typeof value === "number" && Number.isFinite(value))) return value
    return this.malformed(keyword, "a number", value)
  }

  /** The value of `multipleOf`. */
  divisor(): number | undefined {
    const value = this.number("multipleOf")
    return value === undefined || value > 0 ? value : this.malformed("multipleOf", "a number above 0", value)
  }

  /** A number of things: at most what a word holds. */
  count(keyword: string): number | undefined {
    const value = this.value(keyword)
    if (value === undefined) return undefined
    if (typeof value === "number" && Number.isInteger(value) && value >= 0) return Math.min(value, NO_MOST)
    return this.malformed(keyword, "a whole number of at least 0", value)
  }

  boolean(keyword: string): boolean | undefined {
    const value = this.value(keyword)
    return value === undefined || typeof value === "boolean" ? value : this.malformed(keyword, "true or false", value)
  }

  text(keyword: string): string | undefined {
    const value = this.value(keyword)
    return value === undefined || typeof value === "string" ? value : this.malformed(keyword, "a string", value)
  }

  list(keyword: string): readonly Json[] | undefined {
    const value = this.value(keyword)
    return value === undefined || Array.isArray(value) ? value : this.malformed(keyword, "a list", value)
  }

  /** A list of different strings. */
  names(keyword: string, value: Json | undefined = this.value(keyword)): readonly string[] | undefined {
    if (value === undefined) return undefined
    if (!Array.isArray(value) || !value.every((name) => typeof name === "string")) {
      return this.malformed(keyword, "a list of strings", value)
    }
    if (new Set(value).size === value.length) return value
    const found = `${value.length - new Set(value).size} of them again`
    this.problems.malformed(this.pointer, keyword, "a list of different strings", found)
    return undefined
  }

  /** Lists of names by name. */
  nameLists(keyword: string): ReadonlyMap<string, readonly string[]> {
    const value = this.value(keyword)
    if (value === undefined) return new Map()
    if (!isObject(value)) {
      this.malformed(keyword, "an object of lists of strings", value)
      return new Map()
    }
    return new Map(Object.entries(value).map(([name, list]) => [name, this.names(keyword, list) ?? []]))
  }

  /** A set of kinds, as `NODE_TYPE` takes it. */
  types(): number | undefined {
    const value = this.value("type")
    if (value === undefined) return undefined
    const names = typeof value === "string" ? [value] : this.names("type")
    if (names?.length === 0) return this.malformed("type", "at least one type", value)
    let set = 0
    for (const name of names ?? []) {
      const type = types.get(name)
      if (type === undefined) {
        const near = didYouMean(name, types.keys())
        const message = `Expected one of ${[...types.keys()].join(", ")} as type, found ${JSON.stringify(name)}.`
        const hint = near === undefined ? undefined : `did you mean ${near}?`
        this.problems.add("invalid-schema", `${this.pointer}/type`, message, { hint })
      }
      set |= type ?? 0
    }
    return names === undefined ? undefined : set
  }

  /** The values of `enum`, each once, or that of `const`. */
  values(keyword: "enum" | "const"): readonly Json[] | undefined {
    if (keyword === "enum") {
      const list = this.list("enum")
      return list && [...new Map(list.map((value) => [canonicalText(value), value])).values()]
    }
    const value = this.value("const")
    return value === undefined ? undefined : [value]
  }

  /** A regular expression: the value of `pattern`, or a key of `patternProperties`. */
  regex(pattern: string, below: string, onKey: boolean): CompiledRegex | undefined {
    const known = this.regexes.get(pattern)
    if (known !== undefined) return known
    const made = compileRegex(pattern, "ecma")
    const at = this.pointer + below
    if ("code" in made) {
      this.problems.add(made.code, at, made.message, { hint: made.hint, onKey })
      return undefined
    }
    this.regexes.set(pattern, made)
    let words = 0
    for (const regex of this.regexes.values()) words += regex.words.length
    if (words <= MAX_REGEX_WORDS) return made
    const message = "Expected regular expressions that are small together, found more than fits."
    this.problems.add("schema-too-large", at, message, { onKey })
    return undefined
  }

  patterns(): readonly (readonly [key: string, regex: CompiledRegex])[] {
    const value = this.value("patternProperties")
    return Object.keys(isObject(value) ? value : {}).flatMap((key) => {
      const regex = this.regex(key, `/patternProperties${step(key)}`, true)
      return regex === undefined ? [] : [[key, regex] as const]
    })
  }
}
