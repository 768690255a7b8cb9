import type { RegexFault } from "../regex/index.ts"

/** What is wrong with a schema, and where in it. */
export interface SchemaProblem {
  readonly code: "invalid-schema" | "unsupported-schema" | "schema-too-large" | RegexFault["code"]
  /** JSON Pointer into the schema that was given. */
  readonly pointer: string
  /** The key is at fault, not its value. */
  readonly onKey: boolean
  readonly message: string
  readonly hint?: string
}
