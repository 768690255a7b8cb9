import { ENTRY_RULE_SHIFT, FIELD_RESULT, ROW_WORDS } from "../../assembly/abi.ts"
import type { Letter } from "./automaton.ts"
import type { OperandConditions, ProgramInfo, RuleInfo } from "./model.ts"
import { type ColumnOf, columnsOf } from "./names.ts"

/** Which globs matched a name: rule, operand, and the case of the operand that the glob stands in. */
export type Uses = readonly (readonly [rule: number, operand: number, alternative?: number])[]

/** What a call is to a rule that asks for more than the name: a column for each way its predicates may turn out. */
export interface Decision {
  readonly rule: number
  /** The predicates that matter, by index. */
  readonly predicates: readonly number[]
  /** By the truth of the predicates: bit i of the index is the i-th. */
  readonly columns: readonly number[]
}

/** How the rules of a program read a name. */
export interface Row {
  /** Rule and column by the name alone, in rising order: `rule << 8 | column`. */
  readonly plain: readonly number[]
  /** Judged when the call is taken, and when it is answered. */
  readonly taken: readonly Decision[]
  readonly answered: readonly Decision[]
}

/** Makes rows of what matched a name, for compilers and for names that are met later. */
export class RowMaker {
  readonly #columnOf: ColumnOf
  readonly #readers: readonly number[]
  readonly #conditions: ReadonlyMap<number, readonly OperandConditions[]>
  readonly #rules: ProgramInfo["rules"]

  constructor(info: Pick<ProgramInfo, "rules" | "automata" | "readers" | "conditions">) {
    this.#columnOf = columnsOf(info)
    this.#readers = info.readers
    this.#conditions = new Map(info.conditions)
    this.#rules = info.rules
  }

  /** `readers` get column 0 where no operand of theirs matches. */
  row(uses: Uses): Row {
    const matched = new Map<number, [operand: number, alternative: number][]>()
    for (const rule of this.#readers) matched.set(rule, [])
    for (const [rule, operand, alternative = 0] of uses) {
      const known = matched.get(rule)
      if (known === undefined) matched.set(rule, [[operand, alternative]])
      else known.push([operand, alternative])
    }
    const row = { plain: [] as number[], taken: [] as Decision[], answered: [] as Decision[] }
    for (const rule of [...matched.keys()].sort((a, b) => a - b)) this.#add(row, rule, matched.get(rule) ?? [])
    return row
  }

  #add(
    row: { plain: number[]; taken: Decision[]; answered: Decision[] },
    rule: number,
    matched: readonly (readonly [operand: number, alternative: number])[],
  ): void {
    const operands = this.#conditions.get(rule)
    if (operands === undefined) {
      row.plain.push(
        (rule << ENTRY_RULE_SHIFT) |
          this.#column(
            rule,
            matched.map(([operand]) => operand),
          ),
      )
      return
    }
    for (const answered of [false, true]) {
      const part = matched.filter(([operand]) => operands[operand]?.answered === answered)
      if (part.length === 0) continue
      // What an answer closes was not opened by its own call: of `after` the answer is read together with the call.
      const joint = answered && isJoint(this.#rules[rule], operands)
      const decision = this.#decide(rule, joint ? matched : part, operands, joint)
      if (answered) row.answered.push(decision)
      else if (decision.predicates.length > 0 || part.length < matched.length) row.taken.push(decision)
      else row.plain.push((rule << ENTRY_RULE_SHIFT) | (decision.columns[0] ?? 0))
    }
  }

  #decide(
    rule: number,
    matched: readonly (readonly [operand: number, alternative: number])[],
    operands: readonly OperandConditions[],
    joint: boolean,
  ): Decision {
    const needed = ([operand, alternative]: readonly [number, number]): readonly number[] =>
      operands[operand]?.cases[alternative] ?? []
    const predicates = [...new Set(matched.flatMap(needed))].sort((a, b) => a - b)
    const columns = Array.from({ length: 1 << predicates.length }, (_, truths) => {
      const holds = (predicate: number): boolean => ((truths >> predicates.indexOf(predicate)) & 1) === 1
      const found = matched.filter((each) => needed(each).every(holds)).map(([operand]) => operand)
      const answers = !joint || found.some((operand) => operands[operand]?.answered)
      return answers ? this.#column(rule, found) : 0
    })
    return { rule, predicates, columns }
  }

  #column(rule: number, operands: readonly number[]): number {
    const letter: Letter = [...new Set(operands)].sort((a, b) => a - b)
    return letter.length === 0 ? 0 : this.#columnOf(rule, letter)
  }
}

/** Whether the rule reads an answer together with its call: calls begin its deadlines, and answers meet them. */
export function isJoint(
  rule: Pick<RuleInfo, "type"> | undefined,
  [trigger, then]: readonly Pick<OperandConditions, "answered">[],
): boolean {
  return rule?.type === "after" && then?.answered === true && trigger?.answered === false
}

/** A row in the layout of the core. */
export function rowWords({ plain, taken, answered }: Row): number[] {
  const decisions = [...taken, ...answered]
  let place = ROW_WORDS + plain.length + 2 * decisions.length
  const entries: number[] = []
  const bodies: number[] = []
  for (const { rule, predicates, columns } of decisions) {
    const body = [predicates.length, ...predicates, ...packed(columns)]
    entries.push(rule << ENTRY_RULE_SHIFT, place)
    place += body.length
    for (const word of body) bodies.push(word)
  }
  return [plain.length, taken.length, answered.length, ...plain, ...entries, ...bodies]
}

function packed(columns: readonly number[]): number[] {
  const words: number[] = []
  for (let at = 0; at < columns.length; at += 4) {
    const [a = 0, b = 0, c = 0, d = 0] = columns.slice(at, at + 4)
    words.push((a | (b << 8) | (c << 16) | (d << 24)) >>> 0)
  }
  return words
}

/** The row that stands in words of the core's layout, which the core has accepted. */
export function rowFrom(words: readonly number[]): Row {
  const [plain = 0, taken = 0, answered = 0] = words
  const entries = ROW_WORDS + plain
  const decision = (index: number): Decision => {
    const at = entries + 2 * index
    const place = words[at + 1] ?? 0
    const count = words[place] ?? 0
    const column = (way: number): number => ((words[place + 1 + count + (way >> 2)] ?? 0) >>> (8 * (way & 3))) & 0xff
    return {
      rule: (words[at] ?? 0) >>> ENTRY_RULE_SHIFT,
      predicates: words.slice(place + 1, place + 1 + count),
      columns: Array.from({ length: 1 << count }, (_, way) => column(way)),
    }
  }
  return {
    plain: words.slice(ROW_WORDS, entries),
    taken: Array.from({ length: taken }, (_, index) => decision(index)),
    answered: Array.from({ length: answered }, (_, index) => decision(taken + index)),
  }
}

/** For each rule that may read a call of the row, the columns that the call may be, without column 0 where another is possible. */
export function* columnsIn(row: Row): Generator<readonly [rule: number, column: number]> {
  for (const entry of row.plain) yield [entry >>> ENTRY_RULE_SHIFT, entry & 0xff]
  for (const { rule, columns } of [...row.taken, ...row.answered]) {
    for (const column of new Set(columns)) if (column !== 0) yield [rule, column]
  }
}

/** Whether a field of this number belongs to the answer. */
export function isAnswerField(field: number): boolean {
  return field >= FIELD_RESULT
}
