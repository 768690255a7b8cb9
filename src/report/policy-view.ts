import type { Range } from "../diagnostic/index.ts"
import type { PolicyDocument } from "../policy/index.ts"
import { SourceText } from "./excerpt.ts"

/** What a report says of a rule beside its verdict. */
export interface RuleView {
  readonly range: Range
  readonly description?: string | undefined
  readonly message?: string | undefined
}

/** A policy as reports see it: names and places, nothing that judges. */
export interface PolicyView {
  readonly name?: string | undefined
  readonly file?: string | undefined
  readonly source?: SourceText | undefined
  /** By rule id; the lists under `tools` are `allow`, `deny` and `ask`. */
  readonly rules: ReadonlyMap<string, RuleView>
}

/** The view of a policy; `text` and `file` are where it was read from. */
export function viewPolicy(document: PolicyDocument | undefined, text?: string, file?: string): PolicyView {
  const rules = new Map<string, RuleView>()
  for (const list of ["allow", "deny", "ask"] as const) {
    const range = document?.[list]?.range
    if (range) rules.set(list, { range })
  }
  for (const { id, range, description, message } of document?.rules ?? []) {
    rules.set(id, { range, description, message })
  }
  return { name: document?.name, file, source: text === undefined ? undefined : new SourceText(text), rules }
}
