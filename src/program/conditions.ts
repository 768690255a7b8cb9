import {
  FIELD_AGENT,
  FIELD_ARGS,
  FIELD_RESULT,
  FIELD_STATUS,
  MAX_CONDITIONS,
  STATUS_ERROR,
  STATUS_OK,
} from "../../assembly/abi.ts"
import type { Condition, SelectorCase } from "../policy/model.ts"
import { CheckSet } from "../schema/index.ts"
import type { Letter } from "./automaton.ts"
import type { Draft, Operand } from "./drafts.ts"
import type { Letters } from "./letters.ts"
import type { OperandConditions } from "./model.ts"
import { isJoint } from "./rows.ts"

const fields = { args: FIELD_ARGS, agent: FIELD_AGENT, result: FIELD_RESULT, status: FIELD_STATUS } as const
const statusBits = { ok: STATUS_OK, error: STATUS_ERROR } as const
/** Operands that conditions may keep from matching, of one rule, when their names overlap. */
const mostOptional = 8

/** Whether a rule asks for more than names. */
export function isConditional({ operands }: Pick<Draft, "operands">): boolean {
  return operands.some(({ cases }) => cases.some(({ conditions }) => conditions.length > 0))
}

/** Whether an operand is judged when the call is answered. */
export function readsAnswers({ cases }: Pick<Operand, "cases">): boolean {
  return cases.some(({ conditions }) => conditions.some(({ field }) => field === "result" || field === "status"))
}

/** Whether the deadlines of a rule are met by answers. */
export function meetsByAnswers({ info, operands }: Draft): boolean {
  const met = info.type === "after" ? operands[1] : info.type === "eventually" ? operands[0] : undefined
  return met !== undefined && readsAnswers(met)
}

function timing(operand: Operand): { readonly answered: boolean } {
  return { answered: readsAnswers(operand) }
}

/** Whether a rule asks for more conditions, at the call or at its answer, than one decision can read. */
export function asksTooMuch({ info, operands }: Draft): boolean {
  const joint = isJoint(info, operands.map(timing))
  return [false, true].some((answered) => {
    const keys = new Set<string>()
    for (const operand of operands) {
      if (readsAnswers(operand) !== answered && !(answered && joint)) continue
      for (const { conditions } of operand.cases) for (const condition of conditions) keys.add(keyOf(condition))
    }
    return keys.size > MAX_CONDITIONS
  })
}

function keyOf(condition: Condition): string {
  if (condition.field === "status") return `status ${[...condition.statuses].sort().join()}`
  return `${condition.field} ${condition.check.key}`
}

/**
 * The letters of a rule with conditions: what a name allows, each operand with conditions matching or not, apart for the
 * call and for its answer. Undefined where they are too many to work out.
 */
export function conditionalLetters({ info, operands }: Draft, byName: Letters): Letters | undefined {
  const letters = new Map<string, Letter>()
  for (const letter of byName.letters) {
    const [taken, answered] = [false, true].map((when) =>
      letter.filter((operand) => operands[operand] && readsAnswers(operands[operand]) === when),
    )
    const parts = [taken ?? [], answered ?? [], ...(isJoint(info, operands.map(timing)) ? [letter] : [])]
    for (const part of parts) {
      const sure = part.filter((operand) => operands[operand]?.cases.every(({ conditions }) => conditions.length === 0))
      const optional = part.filter((operand) => !sure.includes(operand))
      if (optional.length > mostOptional) return undefined
      for (let some = 0; some < 1 << optional.length; some++) {
        const found = [...sure, ...optional.filter((_, index) => ((some >> index) & 1) === 1)].sort((a, b) => a - b)
        if (found.length > 0) letters.set(found.join(), found)
      }
    }
  }
  return { letters: [...letters.values()].sort(byOperand), others: true }
}

function byOperand(a: Letter, b: Letter): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** The predicates of a program, each once, and the checks that they need. */
export class Predicates {
  readonly checks: CheckSet = new CheckSet()
  /** Two words a predicate, in the layout of the core. */
  readonly words: number[] = []
  readonly fields: number[] = []
  readonly #known = new Map<string, number>()

  /** What the operands of a rule ask for. */
  conditionsOf({ operands }: Draft): readonly OperandConditions[] {
    return operands.map((operand) => ({
      answered: readsAnswers(operand),
      cases: operand.cases.map((each) => this.#caseOf(each)),
    }))
  }

  #caseOf({ conditions }: SelectorCase): readonly number[] {
    return [...new Set(conditions.map((condition) => this.#predicate(condition)))].sort((a, b) => a - b)
  }

  #predicate(condition: Condition): number {
    const key = keyOf(condition)
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const index = this.fields.length
    const field = fields[condition.field]
    this.#known.set(key, index)
    this.fields.push(field)
    this.words.push(field, condition.field === "status" ? bitsOf(condition.statuses) : this.checks.add(condition.check))
    return index
  }
}

function bitsOf(statuses: readonly ("ok" | "error")[]): number {
  return statuses.reduce((bits, status) => bits | statusBits[status], 0)
}
