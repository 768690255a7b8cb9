import {
  HEADER_DEADLINES_AT,
  HEADER_ENTRIES_AT,
  HEADER_NAME,
  HEADER_ROWS_AT,
  HEADER_RULES,
  HEADER_RULES_AT,
  HEADER_SIZE,
  HEADER_SYMBOLS,
  HEADER_TABLES,
  HEADER_TABLES_AT,
  HEADER_WORDS,
  MAX_CALLS,
  MAX_COLUMNS,
  MAX_STATES,
  PROGRAM_MAGIC,
} from "../../assembly/abi.ts"
import { type Diagnostic, diagnostic, type Range } from "../diagnostic/index.ts"
import { globText } from "../policy/glob.ts"
import type { Glob, PolicyDocument } from "../policy/model.ts"
import { allow, ask, automatonOf, forbidden } from "./automata.ts"
import type { Automaton, Letter } from "./automaton.ts"
import { seal } from "./format.ts"
import { type Letters, lettersOf } from "./letters.ts"
import type { Pattern, ProgramImage, ProgramInfo, RuleInfo } from "./model.ts"
import { columnsOf, matchingPatterns, rowOf } from "./names.ts"
import { tableOf } from "./tables.ts"

/** A rule on its way to the tables. */
interface Draft {
  readonly info: Omit<RuleInfo, "automaton">
  readonly automaton: Automaton
  readonly operands: readonly (readonly Glob[])[]
  readonly range: Range
}

/** Turns a policy into a program; without one where a rule cannot be said in tables. */
export function compile(document: PolicyDocument): {
  readonly image?: ProgramImage
  readonly diagnostics: readonly Diagnostic[]
} {
  const drafts = [...listDrafts(document), ...document.rules.map(ruleDraft)]
  const letters: Letters[] = []
  const diagnostics: Diagnostic[] = []
  for (const draft of drafts) {
    const known = lettersOf(draft.operands)
    if (known === undefined || known.letters.length + 2 > MAX_COLUMNS || draft.automaton.states.length > MAX_STATES) {
      diagnostics.push(tooManyStates(draft))
    } else letters.push(known)
  }
  if (diagnostics.length > 0) return { diagnostics }
  return { image: assemble(document, drafts, letters), diagnostics }
}

function tooManyStates(draft: Draft): Diagnostic {
  return diagnostic(
    "too-many-states",
    `Expected a rule that ${MAX_COLUMNS - 2} kinds of calls can be told apart for, but the patterns of ` +
      `\`${draft.info.id}\` overlap in more ways.`,
    { range: draft.range, hint: "split the rule, or name tools instead of using patterns" },
  )
}

function listDrafts(document: PolicyDocument): Draft[] {
  const kinds = [
    ["allow", allow, "deny"],
    ["deny", forbidden, "deny"],
    ["ask", ask, "ask"],
  ] as const
  return kinds.flatMap(([type, automaton, action]) => {
    const list = document[type]
    if (list === undefined) return []
    const info = { id: type, type, severity: "error" as const, action, operands: [list.selector.label] }
    return [{ info, automaton, operands: [list.selector.globs], range: list.range }]
  })
}

function ruleDraft(rule: PolicyDocument["rules"][number]): Draft {
  const { id, type, severity, action, legacyId, description, message, range } = rule
  const selectors = selectorsOf(rule)
  const bound = "max" in rule ? rule.max : "within" in rule ? rule.within : undefined
  const automaton = automatonOf(rule)
  return {
    info: {
      id,
      type,
      severity,
      action,
      ...(legacyId !== undefined && { legacyId }),
      ...(description !== undefined && { description }),
      ...(message !== undefined && { message }),
      operands: selectors.map((selector) => selector.label),
      ...(bound !== undefined && { bound }),
      ...("strict" in rule && { strict: rule.strict }),
    },
    automaton,
    operands: selectors.map((selector) => selector.globs),
    range,
  }
}

function selectorsOf(rule: PolicyDocument["rules"][number]): readonly { label: string; globs: readonly Glob[] }[] {
  switch (rule.type) {
    case "before":
      return [rule.first, rule.then]
    case "after":
      return [rule.trigger, rule.then]
    case "never_after":
      return [rule.trigger, rule.forbidden]
    case "sequence":
      return rule.tools
    case "blocklist":
      return [{ label: rule.pattern, globs: [["", rule.pattern, ""]] }]
    default:
      return [rule.tool]
  }
}

