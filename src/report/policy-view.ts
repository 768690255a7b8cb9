import type { Range } from "../diagnostic/index.ts"
import type { PolicyDocument } from "../policy/index.ts"
import { SourceText } from "./excerpt.ts"

/** What a report says of a rule beside its verdict. */
export interface RuleView {
  /** Absent where the policy came compiled. */
  readonly range: Range | undefined
  readonly description?: string | undefined
  readonly message?: string | undefined
}

/** A policy as reports see it: names and places, nothing that judges. */
export interface PolicyView {
  readonly name?: string | undefined
  readonly file?: string | undefined
  readonly source?: SourceText | undefined
  /** By rule id; what stands under `tools` is `allow`, `deny`, `ask` and `args:T`. */
  readonly rules: ReadonlyMap<string, RuleView>
}

/** What a policy says of itself; a compiled one has no document, and its rules no places. */
interface DescribedPolicy {
  readonly name: string | undefined
  readonly document: PolicyDocument | undefined
  readonly rules: readonly { readonly id: string; readonly description?: string; readonly message?: string }[]
}

/** The view of a policy; `text` and `file` are where it was read from. */
export function viewPolicy({ name, document, rules }: DescribedPolicy, text?: string, file?: string): PolicyView {
  const ranges = new Map<string, Range>(document?.rules.map(({ id, range }) => [id, range]))
  for (const list of ["allow", "deny", "ask"] as const) {
    const range = document?.[list]?.range
    if (range) ranges.set(list, range)
  }
  for (const { selector, range } of document?.args ?? []) ranges.set(`args:${selector.label}`, range)
  const views = rules.map(({ id, description, message }): [string, RuleView] => [
    id,
    { range: ranges.get(id), description, message },
  ])
  return { name, file, source: text === undefined ? undefined : new SourceText(text), rules: new Map(views) }
}
