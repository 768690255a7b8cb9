import { excerpt } from "../excerpt.ts"
import type { Page } from "../paint.ts"
import type { PolicyView } from "../policy-view.ts"
import { escapeText } from "../text.ts"

/** Lines of a rule that are quoted: its id, its type and its operands. */
const quotedLines = 4

/** Quotes rules from the policy text, each the first time it is asked for: after that a reader knows it. */
export class RuleQuotes {
  readonly #policy: PolicyView
  readonly #page: Page
  readonly #quoted = new Set<string>()

  constructor(policy: PolicyView, page: Page) {
    this.#policy = policy
    this.#page = page
  }

  /** `file:line:column` and the head of the rule with carets, behind `indent` spaces; nothing the second time. */
  quote(id: string, indent: number): string[] {
    const { paint, width } = this.#page
    const { file, source, rules } = this.#policy
    const range = rules.get(id)?.range
    if (!range || this.#quoted.has(id)) return []
    this.#quoted.add(id)
    const { line, column } = range.start
    const output = file === undefined ? [] : [paint.cyan(`${escapeText(file)}:${line}:${column}`)]
    if (source) output.push(...excerpt(source, range, { paint, width: width - indent - 2, lines: quotedLines }))
    return output.map((text) => `${" ".repeat(indent)}${text}`)
  }
}
