import type { RuleOperands, Selector } from "./model.ts"

/** The one reference that a selector was written as, if it was. */
type WrittenAs = (selector: Selector) => string | undefined

/** The id of a rule that is given none (semantics, section 4), before repeated ones are told apart. */
export function generatedId(rule: RuleOperands): string {
  switch (rule.type) {
    case "require":
      return `require:${rule.tool.label}`
    case "eventually":
      return `eventually:${rule.tool.label}@${rule.within}`
    case "max_calls":
      return `max_calls:${rule.tool.label}<=${rule.max}`
    case "before":
      return `before:${rule.first.label}->${rule.then.label}`
    case "after":
      return `after:${rule.trigger.label}->${rule.then.label}@${rule.within}`
    case "never_after":
      return `never_after:${rule.trigger.label}->${rule.forbidden.label}`
    case "sequence":
      return `sequence:${rule.strict ? "strict:" : ""}${rule.tools.map((tool) => tool.label).join(">")}`
    case "blocklist":
      return `blocklist:${rule.pattern}`
  }
}

/**
 * The id that Assay's coverage and baseline files give the same rule; undefined where its language has no such rule
 * (an operand that is a list). Names are lower-cased and stand for themselves, aliases too.
 */
export function legacyId(rule: RuleOperands, writtenAs: WrittenAs): string | undefined {
  const parts = legacyParts(rule)
  const words: string[] = []
  for (const part of parts) {
    const word = typeof part === "object" ? writtenAs(part) : String(part)
    if (word === undefined) return undefined
    words.push(word.toLowerCase())
  }
  return words.join("_")
}

function legacyParts(rule: RuleOperands): readonly (Selector | string | number)[] {
  switch (rule.type) {
    case "require":
      return ["require", rule.tool]
    case "eventually":
      return ["eventually", rule.tool, rule.within]
    case "max_calls":
      return ["max_calls", rule.tool, rule.max]
    case "before":
      return ["before", rule.first, "then", rule.then]
    case "after":
      return ["after", rule.trigger, "then", rule.then]
    case "never_after":
      return ["never_after", rule.trigger, "forbidden", rule.forbidden]
    case "sequence":
      return [rule.strict ? "strict" : "seq", ...(rule.tools.length === 0 ? [""] : rule.tools)]
    case "blocklist":
      return ["blocklist", rule.pattern]
  }
}

/** Tells generated ids apart that repeat: the second gets `#2`, the third `#3`. */
export class IdRegister {
  readonly #taken = new Set<string>()
  readonly #repeats = new Map<string, number>()

  has(id: string): boolean {
    return this.#taken.has(id)
  }

  add(id: string): void {
    this.#taken.add(id)
  }

  generate(base: string): string {
    let repeat = this.#repeats.get(base) ?? 0
    let id: string
    do {
      repeat++
      id = repeat === 1 ? base : `${base}#${repeat}`
    } while (this.#taken.has(id))
    this.#repeats.set(base, repeat)
    this.#taken.add(id)
    return id
  }
}

/** Ids of the lists under `tools` and of the checks of arguments. */
export function isReservedId(id: string): boolean {
  return id === "allow" || id === "deny" || id === "ask" || id.startsWith("args:")
}
