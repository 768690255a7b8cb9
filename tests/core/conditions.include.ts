import {
  CONDITION_WORDS,
  ENTRY_RULE_SHIFT,
  FIELD_AGENT,
  FIELD_ARGS,
  FIELD_RESULT,
  FIELD_STATUS,
  NO_STEP,
  ROW_WORDS,
  RULE_HOLDS,
  RULE_READS_ANSWERS,
  STATUS_ERROR,
  STATUS_OK,
} from "../../assembly/abi"
import { KIND_ARRAY, KIND_STRING, NODE_SHIFT, NODE_TYPE, SECTION_HEADER } from "../../assembly/check/schema-abi"
import { Facts } from "../../assembly/facts"
import { clearFacts, setStatus } from "../../assembly/index"
import { afterTable, countingTable, Draft, eventuallyTable, strictTable } from "./draft.include"

/** The args, the agent, the result are an array or a string; the status is one of these. */
export const ARGS: u32 = 0
export const AGENT: u32 = 1
export const RESULT: u32 = 2
export const IS_OK: u32 = 3
export const IS_ERROR: u32 = 4

const isArray: u32 = SECTION_HEADER
const isString: u32 = SECTION_HEADER + 2

/** Gives a draft the predicates above. */
export function withPredicates(draft: Draft): Draft {
  draft.predicates = [FIELD_ARGS, isArray, FIELD_AGENT, isString, FIELD_RESULT, isArray]
  draft.predicates.push(FIELD_STATUS)
  draft.predicates.push(STATUS_OK)
  draft.predicates.push(FIELD_STATUS)
  draft.predicates.push(STATUS_ERROR)
  const node: u32 = NODE_TYPE | (2 << NODE_SHIFT)
  draft.checks = [SECTION_HEADER + 4, 0, 0, 0, 0, node, 1 << KIND_ARRAY, node, 1 << KIND_STRING]
  return draft
}

/** The decision of one rule: predicates, and a letter for each way they may turn out. */
export class Ruling {
  rule: u32
  predicates: Array<u32>
  letters: Array<u32>

  constructor(rule: u32, predicates: Array<u32>, letters: Array<u32>) {
    this.rule = rule
    this.predicates = predicates
    this.letters = letters
  }

  words(): Array<u32> {
    const words: u32[] = [this.predicates.length]
    for (let i = 0; i < this.predicates.length; i++) words.push(this.predicates[i])
    for (let i = 0; i < this.letters.length; i += 4) {
      let word: u32 = 0
      for (let k = 0; k < 4 && i + k < this.letters.length; k++) word |= this.letters[i + k] << (8 * k)
      words.push(word)
    }
    return words
  }
}

/** A row: pairs of rule and letter by the name alone, and what is judged when the call is taken and answered. */
export function conditionalRow(plain: Array<u32>, taken: Array<Ruling>, answered: Array<Ruling>): Array<u32> {
  const words: u32[] = [plain.length >> 1, taken.length, answered.length]
  for (let i = 0; i < plain.length; i += 2) words.push((plain[i] << ENTRY_RULE_SHIFT) | plain[i + 1])
  const rulings = taken.concat(answered)
  let place: u32 = ROW_WORDS + (<u32>plain.length >> 1) + CONDITION_WORDS * <u32>rulings.length
  for (let i = 0; i < rulings.length; i++) {
    words.push(rulings[i].rule << ENTRY_RULE_SHIFT)
    words.push(place)
    place += rulings[i].words().length
  }
  for (let i = 0; i < rulings.length; i++) {
    const decision = rulings[i].words()
    for (let k = 0; k < decision.length; k++) words.push(decision[k])
  }
  return words
}

const texts: usize = memory.data(64)

/** Says what a field of the call is; an empty text: not captured. */
export function say(field: u32, text: string): void {
  const at = texts + ((<usize>field) << 4)
  String.UTF8.encodeUnsafe(changetype<usize>(text), text.length, at)
  Facts.set(field, at, text.length)
}

/** What is known of a call: nothing but these. */
export function know(args: string, agent: string = "", result: string = "", status: u32 = 0): void {
  clearFacts()
  say(FIELD_ARGS, args)
  say(FIELD_AGENT, agent)
  say(FIELD_RESULT, result)
  setStatus(status)
}

export const ALONE: f64 = NO_STEP

/** Four rules over A, B, C, X, which are something to them where the args are an array; C asks for the agent, too. */
export function asking(): Draft {
  const draft = withPredicates(new Draft())
  draft.tables = [countingTable(), eventuallyTable(), afterTable(), strictTable()]
  draft.rule(0, 1).rule(1, 3).rule(2, 2).rule(3, 0)
  draft.deadlines = [1]
  const ifArgs = (rule: u32, letter: u32): Ruling => new Ruling(rule, [ARGS], [0, letter])
  draft.row([])
  draft.rows.push(conditionalRow([], [ifArgs(0, 1), ifArgs(1, 1), ifArgs(2, 1), ifArgs(3, 1)], []))
  draft.rows.push(conditionalRow([], [ifArgs(2, 2), ifArgs(3, 2)], []))
  draft.rows.push(conditionalRow([], [new Ruling(3, [ARGS, AGENT], [0, 0, 0, 3])], []))
  draft.rows.push(conditionalRow([0, 1], [new Ruling(2, [ARGS], [2, 3])], []))
  return draft
}

/** Rules that read answers: errors of A, arrays that A gives, and after A an answer of B that is ok. */
export function answering(): Draft {
  const draft = withPredicates(new Draft())
  draft.tables = [countingTable(), afterTable()]
  draft.rule(0, 1, RULE_READS_ANSWERS).rule(0, 0, RULE_READS_ANSWERS)
  draft.rule(1, 1, RULE_READS_ANSWERS | RULE_HOLDS).rule(0, 2)
  const errors = new Ruling(0, [IS_ERROR], [0, 1])
  const arrays = new Ruling(1, [ARGS, RESULT], [0, 0, 0, 1])
  draft.row([])
  draft.rows.push(conditionalRow([2, 1, 3, 1], [], [errors, arrays]))
  draft.rows.push(conditionalRow([], [], [new Ruling(2, [IS_OK], [0, 2])]))
  return draft
}
