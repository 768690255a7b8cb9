import { ENTRY_RULE_SHIFT } from "../../assembly/abi.ts"
import { matchesGlob } from "../policy/glob.ts"
import type { Glob } from "../policy/model.ts"
import type { Letter } from "./automaton.ts"
import type { Pattern, ProgramInfo } from "./model.ts"

/** Pairs of rule and operand. */
export type Uses = readonly (readonly [rule: number, operand: number])[]

/** The column of a letter in the table of a rule, 0 where it has none. */
export type ColumnOf = (rule: number, letter: Letter) => number

/** Letters are columns from 1, in the order in which the automaton lists them. */
export function columnsOf({ rules, automata }: Pick<ProgramInfo, "rules" | "automata">): ColumnOf {
  const columns = automata.map(
    ({ letters }) => new Map(letters.map((letter, index): [string, number] => [letter.join(), index + 1])),
  )
  return (rule, letter) => columns[rules[rule]?.automaton ?? -1]?.get(letter.join()) ?? 0
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
export function rowOf(uses: Uses, readers: readonly number[], columnOf: ColumnOf): number[] {
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
      const column = letter.length === 0 ? 0 : columnOf(rule, letter)
      return (rule << ENTRY_RULE_SHIFT) | column
    })
}
