/** A group of the JSON Schema Test Suite that is not taken, whole, and the keyword that its schema is refused for. */
export interface Exclusion {
  readonly file: string
  readonly group: string
  readonly keyword: "$ref" | "unevaluatedProperties"
}

/**
 * All that is left out of draft 2020-12, as docs/policy.md says: schemas that refer to another document (here the
 * meta-schema), and `unevaluatedProperties`. Each is a compile error that names the keyword.
 */
export const exclusions: readonly Exclusion[] = [
  { file: "defs.json", group: "validate definition against metaschema", keyword: "$ref" },
  { file: "ref.json", group: "remote ref, containing refs itself", keyword: "$ref" },
  { file: "ref.json", group: "ref creates new scope when adjacent to keywords", keyword: "unevaluatedProperties" },
  {
    file: "not.json",
    group: "collect annotations inside a 'not', even if collection is disabled",
    keyword: "unevaluatedProperties",
  },
]
