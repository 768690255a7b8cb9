import { matchesGlob } from "../policy/glob.ts"
import type { Glob } from "../policy/model.ts"
import type { Letter } from "./automaton.ts"

/** The letters that some tool name reads as, and whether some name is matched by no operand. */
export interface Letters {
  /** Never the empty letter. */
  readonly letters: readonly Letter[]
  readonly others: boolean
}

/** Steps of working out the letters of one policy; beyond this a rule does not compile. */
export const walkBudget = 3_000_000

export interface Budget {
  steps: number
}

/**
 * All letters over all possible names, exactly: the names that the operands spell one by one, then
 * all others, which only patterns match. Undefined when the budget is exceeded.
 */
export function lettersOf(
  operands: readonly (readonly Glob[])[],
  budget: Budget = { steps: walkBudget },
): Letters | undefined {
  const [only, second] = operands
  if (only !== undefined && second === undefined) return lettersOfOne(only)
  const patterns = operands.map((globs) => globs.filter((glob) => glob.length > 1))
  const letters = new Map<string, Letter>()
  if (!spelled(operands, patterns, letters, budget)) return undefined
  const others = unspelled(patterns, letters, budget)
  return others === undefined ? undefined : { letters: [...letters.values()].sort(byOperands), others }
}

/** One operand is matched or not; and only `*` leaves no name that is not. */
function lettersOfOne(globs: readonly Glob[]): Letters {
  const everything = globs.some((glob) => glob.length > 1 && glob.every((piece) => piece === ""))
  return { letters: globs.length > 0 ? [[0]] : [], others: !everything }
}

/** Adds the letters of the names that the operands spell; false when the budget is exceeded. */
function spelled(
  operands: readonly (readonly Glob[])[],
  patterns: readonly (readonly Glob[])[],
  letters: Map<string, Letter>,
  budget: Budget,
): boolean {
  const names = new Map<string, Set<number>>()
  operands.forEach((globs, operand) => {
    for (const glob of globs) {
      if (glob.length > 1) continue
      const name = glob[0] ?? ""
      names.set(name, (names.get(name) ?? new Set()).add(operand))
    }
  })
  budget.steps -= names.size * (1 + patterns.flat().length)
  if (budget.steps < 0) return false
  for (const [name, matched] of names) {
    for (const operand of letterOf(patterns, name)) matched.add(operand)
    add(letters, matched)
  }
  return true
}

function add(letters: Map<string, Letter>, operands: Iterable<number>): void {
  const letter = [...operands].sort((a, b) => a - b)
  letters.set(letter.join(), letter)
}

/** Adds the letters of all other names and answers whether some are matched by no operand. */
function unspelled(
  patterns: readonly (readonly Glob[])[],
  letters: Map<string, Letter>,
  budget: Budget,
): boolean | undefined {
  const globs = patterns.flat()
  if (globs.every((glob) => glob.length === 2 && glob[1] === ""))
    return byPrefix(patterns, letters, (glob) => glob[0] ?? "")
  if (globs.every((glob) => glob.length === 2 && glob[0] === "")) return byPrefix(patterns, letters, backwards)
  let others = false
  const whole = walk(patterns, budget, (letter) => {
    if (letter.length === 0) others = true
    else letters.set(letter.join(), letter)
    return false
  })
  return whole ? others : undefined
}

function backwards(glob: Glob): string {
  return (glob[1] ?? "").split("").reverse().join("")
}

/**
 * `search_*` and the like: a name matches the patterns whose prefix it begins with, so the prefixes show all letters. In
 * sorted order each stands right after those that it begins with itself.
 */
function byPrefix(
  patterns: readonly (readonly Glob[])[],
  letters: Map<string, Letter>,
  prefixOf: (glob: Glob) => string,
): boolean {
  const owners = new Map<string, Set<number>>()
  patterns.forEach((globs, operand) => {
    for (const glob of globs) owners.set(prefixOf(glob), (owners.get(prefixOf(glob)) ?? new Set()).add(operand))
  })
  const open: { prefix: string; operands: ReadonlySet<number> }[] = []
  for (const prefix of [...owners.keys()].sort()) {
    while (open.length > 0 && !prefix.startsWith(open[open.length - 1]?.prefix ?? "")) open.pop()
    const operands = new Set([...(open[open.length - 1]?.operands ?? []), ...(owners.get(prefix) ?? [])])
    open.push({ prefix, operands })
    add(letters, operands)
  }
  return !owners.has("")
}

/** The operands that match a name. */
export function letterOf(operands: readonly (readonly Glob[])[], name: string): Letter {
  const letter: number[] = []
  operands.forEach((globs, operand) => {
    if (globs.some((glob) => matchesGlob(glob, name))) letter.push(operand)
  })
  return letter
}

