import type { CompiledRegex } from "../regex/index.ts"
import type { Json } from "./json.ts"

/**
 * Something that can be asked of a JSON value: whether it fits a schema, matches a regular expression somewhere, is one
 * of some strings. A `CheckSet` writes checks down for the core.
 */
export interface Check {
  /** Canonical text: equal checks have equal keys. */
  readonly key: string
  /** How it is judged: for `CheckSet` alone. */
  readonly node: CheckNode
}

/** What a reference leads to; schemas that contain themselves are circles of these. */
export interface Target {
  node: CheckNode
}

export interface Named {
  readonly name: string
  /** What its value has to fit; absent: anything. */
  readonly node?: CheckNode
  readonly isRequired: boolean
}

/** The shapes in which the core judges; see `NODE_` in `assembly/check/schema-abi.ts`. */
export type CheckNode =
  | { readonly kind: "true" | "false" | "unique" }
  | { readonly kind: "type"; readonly types: number }
  | { readonly kind: "range"; readonly low: number; readonly high: number; readonly flags: number }
  | { readonly kind: "multiple"; readonly of: number }
  | { readonly kind: "length" | "item-count" | "member-count"; readonly least: number; readonly most: number }
  | { readonly kind: "pattern"; readonly regex: CompiledRegex }
  | { readonly kind: "among"; readonly values: readonly Json[] }
  | { readonly kind: "match"; readonly path: readonly string[]; readonly regex: CompiledRegex }
  | { readonly kind: "all" | "any" | "one"; readonly nodes: readonly CheckNode[] }
  | { readonly kind: "not"; readonly node: CheckNode }
  | { readonly kind: "if"; readonly condition: CheckNode; readonly then: CheckNode; readonly else: CheckNode }
  | { readonly kind: "ref"; readonly target: Target }
  | { readonly kind: "items"; readonly first: readonly CheckNode[]; readonly rest: CheckNode }
  | { readonly kind: "contains"; readonly node: CheckNode; readonly least: number; readonly most: number }
  | {
      readonly kind: "members"
      readonly named: readonly Named[]
      readonly patterns: readonly { readonly regex: CompiledRegex; readonly node: CheckNode }[]
      readonly others: CheckNode
      readonly keys: CheckNode
      /** What is no object does not hold; else it does. */
      readonly onlyObjects?: boolean
    }
  | { readonly kind: "dependent"; readonly pairs: readonly { readonly name: string; readonly node: CheckNode }[] }
