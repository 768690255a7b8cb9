/**
 * All groups of the JSON Schema Test Suite, draft 2020-12, that are left out, whole, and the keyword that the schema of each
 * is refused for, as docs/policy.md says: schemas that refer to another document (here the meta-schema), and
 * `unevaluatedProperties`. Each is a compile error that names the keyword.
 */
export const exclusions = [
  { file: "defs.json", group: "validate definition against metaschema", keyword: "$ref" },
  { file: "ref.json", group: "remote ref, containing refs itself", keyword: "$ref" },
  { file: "ref.json", group: "ref creates new scope when adjacent to keywords", keyword: "unevaluatedProperties" },
  {
    file: "not.json",
    group: "collect annotations inside a 'not', even if collection is disabled",
    keyword: "unevaluatedProperties",
  },
]

/** What a policy refuses before it is a schema: whole numbers that JSON parsers do not agree on. */
export const refusedInPolicies = [
  {
    file: "const.json",
    group: "float and integers are equal up to 64-bit representation limits",
    keyword: "const",
    code: "integer-too-large",
  },
]
