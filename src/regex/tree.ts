import type { CodePoints } from "./code-points.ts"

/** A pattern as it was read: flags, groups and spellings are gone, what it takes is left. */
export type Tree =
  | { readonly kind: "empty" }
  | { readonly kind: "set"; readonly set: CodePoints }
  /** One of the `IF_` conditions. */
  | { readonly kind: "if"; readonly condition: number }
  | { readonly kind: "all"; readonly parts: readonly Tree[] }
  | { readonly kind: "any"; readonly parts: readonly Tree[] }
  /** `most` is `Infinity` where there is no end; `at` is where the repetition is written. */
  | { readonly kind: "repeat"; readonly part: Tree; readonly least: number; readonly most: number; readonly at: number }

export const EMPTY: Tree = { kind: "empty" }

export function all(parts: readonly Tree[]): Tree {
  return parts.length === 1 ? parts[0]! : parts.length === 0 ? EMPTY : { kind: "all", parts }
}

export function any(parts: readonly Tree[]): Tree {
  return parts.length === 1 ? parts[0]! : { kind: "any", parts }
}