/** For each glob the places in its text that the name read so far may have come to. */
type Place = readonly Int32Array[]

/**
 * Reads all names character by character, all globs at once (`*` stays and skips), and tells of one name for each way
 * in which they read it, until `tell` answers true. False when the budget is exceeded.
 */
function walk(
  operands: readonly (readonly Glob[])[],
  budget: Budget,
  tell: (letter: Letter, name: string) => boolean,
): boolean {
  const globs = operands.flat()
  const owners = operands.flatMap((list, operand) => list.map(() => operand))
  const mentioned = new Set(globs.flatMap((glob) => glob.join("").split("")))
  const alphabet = [...mentioned, unmentioned(mentioned)]
  const texts = globs.map((glob) => items(glob))
  const start = texts.map((text) => closure(text, [0]))
  const seen = new Set<string>([key(start)])
  const queue: { readonly place: Place; readonly name: string }[] = [{ place: start, name: "" }]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { place, name } = next
    if (tell(accepted(place, texts, owners), name)) return true
    budget.steps -= alphabet.length * place.reduce((sum, places) => sum + 1 + places.length, 0)
    if (budget.steps < 0) return false
    for (const character of alphabet) {
      const following = place.map((at, i) => advance(texts[i] ?? [], at, character))
      const known = key(following)
      if (seen.has(known)) continue
      seen.add(known)
      queue.push({ place: following, name: name + character })
    }
  }
  return true
}

/** A character that stands for all that no glob mentions: a letter where one is left. */
function unmentioned(mentioned: ReadonlySet<string>): string {
  for (let code = 0; ; code++) {
    const character = "xyzabcdefghijklmnopqrstuvw"[code] ?? String.fromCharCode(0xa1 + code)
    if (!mentioned.has(character)) return character
  }
}

/** So many globs of an operand are tried for an example before all names are walked. */
const mostTried = 16

/** A name that patterns read as this letter: one after their looks where that will do. Undefined when the budget is exceeded. */
export function exampleOf(
  operands: readonly (readonly Glob[])[],
  letter: Letter,
  budget: Budget = { steps: walkBudget },
): string | undefined {
  const wanted = letter.join()
  const reads = (name: string): boolean => name !== "" && letterOf(operands, name).join() === wanted
  const filler = unmentioned(new Set(operands.flat().flatMap((glob) => glob.join("").split(""))))
  const fillings = (globs: readonly Glob[]): string[] =>
    globs.slice(0, mostTried).flatMap((glob) => ["example", filler, ""].map((text) => glob.join(text)))
  const [first = [], ...others] = letter.map((operand) => fillings(operands[operand] ?? []))
  const joined = others.reduce((heads, tails) => heads.flatMap((head) => tails.map((tail) => head + tail)), first)
  const likely = [...first, ...joined.slice(0, mostTried ** 3)].find(reads)
  if (likely !== undefined) return likely
  let found: string | undefined
  walk(operands, budget, (read, name) => {
    if (read.join() === wanted && reads(name)) found = name
    return found !== undefined
  })
  return found
}

/** A glob as a list of characters and `undefined` for each run of any characters. */
function items(glob: Glob): readonly (string | undefined)[] {
  return glob.flatMap((piece, i) => (i === 0 ? piece.split("") : [undefined, ...piece.split("")]))
}

function closure(text: readonly (string | undefined)[], places: Iterable<number>): Int32Array {
  const reached = new Set<number>()
  for (const place of places) {
    for (let at = place; ; at++) {
      reached.add(at)
      if (at >= text.length || text[at] !== undefined) break
    }
  }
  return Int32Array.from([...reached].sort((a, b) => a - b))
}

function advance(text: readonly (string | undefined)[], places: Int32Array, character: string): Int32Array {
  const next: number[] = []
  for (const place of places) {
    if (place >= text.length) continue
    const item = text[place]
    if (item === undefined) next.push(place)
    else if (item === character) next.push(place + 1)
  }
  return closure(text, next)
}

function accepted(place: Place, texts: readonly (readonly unknown[])[], owners: readonly number[]): Letter {
  const letter = new Set<number>()
  place.forEach((places, i) => {
    if (places.includes(texts[i]?.length ?? 0)) letter.add(owners[i] ?? 0)
  })
  return [...letter].sort((a, b) => a - b)
}

function key(place: Place): string {
  return place.map((places) => places.join()).join(";")
}

function byOperands(a: Letter, b: Letter): number {
  return a.length - b.length || (a.join() < b.join() ? -1 : 1)
}
