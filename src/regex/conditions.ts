import {
  IF_LINE_BEGINS,
  IF_LINE_ENDS,
  IF_LOOKS_AHEAD,
  IF_TEXT_BEGINS,
  IF_TEXT_ENDS,
  IF_WORD_EDGE,
  KIND_EDGE,
  KIND_NEWLINE,
  KIND_WORD,
} from "../../assembly/check/regex-abi.ts"

/** Whether a condition holds between two neighbours, by their kinds (`KIND_`); `KIND_EDGE` is where the text ends. */
export function isMet(condition: number, before: number, after: number): boolean {
  switch (condition) {
    case IF_TEXT_BEGINS:
      return before === KIND_EDGE
    case IF_LINE_BEGINS:
      return before === KIND_EDGE || before === KIND_NEWLINE
    case IF_TEXT_ENDS:
      return after === KIND_EDGE
    case IF_LINE_ENDS:
      return after === KIND_EDGE || after === KIND_NEWLINE
    default:
      return (condition === IF_WORD_EDGE) === ((before === KIND_WORD) !== (after === KIND_WORD))
  }
}

export function looksAhead(condition: number): boolean {
  return condition >= IF_LOOKS_AHEAD
}
