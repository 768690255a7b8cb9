import type { Place } from "./fields.ts"
import type { Entry, MapNode, Node } from "./node.ts"
import { below } from "./problems.ts"
import type { Span } from "./source-text.ts"

/** The steps of a JSON Pointer (RFC 6901); undefined for a text that is none. */
export function pointerSteps(pointer: string): readonly string[] | undefined {
  if (pointer === "") return []
  if (!pointer.startsWith("/") || /~(?![01])/.test(pointer)) return undefined
  const steps = pointer.slice(1).split("/")
  return steps.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
}

/** Where a JSON Pointer leads in a policy. */
export interface Located {
  readonly span: Span
  readonly path: string
  readonly node: Node
}

/** Follows JSON Pointers through a policy; the maps that it passes are indexed once, however many pointers pass them. */
export class Locator {
  readonly #indexes = new Map<MapNode, ReadonlyMap<string, Entry>>()

  /** The value that the steps lead to, or its key; where they lead out of the policy, the last value within it. */
  locate(from: Place, steps: readonly string[], onKey: boolean): Located {
    let { node, path } = from
    let span: Span = node
    for (const [index, step] of steps.entries()) {
      const entry = node.kind === "map" ? this.#indexOf(node).get(step) : undefined
      const next = node.kind === "list" ? node.items[Number(step)] : entry?.value
      if (next === undefined) break
      node = next
      path = below(path, step)
      span = onKey && entry !== undefined && index === steps.length - 1 ? entry.key : next
    }
    return { span, path, node }
  }

  #indexOf(map: MapNode): ReadonlyMap<string, Entry> {
    const known = this.#indexes.get(map)
    if (known !== undefined) return known
    const index = new Map(map.entries.map((entry) => [entry.name, entry]))
    this.#indexes.set(map, index)
    return index
  }
}
