import type { Call } from "../../trace/index.ts"

/** Where a call stands among the calls of its step that have the same parent; absent where it is alone. */
export type StepPart = "first" | "middle" | "last"

/** A call of a trace in the order in which a tree is read: a call, then the calls made by it. */
export interface TreeRow {
  /** Into the calls of the trace. */
  readonly index: number
  /** The part of the step for each ancestor from the root on, and at the end for the call itself. */
  readonly parts: readonly (StepPart | undefined)[]
}

/**
 * The calls as a tree, by `id` and `parent`. A parent is the latest call before that has the id (ids repeat), else the
 * first one behind; a call whose parent is not there, or would be its own descendant, is a root. Rows come lazily: a
 * reader of a few takes no more.
 */
export function* treeRows(calls: readonly Call[]): Generator<TreeRow> {
  const children = childrenOf(calls)
  const frames = [frameOf(children.get(-1) ?? [], [])]
  for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
    const index = frame.siblings[frame.next]
    if (index === undefined) {
      frames.pop()
      continue
    }
    const parts = [...frame.above, partOf(frame, frame.next, calls)]
    frame.next++
    yield { index, parts }
    const below = children.get(index)
    if (below) frames.push(frameOf(below, parts))
  }
}

interface Frame {
  readonly siblings: readonly number[]
  readonly above: readonly (StepPart | undefined)[]
  next: number
}

/** Deeper ancestors are not drawn, so no row carries more of them. */
export const maxAbove = 32

function frameOf(siblings: readonly number[], above: Frame["above"]): Frame {
  return { siblings, above: above.slice(0, maxAbove), next: 0 }
}

/** By index of the parent, -1 for the roots. */
function childrenOf(calls: readonly Call[]): Map<number, number[]> {
  const parents = withoutCycles(parentsOf(calls))
  const children = new Map<number, number[]>()
  for (const [index, parent] of parents.entries()) {
    const siblings = children.get(parent)
    if (siblings) siblings.push(index)
    else children.set(parent, [index])
  }
  return children
}

function parentsOf(calls: readonly Call[]): number[] {
  const first = new Map<string, number>()
  for (const [index, { id }] of calls.entries()) if (id !== undefined && !first.has(id)) first.set(id, index)
  const latest = new Map<string, number>()
  return calls.map(({ id, parent }, index) => {
    const found = parent === undefined ? undefined : (latest.get(parent) ?? first.get(parent))
    if (id !== undefined) latest.set(id, index)
    return found ?? -1
  })
}

/** Each call is walked over once: what leads back to the walk itself becomes a root. */
function withoutCycles(parents: readonly number[]): number[] {
  const output = [...parents]
  const walked = new Int32Array(parents.length).fill(-1)
  for (let start = 0; start < parents.length; start++) {
    let at = start
    while (at >= 0 && walked[at] === -1) {
      walked[at] = start
      const parent = output[at] ?? -1
      if (parent >= 0 && walked[parent] === start) output[at] = -1
      at = output[at] ?? -1
    }
  }
  return output
}

function partOf({ siblings }: Frame, at: number, calls: readonly Call[]): StepPart | undefined {
  const step = (place: number): number | undefined => calls[siblings[place] ?? -1]?.step
  const own = step(at)
  if (own === undefined) return undefined
  const [before, after] = [step(at - 1) === own, step(at + 1) === own]
  if (before) return after ? "middle" : "last"
  return after ? "first" : undefined
}
