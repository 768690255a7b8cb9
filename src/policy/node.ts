import type { Span } from "./source-text.ts"

/**
 * A policy text as a tree, anchors resolved: an aliased node is the same object wherever it is used, and its place is
 * where it was written. `size` counts the node and all that is below it, aliased nodes as often as they are used.
 */
export type Node = ScalarNode | ListNode | MapNode | BrokenNode

interface NodeBase extends Span {
  readonly size: number
}

export interface ScalarNode extends NodeBase {
  readonly kind: "scalar"
  readonly value: string | number | boolean | null
  /** As written, quotes and escapes undone. */
  readonly text: string
}

export interface ListNode extends NodeBase {
  readonly kind: "list"
  readonly items: readonly Node[]
}

export interface MapNode extends NodeBase {
  readonly kind: "map"
  /** In file order, each name once. */
  readonly entries: readonly Entry[]
}

export interface Entry {
  readonly name: string
  readonly key: Span
  readonly value: Node
}

/** Stands where something unreadable stood that has been reported. */
export interface BrokenNode extends NodeBase {
  readonly kind: "broken"
}

/** A node as a plain value. Own properties only, whatever their names are. */
export function plainValue(node: Node): unknown {
  switch (node.kind) {
    case "scalar":
      return node.value
    case "list":
      return node.items.map(plainValue)
    case "map":
      return Object.fromEntries(node.entries.map(({ name, value }) => [name, plainValue(value)]))
    case "broken":
      return null
  }
}

/** What came, for messages. */
export function described(node: Node): string {
  if (node.kind === "list") return "a list"
  if (node.kind === "map") return "a map"
  if (node.kind === "broken" || node.value === null) return "null"
  if (typeof node.value === "string") return "a string"
  return typeof node.value === "number" ? `the number ${node.value}` : `${node.value}`
}