function assemble(document: PolicyDocument, drafts: readonly Draft[], letters: readonly Letters[]): ProgramImage {
  const tables = new Map<string, number>()
  const automata: (readonly string[])[] = []
  const tableWords: number[][] = []
  const ruleTables = drafts.map((draft, rule) => {
    const words = tableOf(draft.automaton, letters[rule] ?? { letters: [], others: true })
    const names = draft.automaton.states.map((state) => state.name)
    const key = `${words.join()}|${names.join()}`
    const known = tables.get(key) ?? tableWords.length
    if (known === tableWords.length) {
      tables.set(key, known)
      tableWords.push(words)
      automata.push(names)
    }
    return known
  })
  const info = infoOf(document, drafts, letters, ruleTables, automata)
  const rows = rowsOf(info, drafts, letters)
  return seal(layOut(drafts, ruleTables, tableWords, rows), info)
}

function infoOf(
  document: PolicyDocument,
  drafts: readonly Draft[],
  letters: readonly Letters[],
  ruleTables: readonly number[],
  automata: readonly (readonly string[])[],
): ProgramInfo {
  const names = new Set<string>()
  const patterns = new Map<string, { glob: Glob; uses: [number, number][] }>()
  const patterned = new Set<number>()
  drafts.forEach((draft, rule) => {
    draft.operands.forEach((globs, operand) => {
      for (const glob of globs) {
        if (glob.length === 1) names.add(glob[0] ?? "")
        else {
          patterned.add(rule)
          const key = globKey(glob)
          const pattern = patterns.get(key) ?? { glob, uses: [] }
          patterns.set(key, pattern)
          pattern.uses.push([rule, operand])
        }
      }
    })
  })
  return {
    ...(document.name !== undefined && { name: document.name }),
    onError: document.onError,
    limits: document.limits,
    rules: drafts.map((draft, rule) => ({ ...draft.info, automaton: ruleTables[rule] ?? 0 })),
    automata,
    names: [...names],
    patterns: [...patterns.values()] satisfies Pattern[],
    readers: drafts.flatMap((draft, rule) => (draft.automaton.readsEveryCall ? [rule] : [])),
    letters: [...patterned].map((rule) => [rule, letters[rule]?.letters ?? []] as const),
  }
}

/** A blocklist's pattern may hold a `*` of its own, so the text of a glob does not name it. */
function globKey(glob: Glob): string {
  return glob.length === 3 && glob[1]?.includes("*") ? JSON.stringify(glob) : globText(glob)
}

/** The rows of symbol 0 (a name that nothing mentions) and of the names that the policy spells out. */
function rowsOf(info: ProgramInfo, drafts: readonly Draft[], letters: readonly Letters[]): number[][] {
  const columns = columnsOf(letters.map((known, rule) => [rule, known.letters as readonly Letter[]] as const))
  const exact = new Map<string, [number, number][]>(info.names.map((name) => [name, []]))
  drafts.forEach((draft, rule) => {
    draft.operands.forEach((globs, operand) => {
      for (const glob of globs) if (glob.length === 1) exact.get(glob[0] ?? "")?.push([rule, operand])
    })
  })
  const named = info.names.map((name) => {
    const matching = matchingPatterns(info.patterns, name).flatMap((index) => info.patterns[index]?.uses ?? [])
    return rowOf([...(exact.get(name) ?? []), ...matching], info.readers, columns)
  })
  return [rowOf([], info.readers, columns), ...named]
}

/** The program in words, in the layout of `assembly/abi.ts`. The policy's name is filled in by `seal`. */
function layOut(
  drafts: readonly Draft[],
  ruleTables: readonly number[],
  tables: readonly (readonly number[])[],
  rows: readonly (readonly number[])[],
): Uint32Array {
  const words: number[] = new Array(HEADER_WORDS).fill(0)
  const place = (header: number, section: readonly number[]): void => {
    words[header] = words.length
    for (const word of section) words.push(word)
  }
  const bounds = drafts.map((draft) => Math.min(draft.automaton.bound, MAX_CALLS))
  place(
    HEADER_RULES_AT,
    ruleTables.flatMap((table, rule) => [table, bounds[rule] ?? 0]),
  )
  place(HEADER_ROWS_AT, startsOf(rows))
  place(HEADER_ENTRIES_AT, rows.flat())
  place(HEADER_DEADLINES_AT, deadlinesOf(drafts, bounds))
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
  words[HEADER_NAME] = 0
  return Uint32Array.from(words)
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
