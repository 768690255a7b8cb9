/** A generator with a seed (mulberry32). */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = (seed + Number(process.env.ASSAY_SEED ?? 0)) >>> 0
  }

  /** A whole number from 0 to `bound - 1`. */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T
  }
}

/** The same language in three spellings. */
export interface Spelled {
  readonly re2: string
  readonly ecma: string
  /** For RE2's reading and for that of ECMA-262: both as V8 writes them, with flag `u`. */
  readonly asRe2: string
  readonly asEcma: string
}

const same = (text: string): Spelled => ({ re2: text, ecma: text, asRe2: text, asEcma: text })

/** Characters that the engine of every supported runtime knows by the same category and case. */
export const characters: readonly string[] = [
  ..."aabbcckKsS019_- .\t\n\r\u000b",
  ..."éÉßẞſKσςΣЖж",
  ..."٣日\u00a0\u2028\ufeff",
  "😀",
  "𝒜",
  "𐐀",
  "𐐨",
]

const special = /[\\^$.*+?()[\]{}|/]/

function literal(char: string): Spelled {
  if (special.test(char)) return same(`\\${char}`)
  const code = char.codePointAt(0)!.toString(16)
  if (char < " " || char > "~") {
    const plain = { ecma: `\\u{${code}}`, asRe2: `\\u{${code}}`, asEcma: char }
    return { re2: char === "\n" ? "\\n" : code.length % 2 === 0 ? char : `\\x{${code}}`, ...plain }
  }
  return same(char)
}

const space = "[\\t\\n\\f\\r ]"
const sets: readonly Spelled[] = [
  ...["\\d", "\\D", "\\w", "\\W", "[ab]", "[^a]", "[a-c0-9]", "[^\\d_]", "[\\w-]", "[é-日]", "[^\\W]"].map(same),
  ...["\\p{L}", "\\P{L}", "\\p{Lu}", "[\\p{Nd}a]", "[^\\p{Ll}]", "[k-s]", "[^s]", "[σ]", "[\\x{1}-\\x{ff}]"].map(hex),
  { re2: "\\pL", ecma: "\\p{L}", asRe2: "\\p{L}", asEcma: "\\p{L}" },
  { re2: "\\p{^L}", ecma: "\\P{L}", asRe2: "\\P{L}", asEcma: "\\P{L}" },
  { re2: ".", ecma: ".", asRe2: "[^\\n]", asEcma: "." },
  { re2: "(?s:.)", ecma: "[^]", asRe2: "[^]", asEcma: "[^]" },
  { re2: "\\s", ecma: "\\s", asRe2: space, asEcma: "\\s" },
  { re2: "\\S", ecma: "\\S", asRe2: "[^\\t\\n\\f\\r ]", asEcma: "\\S" },
  { re2: "[[:alpha:]_]", ecma: "[A-Za-z_]", asRe2: "[A-Za-z_]", asEcma: "[A-Za-z_]" },
  { re2: "[[:^alpha:]]", ecma: "[^A-Za-z]", asRe2: "[^A-Za-z]", asEcma: "[^A-Za-z]" },
  { re2: "[]a]", ecma: "[\\]a]", asRe2: "[\\]a]", asEcma: "[\\]a]" },
]

function hex(text: string): Spelled {
  const ecma = text.replaceAll("\\x{", "\\u{")
  return { re2: text, ecma, asRe2: ecma, asEcma: ecma }
}

const edges: readonly Spelled[] = [
  same("^"),
  same("$"),
  { re2: "\\A", ecma: "^", asRe2: "^", asEcma: "^" },
  { re2: "\\z", ecma: "$", asRe2: "$", asEcma: "$" },
]
const words: readonly Spelled[] = [same("\\b"), same("\\B")]
const lines: readonly Spelled[] = [
  { re2: "(?m:^)", ecma: "^", asRe2: "(?<![^\\n])", asEcma: "^" },
  { re2: "(?m:$)", ecma: "$", asRe2: "(?![^\\n])", asEcma: "$" },
]
const repetitions = ["*", "+", "?", "*?", "+?", "??", "{2}", "{0}", "{1,3}", "{2,}", "{0,2}?", "{1,}?"]

function join(parts: readonly Spelled[], between: string, before = "", after = ""): Spelled {
  const of = (name: keyof Spelled): string => before + parts.map((part) => part[name]).join(between) + after
  return { re2: of("re2"), ecma: of("ecma"), asRe2: of("asRe2"), asEcma: of("asEcma") }
}

/** A pattern; with `folds` none that asks for word edges, as V8 counts U+017F and U+212A among the letters of a word then. */
export function randomPattern(random: Random, depth: number, folds: boolean): Spelled {
  const parts = Array.from({ length: 1 + random.below(4) }, () => item(random, depth, folds))
  return join(parts, "")
}

function item(random: Random, depth: number, folds: boolean): Spelled {
  const kind = random.below(12)
  if (kind === 0) return random.pick(folds ? [...edges, ...lines] : [...edges, ...words, ...words, ...lines])
  const one = kind < 5 ? literal(random.pick(characters)) : kind < 8 || depth === 0 ? random.pick(sets) : undefined
  const part = one ?? group(random, depth - 1, folds)
  return random.below(3) === 0 ? join([part], "", "", random.pick(repetitions)) : part
}

function group(random: Random, depth: number, folds: boolean): Spelled {
  const parts = Array.from({ length: 1 + random.below(3) }, () =>
    random.below(8) === 0 ? same("") : randomPattern(random, depth, folds),
  )
  return join(parts, "|", random.pick(["(", "(?:"]), ")")
}

export function randomText(random: Random): string {
  return Array.from({ length: random.below(14) }, () => random.pick(characters)).join("")
}
