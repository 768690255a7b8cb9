import { didYouMean } from "../diagnostic/index.ts"

/**
 * The choice that a word of the command line was probably meant to be, for a hint: cut short where only one choice goes
 * on so (`--form` is `--format`, though `--from` has as many letters), misspelt, or in other letters (`JSON`,
 * `not_exercised`).
 */
export function nearest(word: string, choices: readonly string[]): string | undefined {
  const folded = word.toLowerCase().replaceAll("_", "-")
  const longer = choices.filter((choice) => choice.startsWith(folded))
  if (folded.replaceAll("-", "").length >= 3 && longer.length === 1) return longer[0]
  return didYouMean(folded, choices)
}
