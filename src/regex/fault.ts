/** Whose spellings a pattern uses: those of RE2 (policies), or those of ECMA-262 with flag `u` (JSON Schema). */
export type RegexDialect = "re2" | "ecma"

/** Why a pattern is not taken. */
export interface RegexFault {
  readonly code: "unsupported-regex" | "invalid-regex" | "regex-too-large"
  /** One sentence: what was expected, what came, and where. */
  readonly message: string
  readonly hint?: string
  /** Where in the pattern, in UTF-16 units. */
  readonly at: number
}

/** Carries a fault out of the reader; `compileRegex` hands it on as data. */
export class RefusedPattern extends Error {
  readonly fault: RegexFault

  constructor(fault: RegexFault) {
    super(fault.message)
    this.fault = fault
  }
}

export function refuse(code: RegexFault["code"], message: string, at: number, hint?: string): never {
  throw new RefusedPattern({ code, message: `${message} (offset ${at})`, at, ...(hint !== undefined && { hint }) })
}

/** A piece of a pattern as a message shows it: on one line, in ASCII, cut where it is long. */
export function shown(text: string): string {
  const points = Array.from(text, (char) => {
    const point = char.codePointAt(0)!
    return point > 0x1f && point < 0x7f ? char : `\\u{${point.toString(16)}}`
  })
  return points.length > 24 ? `${points.slice(0, 24).join("")}...` : points.join("")
}
