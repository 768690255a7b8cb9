import { ENTRY_RULE_SHIFT } from "../../assembly/abi.ts"
import { matchesGlob } from "../policy/glob.ts"
import type { Glob } from "../policy/model.ts"
import type { Letter } from "./automaton.ts"
import type { Pattern } from "./model.ts"

/** Pairs of rule and operand. */
export type Uses = readonly (readonly [rule: number, operand: number])[]

/** Which column of a rule's table a letter is. */
export type Columns = ReadonlyMap<number, ReadonlyMap<string, number>>

/** Letters are columns from 1, in the order given. */
export function columnsOf(letters: readonly (readonly [rule: number, letters: readonly Letter[]])[]): Columns {
  return new Map(
    letters.map(([rule, list]) => [rule, new Map(list.map((letter, index) => [letter.join(), index + 1]))]),
  )
}

/** The patterns that match a name, by index: names with the same set are the same to every rule. */
export function matchingPatterns(patterns: readonly Pattern[], name: string): readonly number[] {
  const matching: number[] = []
  patterns.forEach((pattern, index) => {
    if (matchesGlob(pattern.glob as Glob, name)) matching.push(index)
  })
  return matching
}

/**
 * The row of a name: for each rule that reads it, in rising order, the column of the letter that it
 * is. `readers` get column 0 where no operand of theirs matches.
 */
export function rowOf(uses: Uses, readers: readonly number[], columns: Columns): number[] {
  const operands = new Map<number, Set<number>>()
  for (const rule of readers) operands.set(rule, new Set())
  for (const [rule, operand] of uses) {
    const known = operands.get(rule)
    if (known === undefined) operands.set(rule, new Set([operand]))
    else known.add(operand)
  }
  return [...operands.keys()]
    .sort((a, b) => a - b)
    .map((rule) => {
      const letter = [...(operands.get(rule) ?? [])].sort((a, b) => a - b)
      const column = letter.length === 0 ? 0 : (columns.get(rule)?.get(letter.join()) ?? 0)
      return (rule << ENTRY_RULE_SHIFT) | column
    })
}
