import { step } from "./json.ts"
import type { SchemaProblem } from "./problem.ts"

/** The problems of one schema. Past a hundred they are not collected any more. */
export class Problems {
  readonly list: SchemaProblem[] = []

  add(
    code: SchemaProblem["code"],
    pointer: string,
    message: string,
    options: { readonly hint?: string | undefined; readonly onKey?: boolean } = {},
  ): void {
    if (this.list.length === 100) return
    const { hint, onKey = false } = options
    this.list.push({ code, pointer, onKey, message, ...(hint === undefined ? {} : { hint }) })
  }

  /** A keyword's value is not what it has to be. */
  malformed(pointer: string, keyword: string, expected: string, found: string): void {
    this.add("invalid-schema", pointer + step(keyword), `Expected ${expected} as ${keyword}, found ${found}.`)
  }
}
