import { matchesGlob } from "../policy/glob.ts"
import type { Glob } from "../policy/model.ts"
import type { Letter } from "./automaton.ts"
import type { Pattern, ProgramInfo } from "./model.ts"

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
