import type { Diagnostic } from "./diagnostic.ts"

/** A diagnostic on one line, as errors carry it: `policy.yaml:3:5: message (hint) [code]`. */
export function diagnosticSentence({ file, range, message, code, hint }: Diagnostic): string {
  const position = range && `${range.start.line}:${range.start.column}`
  const place = [file, position].filter((part) => part !== undefined).join(":")
  return `${place === "" ? "" : `${place}: `}${message}${hint === undefined ? "" : ` (${hint})`} [${code}]`
}
