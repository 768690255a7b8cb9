import { safeText } from "../preview.ts"
import { code, type Inline, type Text } from "./document.ts"

/** Columns kept of a sentence from outside. */
const proseWidth = 600

/** A sentence whose names stand in backticks, as diagnostics and violations write them. */
export function prose(sentence: string): Text {
  const parts = safeText(sentence, proseWidth).split("`")
  // Without its partner the last backtick is just one.
  const pairs = parts.length % 2 === 1 ? parts : [...parts.slice(0, -2), `${parts.at(-2)}\`${parts.at(-1)}`]
  return pairs.map((part, index): Inline => (index % 2 === 1 ? code(part) : part)).filter((part) => part !== "")
}
