import type { Diagnostic } from "../diagnostic/index.ts"
import { renderDiagnostic, SourceText } from "../report/index.ts"
import type { Io } from "./io.ts"
import { pageFor } from "./output.ts"

/** Prints diagnostics for people on standard error; `text` is the file they speak of, for carets. */
export async function complain(
  io: Io,
  diagnostics: readonly Diagnostic[],
  text?: string,
  colour?: boolean,
): Promise<void> {
  const page = pageFor(io.stderr, io.env, { colour, verbose: true })
  const source = text === undefined ? undefined : new SourceText(text)
  for (const each of diagnostics) await io.stderr.write(`${renderDiagnostic(each, page, () => source).join("\n")}\n`)
}
