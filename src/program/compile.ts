import { MAX_COLUMNS, MAX_CONDITIONS, MAX_STATES } from "../../assembly/abi.ts"
import { type Diagnostic, diagnostic } from "../diagnostic/index.ts"
import type { Glob, PolicyDocument } from "../policy/model.ts"
import { asksTooMuch, conditionalLetters, isConditional, Predicates } from "./conditions.ts"
import { type Draft, draftsOf } from "./drafts.ts"
import { layOut } from "./layout.ts"
import { type Letters, lettersOf, walkBudget } from "./letters.ts"
import type { OperandConditions, Pattern, ProgramImage, ProgramInfo } from "./model.ts"
import { matchingPatterns } from "./names.ts"
import { RowMaker, rowWords } from "./rows.ts"
import { seal } from "./seal.ts"
import { TableSet } from "./table-set.ts"

/** Pairs of name and rule that a program holds, at most: 8 MB of rows. */
const mostEntries = 1 << 21
/** Names held against patterns, at most. */
const mostMatches = 1 << 25

/** Turns a policy into a program; without one where a rule, or all of them together, cannot be said in tables. */
export function compile(document: PolicyDocument): {
  readonly image?: ProgramImage
  readonly diagnostics: readonly Diagnostic[]
} {
  const drafts = draftsOf(document)
  if (referencesOf(drafts) > mostEntries) return { diagnostics: [tooLarge(drafts)] }
  const { letters, diagnostics } = lettersOfAll(drafts)
  if (diagnostics.length > 0) return { diagnostics }
  const image = assemble(document, drafts, letters)
  return image === undefined ? { diagnostics: [tooLarge(drafts)] } : { image, diagnostics }
}

/** Counted, not gathered: a thousand rules may name one alias of a thousand tools. */
function referencesOf(drafts: readonly Draft[]): number {
  let references = 0
  for (const { operands } of drafts)
    for (const { cases } of operands) for (const { globs } of cases) references += globs.length
  return references
}

/** The letters of every rule; rules with the same operands share them, and the walks of all share one budget. */
function lettersOfAll(drafts: readonly Draft[]): { letters: Letters[]; diagnostics: Diagnostic[] } {
  const ids = new Map<readonly Glob[], number>()
  const known = new Map<string, Letters | undefined>()
  const budget = { steps: walkBudget }
  const letters: Letters[] = []
  const diagnostics: Diagnostic[] = []
  for (const draft of drafts) {
    for (const { globs } of draft.operands) if (!ids.has(globs)) ids.set(globs, ids.size)
    const key = draft.operands.map(({ globs }) => ids.get(globs)).join()
    if (!known.has(key)) {
      const operands = draft.operands.map(({ globs }) => globs)
      known.set(key, lettersOf(operands, budget))
    }
    const byName = known.get(key)
    const found = byName && isConditional(draft) ? conditionalLetters(draft, byName) : byName
    if (asksTooMuch(draft)) diagnostics.push(tooManyConditions(draft))
    else if (
      found !== undefined &&
      found.letters.length + 2 <= MAX_COLUMNS &&
      draft.automaton.states.length <= MAX_STATES
    ) {
      letters.push(found)
    } else diagnostics.push(tooManyStates(draft))
  }
  return { letters, diagnostics }
}

function tooLarge(drafts: readonly Draft[]): Diagnostic {
  return diagnostic("too-large", "Expected rules, names and patterns whose tables take some megabytes, found more.", {
    range: drafts.at(-1)?.range,
    hint: "Rules on `*` pair with every name of the policy, and names with every pattern: split the policy.",
  })
}

function tooManyConditions({ range }: Draft): Diagnostic {
  return diagnostic(
    "too-many-conditions",
    `Expected a rule that asks for at most ${MAX_CONDITIONS} different conditions of a call, and as many of its answer; this one asks for more.`,
    { range, hint: "Split the rule, or join conditions into one schema." },
  )
}

