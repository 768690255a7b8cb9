import {
  HEADER_CHECKS,
  HEADER_CHECKS_AT,
  HEADER_DEADLINES_AT,
  HEADER_ENTRIES_AT,
  HEADER_NAME,
  HEADER_PREDICATES,
  HEADER_PREDICATES_AT,
  HEADER_ROWS_AT,
  HEADER_RULES,
  HEADER_RULES_AT,
  HEADER_SIZE,
  HEADER_SYMBOLS,
  HEADER_TABLES,
  HEADER_TABLES_AT,
  HEADER_WORDS,
  MAX_BOUND,
  PROGRAM_MAGIC,
  RULE_HOLDS,
  RULE_READS_ANSWERS,
} from "../../assembly/abi.ts"
import { meetsByAnswers, type Predicates, readsAnswers } from "./conditions.ts"
import type { Draft } from "./drafts.ts"

/** What a program is laid out from. */
interface Parts {
  readonly drafts: readonly Draft[]
  readonly ruleTables: readonly number[]
  readonly tables: readonly (readonly number[])[]
  readonly rows: readonly (readonly number[])[]
  readonly predicates: Predicates
}

/** The program in words, in the layout of `assembly/abi.ts`. The policy's name is filled in by `seal`. */
export function layOut({ drafts, ruleTables, tables, rows, predicates }: Parts): Uint32Array {
  const words: number[] = new Array(HEADER_WORDS).fill(0)
  const place = (header: number, section: readonly number[]): void => {
    words[header] = words.length
    for (const word of section) words.push(word)
  }
  const bounds = drafts.map((draft) => Math.min(draft.automaton.bound, MAX_BOUND))
  place(
    HEADER_RULES_AT,
    ruleTables.flatMap((table, rule) => [table, bounds[rule] ?? 0, flagsOf(drafts[rule])]),
  )
  place(HEADER_ROWS_AT, startsOf(rows))
  place(HEADER_ENTRIES_AT, rows.flat())
  place(HEADER_DEADLINES_AT, deadlinesOf(drafts, bounds))
  place(HEADER_PREDICATES_AT, predicates.words)
  place(HEADER_CHECKS_AT, predicates.checks.words)
  const addresses: number[] = []
  for (const table of tables) {
    addresses.push(words.length)
    for (const word of table) words.push(word)
  }
  place(HEADER_TABLES_AT, addresses)
  words[0] = PROGRAM_MAGIC
  words[HEADER_SIZE] = words.length
  words[HEADER_RULES] = drafts.length
  words[HEADER_TABLES] = tables.length
  words[HEADER_SYMBOLS] = rows.length
  words[HEADER_PREDICATES] = predicates.fields.length
  words[HEADER_CHECKS] = predicates.checks.words.length
  words[HEADER_NAME] = 0
  return Uint32Array.from(words)
}

function flagsOf(draft: Draft | undefined): number {
  if (!draft?.operands.some(readsAnswers)) return 0
  return RULE_READS_ANSWERS | (meetsByAnswers(draft) ? RULE_HOLDS : 0)
}

function startsOf(rows: readonly (readonly number[])[]): number[] {
  const starts = [0]
  for (const row of rows) starts.push((starts[starts.length - 1] ?? 0) + row.length)
  return starts
}

function deadlinesOf(drafts: readonly Draft[], bounds: readonly number[]): number[] {
  const armed = drafts.flatMap((draft, rule) => (draft.automaton.armedAtStart ? [rule] : []))
  return [armed.length, ...armed.sort((a, b) => (bounds[a] ?? 0) - (bounds[b] ?? 0) || a - b)]
}
