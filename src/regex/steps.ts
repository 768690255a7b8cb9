import { MAX_POSITIONS, MAX_STEPS, STEP_EITHER, STEP_FOUND, STEP_IF, STEP_SET } from "../../assembly/check/regex-abi.ts"
import type { CodePoints } from "./code-points.ts"
import { refuse } from "./fault.ts"
import type { Tree } from "./tree.ts"

/**
 * The instructions that a pattern becomes, in three columns: what is done (`STEP_`), with what (the index of a set, a
 * condition, an instruction), and which instruction comes next. The first one says that something is found.
 */
export interface Steps {
  readonly what: readonly number[]
  readonly operand: readonly number[]
  readonly next: readonly number[]
  readonly start: number
  readonly sets: readonly CodePoints[]
}

interface Size {
  readonly positions: number
  readonly steps: number
}

/** Throws `RefusedPattern` where there would be too many, before any is made. */
export function stepsOf(tree: Tree): Steps {
  const sizes = new Map<Tree, Size>()
  measure(tree, sizes)
  return new Writer(sizes).write(tree)
}

function measure(tree: Tree, sizes: Map<Tree, Size>): Size {
  const size = measured(tree, sizes)
  if (size.positions > MAX_POSITIONS || size.steps >= MAX_STEPS) {
    const most = `at most ${MAX_POSITIONS} characters and ${MAX_STEPS} steps with repetitions written out`
    const got = size.positions > MAX_POSITIONS ? `${size.positions} characters` : `${size.steps} steps`
    refuse("regex-too-large", `expected ${most}, got ${got}`, tree.kind === "repeat" ? tree.at : 0, "repeat less")
  }
  sizes.set(tree, size)
  return size
}

function measured(tree: Tree, sizes: Map<Tree, Size>): Size {
  if (tree.kind === "empty") return { positions: 0, steps: 0 }
  if (tree.kind === "set") return { positions: 1, steps: 1 }
  if (tree.kind === "if") return { positions: 0, steps: 1 }
  if (tree.kind === "repeat") {
    const { positions, steps } = measure(tree.part, sizes)
    const { least, most } = countsOf(tree, positions)
    const times = most === Number.POSITIVE_INFINITY ? Math.max(least, 1) : most
    return { positions: positions * times, steps: (steps + 1) * times }
  }
  const parts = tree.parts.map((part) => measure(part, sizes))
  const sum = (of: (size: Size) => number): number => parts.reduce((total, size) => total + of(size), 0)
  return { positions: sum((size) => size.positions), steps: sum((size) => size.steps) + tree.parts.length }
}

/** What takes no character says the same once as many times. */
function countsOf(tree: Extract<Tree, { kind: "repeat" }>, positions: number): { least: number; most: number } {
  return positions === 0 ? { least: Math.min(tree.least, 1), most: 1 } : { least: tree.least, most: tree.most }
}

/** Writes from the end to the beginning, so that what comes next is known. */
class Writer {
  readonly #sizes: ReadonlyMap<Tree, Size>
  readonly #what: number[] = []
  readonly #operand: number[] = []
  readonly #next: number[] = []
  readonly #sets: CodePoints[] = []
  readonly #known = new Map<CodePoints | string, number>()

  constructor(sizes: ReadonlyMap<Tree, Size>) {
    this.#sizes = sizes
  }

  write(tree: Tree): Steps {
    const start = this.#tree(tree, this.#step(STEP_FOUND, 0, 0))
    return { what: this.#what, operand: this.#operand, next: this.#next, start, sets: this.#sets }
  }

  #step(what: number, operand: number, next: number): number {
    this.#operand.push(operand)
    this.#next.push(next)
    return this.#what.push(what) - 1
  }

  #tree(tree: Tree, next: number): number {
    switch (tree.kind) {
      case "empty":
        return next
      case "set":
        return this.#step(STEP_SET, this.#set(tree.set), next)
      case "if":
        return this.#step(STEP_IF, tree.condition, next)
      case "all":
        return tree.parts.reduceRight((after, part) => this.#tree(part, after), next)
      case "any":
        return tree.parts
          .map((part) => this.#tree(part, next))
          .reduceRight((rest, first) => this.#step(STEP_EITHER, first, rest))
      case "repeat":
        return this.#repeat(tree, next)
    }
  }

  #repeat(tree: Extract<Tree, { kind: "repeat" }>, next: number): number {
    const { least, most } = countsOf(tree, this.#sizes.get(tree.part)!.positions)
    let at = next
    if (most === Number.POSITIVE_INFINITY) {
      const again = this.#step(STEP_EITHER, 0, next)
      const part = this.#tree(tree.part, again)
      this.#operand[again] = part
      at = least === 0 ? again : part
    } else {
      for (let i = least; i < most; i++) at = this.#step(STEP_EITHER, this.#tree(tree.part, at), next)
    }
    const written = most === Number.POSITIVE_INFINITY ? 1 : 0
    for (let i = written; i < least; i++) at = this.#tree(tree.part, at)
    return at
  }

  /** The same set has one index, however often it is written. */
  #set(set: CodePoints): number {
    const known = this.#known.get(set)
    if (known !== undefined) return known
    const text = set.join()
    const index = this.#known.get(text) ?? this.#sets.push(set) - 1
    this.#known.set(text, index).set(set, index)
    return index
  }
}