function tooManyStates({ range }: Draft): Diagnostic {
  return diagnostic(
    "too-many-states",
    `Expected a rule whose operands overlap in at most ${MAX_COLUMNS - 2} ways; these overlap in more, or in too many to work out.`,
    { range, hint: "Split the rule, name tools, or use patterns that end in their only `*`." },
  )
}

function assemble(
  document: PolicyDocument,
  drafts: readonly Draft[],
  letters: readonly Letters[],
): ProgramImage | undefined {
  const set = new TableSet()
  const ruleTables: number[] = []
  for (const [rule, draft] of drafts.entries()) {
    const table = set.add(draft, letters[rule] ?? { letters: [], others: true })
    if (table === undefined) return undefined
    ruleTables.push(table)
  }
  const predicates = new Predicates()
  const info = infoOf(document, drafts, ruleTables, { automata: set.automata, predicates })
  if (info.names.length * info.patterns.length > mostMatches) return undefined
  const rows = rowsOf(info, drafts)
  return rows && seal(layOut({ drafts, ruleTables, tables: set.tables, rows, predicates }), info)
}

function infoOf(
  document: PolicyDocument,
  drafts: readonly Draft[],
  ruleTables: readonly number[],
  { automata, predicates }: { readonly automata: ProgramInfo["automata"]; readonly predicates: Predicates },
): ProgramInfo {
  const names = new Set<string>()
  const patterns = new Map<string, { glob: Glob; uses: Use[] }>()
  for (const { glob, use } of usesOf(drafts)) {
    if (glob.length === 1) names.add(glob[0] ?? "")
    else {
      const key = JSON.stringify(glob)
      const pattern = patterns.get(key) ?? { glob, uses: [] }
      patterns.set(key, pattern)
      pattern.uses.push(use)
    }
  }
  const conditions = drafts.flatMap((draft, rule): [number, readonly OperandConditions[]][] =>
    isConditional(draft) ? [[rule, predicates.conditionsOf(draft)]] : [],
  )
  return {
    ...(document.name !== undefined && { name: document.name }),
    onError: document.onError,
    limits: { ...document.limits },
    rules: drafts.map((draft, rule) => ({ ...draft.info, automaton: ruleTables[rule] ?? 0 })),
    automata,
    names: [...names],
    patterns: [...patterns.values()] satisfies Pattern[],
    readers: drafts.flatMap((draft, rule) => (draft.automaton.readsEveryCall ? [rule] : [])),
    conditions,
    fields: predicates.fields,
  }
}

type Use = [rule: number, operand: number, alternative?: number]

/** Every glob of a policy, and what it stands for. */
function* usesOf(drafts: readonly Draft[]): Generator<{ readonly glob: Glob; readonly use: Use }> {
  for (const [rule, { operands }] of drafts.entries()) {
    for (const [operand, { cases }] of operands.entries()) {
      for (const [index, { globs }] of cases.entries()) {
        for (const glob of globs) yield { glob, use: index === 0 ? [rule, operand] : [rule, operand, index] }
      }
    }
  }
}

/** The rows of symbol 0 (a name that nothing mentions) and of the names that the policy spells out, unless they are too many. */
function rowsOf(info: ProgramInfo, drafts: readonly Draft[]): number[][] | undefined {
  const maker = new RowMaker(info)
  const exact = new Map<string, Use[]>(info.names.map((name) => [name, []]))
  for (const { glob, use } of usesOf(drafts)) if (glob.length === 1) exact.get(glob[0] ?? "")?.push(use)
  const rows = [rowWords(maker.row([]))]
  let entries = 0
  for (const name of info.names) {
    const matching = matchingPatterns(info.patterns, name).flatMap((index) => info.patterns[index]?.uses ?? [])
    const row = rowWords(maker.row([...(exact.get(name) ?? []), ...matching]))
    rows.push(row)
    entries += row.length
    if (entries > mostEntries) return undefined
  }
  return rows
}
