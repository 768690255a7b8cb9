import { ANY, allBut, asSet, type CodePoints, rangeFrom } from "./code-points.ts"
import { categoryNames, categoryRuns, foldRuns } from "./generated/unicode-data.ts"

let categories: ReadonlyMap<string, CodePoints> | undefined
let folding: Folding | undefined

/** The characters of a general category, by its short or long name in any case; also `Any`, `Assigned` and `ASCII`. */
export function category(name: string): CodePoints | undefined {
  categories ??= readCategories()
  return categories.get(plain(name))
}

const others = new Map<CodePoints, CodePoints>()
const folded = new Map<CodePoints, CodePoints>()

/** What a category that was asked for leaves out, or holds with case folded: the same set whenever asked. */
export function otherThan(set: CodePoints): CodePoints {
  return remember(others, set, allBut)
}

export function foldedCategory(set: CodePoints): CodePoints {
  return remember(folded, set, foldCase)
}

function remember(
  known: Map<CodePoints, CodePoints>,
  set: CodePoints,
  make: (set: CodePoints) => CodePoints,
): CodePoints {
  const found = known.get(set) ?? make(set)
  known.set(set, found)
  return found
}

function plain(name: string): string {
  return name.replaceAll(/[_ -]/g, "").toLowerCase()
}

function readCategories(): ReadonlyMap<string, CodePoints> {
  const names = categoryNames.split(" ")
  const pairs: number[][] = Array.from({ length: names.length / 2 }, () => [])
  let from = 0
  for (const [, letter, more] of categoryRuns.matchAll(/([A-^])([0-9a-z]*)/g)) {
    const to = from + (more === "" ? 0 : Number.parseInt(more!, 36))
    pairs[letter!.charCodeAt(0) - 65]!.push(from, to)
    from = to + 1
  }
  const found = new Map<string, CodePoints>()
  const group = (long: string, short: string, kinds: RegExp): void => {
    const set = asSet(pairs.flatMap((ranges, i) => (kinds.test(names[2 * i]!) ? ranges : [])))
    found.set(plain(long), set).set(plain(short), set)
  }
  for (let i = 0; i < pairs.length; i++) group(names[2 * i + 1]!, names[2 * i]!, new RegExp(`^${names[2 * i]!}$`))
  for (const name of ["L Letter", "M Mark", "N Number", "S Symbol", "P Punctuation", "Z Separator", "C Other"]) {
    group(name.slice(2), name[0]!, new RegExp(`^${name[0]!}`))
  }
  group("Cased_Letter", "LC", /^L[ult]/)
  const more: [string, CodePoints][] = [
    ["punct", found.get("p")!],
    ["digit", found.get("nd")!],
    ["cntrl", found.get("cc")!],
    ["combiningmark", found.get("m")!],
    ["any", ANY],
    ["ascii", [0, 0x7f]],
    ["assigned", allBut(found.get("cn")!)],
  ]
  for (const [name, set] of more) found.set(name, set)
  return found
}

/** Every character that folds to another or that another folds to, and the others of its kind: `k` is with `K` and U+212A. */
interface Folding {
  readonly points: CodePoints
  readonly others: ReadonlyMap<number, readonly number[]>
}

/** The set and all that differs from its members in case only (simple case folding). */
export function foldCase(set: CodePoints): CodePoints {
  folding ??= readFolding()
  const more: number[] = []
  const { points, others } = folding
  for (let i = 0; i < set.length; i += 2) {
    for (let at = rangeFrom(points, set[i]!); at < points.length && points[at]! <= set[i + 1]!; at += 2) {
      const last = Math.min(points[at + 1]!, set[i + 1]!)
      for (let point = Math.max(points[at]!, set[i]!); point <= last; point++) {
        for (const other of others.get(point)!) more.push(other, other)
      }
    }
  }
  return more.length === 0 ? set : asSet([...set, ...more])
}

function readFolding(): Folding {
  const kinds = new Map<number, number[]>()
  let point = 0
  for (const run of foldRuns.split(";")) {
    const [gap, step, count, distance] = run.split(",").map((text) => Number.parseInt(text, 36))
    point += gap!
    for (let i = 0; i < count!; i++) {
      if (i > 0) point += step!
      const target = point + distance!
      const kind = kinds.get(target)
      if (kind === undefined) kinds.set(target, [target, point])
      else kind.push(point)
    }
  }
  const others = new Map<number, readonly number[]>()
  for (const kind of kinds.values()) {
    for (const member of kind)
      others.set(
        member,
        kind.filter((other) => other !== member),
      )
  }
  return { points: asSet([...others.keys()].flatMap((member) => [member, member])), others }
}
