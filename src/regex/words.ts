import {
  KIND_NEWLINE,
  KIND_OTHER,
  KIND_WORD,
  RANGE_CLASS_BITS,
  REGEX_IS_ANCHORED,
  REGEX_IS_STEPS,
  STEP_BITS,
  STEP_CLASS,
  STEP_SET,
} from "../../assembly/check/regex-abi.ts"
import type { Alphabet } from "./alphabet.ts"
import { Closure } from "./closure.ts"
import type { Steps } from "./steps.ts"
import type { Table } from "./table.ts"

/** A table as the words that the core reads (`regex-abi.ts`). */
export function tableWords(table: Table, alphabet: Alphabet): number[] {
  const words = [0, 0, ...sizes(alphabet), table.states, 0, table.start, ...alphabetWords(alphabet)]
  append(words, packed(table.cells, 2))
  words[0] = words.length
  return words
}

/** Instructions as the words that the core reads, with the sets that they name and the kinds that conditions ask for. */
export function stepWords(steps: Steps, alphabet: Alphabet): number[] {
  const form = REGEX_IS_STEPS | (isAnchored(steps) ? REGEX_IS_ANCHORED : 0)
  const sets = alphabet.members
    .map((members, index) => ({ members, index }))
    .filter(({ members }) => members.length !== 1)
  const places = new Map(sets.map(({ index }, place) => [index, place]))
  const count = steps.what.length
  const words = [0, form, ...sizes(alphabet), count, sets.length, steps.start, ...alphabetWords(alphabet)]
  for (let i = 0; i < count; i++) {
    const operand = steps.operand[i]!
    const isClass = steps.what[i] === STEP_SET && !places.has(operand)
    const what = isClass ? STEP_CLASS : steps.what[i]!
    const named = isClass ? alphabet.members[operand]![0]! : what === STEP_SET ? places.get(operand)! : operand
    words.push((named << STEP_BITS) | what, steps.next[i]!)
  }
  for (const { members } of sets) append(words, bits(members, alphabet.classes))
  append(words, packed(alphabet.kinds, 4))
  words[0] = words.length
  return words
}

function sizes(alphabet: Alphabet): [classes: number, ranges: number] {
  return [alphabet.classes, alphabet.starts.length]
}

function alphabetWords(alphabet: Alphabet): number[] {
  const ranges = alphabet.starts.map((start, i) => ((start << RANGE_CLASS_BITS) | alphabet.wide[i]!) >>> 0)
  return [...packed(alphabet.ascii, 4), ...ranges]
}

/** Numbers of 8 or 16 bits, so many in each word. */
function packed(numbers: readonly number[], perWord: 2 | 4): number[] {
  const words: number[] = Array(Math.ceil(numbers.length / perWord)).fill(0)
  const width = 32 / perWord
  for (const [i, number] of numbers.entries()) {
    const word = Math.floor(i / perWord)
    words[word] = (words[word]! | (number << ((i % perWord) * width))) >>> 0
  }
  return words
}

function bits(members: readonly number[], classes: number): number[] {
  const words: number[] = Array(Math.ceil(classes / 32)).fill(0)
  for (const member of members) words[member >> 5] = (words[member >> 5]! | (1 << (member & 31))) >>> 0
  return words
}

function append(words: number[], more: readonly number[]): void {
  for (const word of more) words.push(word)
}

/** Whether nothing can begin after some character. */
function isAnchored(steps: Steps): boolean {
  const closure = new Closure(steps)
  return [KIND_OTHER, KIND_WORD, KIND_NEWLINE].every(
    (before) => closure.of([steps.start], before, undefined)?.length === 0,
  )
}
