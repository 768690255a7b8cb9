import type { Action, Glob, Limits, ListType, RuleType, Severity } from "../policy/model.ts"
import type { Letter } from "./automaton.ts"

/** What the host keeps of a rule beside its tables: enough to name it, to say what went wrong, and to explain. */
export interface RuleInfo {
  readonly id: string
  readonly type: ListType | RuleType
  readonly severity: Severity
  readonly action: Action
  readonly legacyId?: string
  readonly description?: string
  readonly message?: string
  /** How the operands print, in the order of the rule's fields. */
  readonly operands: readonly string[]
  /** `max` or `within`. */
  readonly bound?: number
  readonly strict?: boolean
  /** Index into `ProgramInfo.automata`. */
  readonly automaton: number
}

/** What the numbers of a table stand for. */
export interface AutomatonInfo {
  /** The names of the states. */
  readonly states: readonly string[]
  /** The letters of the columns from 1; column 0 is a call that no operand matches, the last column the limit. */
  readonly letters: readonly Letter[]
  /** Whether some name is matched by no operand. */
  readonly others: boolean
}

/** One glob with wildcards and whom it concerns. */
export interface Pattern {
  readonly glob: Glob
  /** Rule and operand, and which case of the operand where it has several. */
  readonly uses: readonly (readonly [rule: number, operand: number, alternative?: number])[]
}

/** What an operand asks for beyond the name. */
export interface OperandConditions {
  /** It reads the answer: it is judged when the call is answered. */
  readonly answered: boolean
  /** One of these has to hold, the one whose glob matches the name: all its predicates, by index. */
  readonly cases: readonly (readonly number[])[]
}

/** What the host knows of a program; plain JSON. */
export interface ProgramInfo {
  readonly name?: string
  readonly onError: "block" | "allow"
  readonly limits: Limits
  readonly rules: readonly RuleInfo[]
  /** One for each table of the core; rules that differ in names alone share one. */
  readonly automata: readonly AutomatonInfo[]
  /** The names that the policy spells out; the name at index i has symbol i + 1. */
  readonly names: readonly string[]
  readonly patterns: readonly Pattern[]
  /** Rules that read every call: a name that their operands do not match is their column 0. */
  readonly readers: readonly number[]
  /** The operands of the rules that ask for more than names. */
  readonly conditions: readonly (readonly [rule: number, operands: readonly OperandConditions[]])[]
  /** By predicate: the field of the call that it reads, as the core numbers them. */
  readonly fields: readonly number[]
}

/** A policy, ready to run: tables for the core, names for the host. */
export interface ProgramImage {
  /** The tables in the layout of `assembly/abi.ts`. */
  readonly tables: Uint8Array
  readonly info: ProgramInfo
  /** 32 hexadecimal digits that name the program: equal programs have equal digests. */
  readonly digest: string
}

/** What rules say can be read from outside; nobody is to change what a policy means. */
export function freezeInfo(info: ProgramInfo): ProgramInfo {
  for (const rule of info.rules) {
    Object.freeze(rule.operands)
    Object.freeze(rule)
  }
  for (const part of [
    info.rules,
    info.limits,
    info.automata,
    info.names,
    info.patterns,
    info.readers,
    info.conditions,
    info.fields,
  ]) {
    Object.freeze(part)
  }
  return Object.freeze(info)
}
