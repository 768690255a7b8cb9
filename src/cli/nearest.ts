import { didYouMean } from "../diagnostic/index.ts"

/**
 * The choice that a word of the command line was probably meant to be, for a hint: misspelt, in other letters (`JSON`,
 * `not_exercised`), or cut short where only one choice goes on so.
 */
export function nearest(word: string, choices: readonly string[]): string | undefined {
  const folded = word.toLowerCase().replaceAll("_", "-")
  const near = didYouMean(folded, choices)
  if (near !== undefined) return near
  const longer = choices.filter((choice) => choice.startsWith(folded))
  return folded.replaceAll("-", "").length >= 3 && longer.length === 1 ? longer[0] : undefined
}
