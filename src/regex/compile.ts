import { alphabetOf } from "./alphabet.ts"
import { RefusedPattern, type RegexDialect, type RegexFault, refuse } from "./fault.ts"
import { readPattern } from "./pattern.ts"
import { stepsOf } from "./steps.ts"
import { tableOf } from "./table.ts"
import { stepWords, tableWords } from "./words.ts"

/** Bytes of a pattern in UTF-8, at most. */
const MAX_BYTES = 4096

/** A regular expression as the core runs it: u32 words that may stand anywhere. Equal patterns have equal words. */
export interface CompiledRegex {
  readonly source: string
  readonly words: readonly number[]
}

/** A table is made where it stays small; `steps` asks for the instructions that do instead where it does not. */
export type RegexForm = "any" | "steps"

/**
 * Compiles a regular expression, which is searched for in linear time. What is not taken comes back as a fault; nothing is
 * thrown, and the time is bounded whatever the pattern.
 *
 * @example
 * const regex = compileRegex("^/tmp/", "re2")
 * if ("code" in regex) console.error(regex.message)
 */
export function compileRegex(
  pattern: string,
  dialect: RegexDialect,
  form: RegexForm = "any",
): CompiledRegex | RegexFault {
  try {
    refuseLong(pattern)
    const steps = stepsOf(readPattern(pattern, dialect))
    const alphabet = alphabetOf(steps)
    const table = form === "any" ? tableOf(steps, alphabet) : undefined
    return { source: pattern, words: table === undefined ? stepWords(steps, alphabet) : tableWords(table, alphabet) }
  } catch (error) {
    if (error instanceof RefusedPattern) return error.fault
    throw error
  }
}

function refuseLong(pattern: string): void {
  let bytes = 0
  for (let at = 0; at < pattern.length; at++) {
    const unit = pattern.charCodeAt(at)
    const isPair = unit >= 0xd800 && unit < 0xdc00 && pattern.codePointAt(at)! > 0xffff
    bytes += isPair ? 4 : unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3
    if (bytes > MAX_BYTES)
      refuse("regex-too-large", `expected at most ${MAX_BYTES} bytes`, at, "use several expressions")
    if (isPair) at++
  }
}
