import {
  columnsIn,
  matchingPatterns,
  type ProgramImage,
  type RuleInfo,
  TablesView,
  type Uses,
} from "../program/index.ts"

/** One reference of the policy: a tool, or a pattern with `*`, or the text of a blocklist. */
export interface Reference {
  readonly text: string
  /** The operands that the reference belongs to. */
  readonly uses: Uses
  /** Whether tool coverage counts it: a bare `*` names no tool, nor does a blocklist. */
  readonly counted: boolean
  /** A bare `*`: any name whatever. */
  readonly anything: boolean
}

/** The operand whose call exercises a rule: semantics, section 7. */
export function triggerOf({ type }: RuleInfo): number {
  return type === "before" ? 1 : 0
}

/** What the policy refers to, and what a name is to it. */
export class References {
  /** Spelled names first, then patterns, as the program lists them. */
  readonly all: readonly Reference[]
  readonly #image: ProgramImage
  readonly #names: ReadonlyMap<string, number>

  constructor(image: ProgramImage) {
    const { names, patterns } = image.info
    this.#image = image
    this.#names = new Map(names.map((name, index) => [name, index]))
    this.all = [
      ...names.map(
        (name, index): Reference => ({
          text: name,
          uses: this.#usesOf(index + 1),
          counted: true,
          anything: false,
        }),
      ),
      ...patterns.map(({ glob, uses }): Reference => {
        const own = uses.filter(([rule]) => image.info.rules[rule]?.type !== "blocklist")
        const text = own.length > 0 ? glob.join("*") : (glob[1] ?? "")
        const anything = glob.join("") === ""
        return { text, uses, counted: own.length > 0 && !anything, anything }
      }),
    ]
  }

  /** The references that match a name, by index. */
  matching(name: string): readonly number[] {
    const spelled = this.#names.get(name)
    const { names, patterns } = this.#image.info
    const found = matchingPatterns(patterns, name).map((index) => names.length + index)
    return spelled === undefined ? found : [spelled, ...found]
  }

  /** What a spelled name is to the rules, by its own row: their patterns that match it are among it. */
  #usesOf(symbol: number): [number, number][] {
    const { rules, automata } = this.#image.info
    const found = new Map<string, [number, number]>()
    for (const [rule, column] of columnsIn(new TablesView(this.#image.tables).row(symbol))) {
      const letter = automata[rules[rule]?.automaton ?? 0]?.letters[column - 1] ?? []
      for (const operand of letter) found.set(`${rule} ${operand}`, [rule, operand])
    }
    return [...found.values()]
  }
}
