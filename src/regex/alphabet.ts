import {
  FIRST_WIDE,
  IF_LINE_BEGINS,
  IF_LINE_ENDS,
  IF_NO_WORD_EDGE,
  IF_WORD_EDGE,
  KIND_NEWLINE,
  KIND_OTHER,
  KIND_WORD,
  MAX_CLASSES,
  STEP_IF,
} from "../../assembly/check/regex-abi.ts"
import { type CodePoints, holds, NEWLINE, WORD } from "./code-points.ts"
import { refuse } from "./fault.ts"
import type { Steps } from "./steps.ts"

/** Intervals that the sets of a pattern take, all together: it bounds the time. */
const MAX_WORK = 1_000_000

/** Characters in classes: those of a class are taken by the same sets, and conditions see no difference between them. */
export interface Alphabet {
  readonly classes: number
  /** The class of each ASCII character. */
  readonly ascii: readonly number[]
  /** Where ranges beyond ASCII begin, ascending from U+0080; each ends where the next begins. */
  readonly starts: readonly number[]
  /** The class of each of these ranges. */
  readonly wide: readonly number[]
  /** `KIND_` of each class. */
  readonly kinds: readonly number[]
  /** For each set the classes that it takes, ascending. */
  readonly members: readonly (readonly number[])[]
}

/** Throws `RefusedPattern` when there are too many classes. */
export function alphabetOf(steps: Steps): Alphabet {
  const has = (...conditions: number[]): boolean =>
    steps.what.some((what, i) => what === STEP_IF && conditions.includes(steps.operand[i]!))
  const told: CodePoints[] = [...steps.sets]
  if (has(IF_WORD_EDGE, IF_NO_WORD_EDGE)) told.push(WORD)
  if (has(IF_LINE_BEGINS, IF_LINE_ENDS)) told.push(NEWLINE)
  const starts = boundaries(told)
  const found = numbered(refine(starts, told))
  if (found.count > MAX_CLASSES) {
    refuse("regex-too-large", `expected at most ${MAX_CLASSES} kinds of characters, got ${found.count}`, 0)
  }
  const classAt = (point: number): number => found.classes[lastUpTo(starts, point)]!
  const wideFrom = starts.indexOf(FIRST_WIDE)
  const kinds = Array.from({ length: found.count }, (_, index) => kindOf(starts[found.classes.indexOf(index)]!))
  return {
    classes: found.count,
    ascii: Array.from({ length: FIRST_WIDE }, (_, point) => classAt(point)),
    ...joined(starts.slice(wideFrom), found.classes.slice(wideFrom)),
    kinds,
    members: steps.sets.map((set) => membersOf(set, starts, found.classes)),
  }
}

/** Where some set begins or ends, with 0 and the end of ASCII. */
function boundaries(sets: readonly CodePoints[]): number[] {
  const points = new Set<number>([0, FIRST_WIDE])
  for (const set of sets) {
    for (let i = 0; i < set.length; i += 2) points.add(set[i]!).add(set[i + 1]! + 1)
  }
  points.delete(0x110000)
  return [...points].sort((a, b) => a - b)
}

function lastUpTo(starts: readonly number[], point: number): number {
  let low = 0
  let high = starts.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (starts[middle]! <= point) low = middle
    else high = middle
  }
  return low
}

/** Splits the classes by one set after the other: the intervals that it takes get classes of their own. */
function refine(starts: readonly number[], sets: readonly CodePoints[]): number[] {
  const classes = starts.map(() => 0)
  let count = 1
  let work = 0
  for (const set of sets) {
    const moved = new Map<number, number>()
    if (work > MAX_WORK) refuse("regex-too-large", "expected fewer or smaller character classes", 0)
    eachInterval(set, starts, (i) => {
      work++
      const old = classes[i]!
      if (!moved.has(old)) moved.set(old, count++)
      classes[i] = moved.get(old)!
    })
  }
  return classes
}

function eachInterval(set: CodePoints, starts: readonly number[], visit: (index: number) => void): void {
  for (let i = 0; i < set.length; i += 2) {
    for (let at = lastUpTo(starts, set[i]!); at < starts.length && starts[at]! <= set[i + 1]!; at++) visit(at)
  }
}

/** Numbers classes in the order in which they come up, so that those of ASCII are below 128. */
function numbered(classes: readonly number[]): { classes: number[]; count: number } {
  const names = new Map<number, number>()
  const renamed = classes.map((name) => {
    if (!names.has(name)) names.set(name, names.size)
    return names.get(name)!
  })
  return { classes: renamed, count: names.size }
}

/** Neighbours of the same class as one range. */
function joined(starts: readonly number[], classes: readonly number[]): { starts: number[]; wide: number[] } {
  const kept = starts.map((_, i) => i).filter((i) => i === 0 || classes[i] !== classes[i - 1])
  return { starts: kept.map((i) => starts[i]!), wide: kept.map((i) => classes[i]!) }
}

function kindOf(point: number): number {
  if (point === 0x0a) return KIND_NEWLINE
  return holds(WORD, point) ? KIND_WORD : KIND_OTHER
}

function membersOf(set: CodePoints, starts: readonly number[], classes: readonly number[]): number[] {
  const found = new Set<number>()
  eachInterval(set, starts, (i) => found.add(classes[i]!))
  return [...found].sort((a, b) => a - b)
}
