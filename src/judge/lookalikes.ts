import { type Diagnostic, diagnostic } from "../diagnostic/index.ts"

/** Names told of one by one; the rest is counted. */
const mostNamed = 20

/** What is to be said of names that can be mistaken for names in the policy (semantics, section 3). */
export function lookalikeDiagnostics(lookalikes: ReadonlyMap<string, string>): readonly Diagnostic[] {
  const more = lookalikes.size - mostNamed
  const named = [...lookalikes].slice(0, mostNamed).map(([name, known], index) => {
    const shown = JSON.stringify(name.slice(0, 80)).replace(/[^\x20-\x7e]/g, escaped)
    return diagnostic("lookalike-tool", `The tool ${shown} is not \`${known}\`, but can be mistaken for it.`, {
      severity: "warning",
      hint: `Names are compared exactly; find out who named the tool.${more > 0 && index === mostNamed - 1 ? ` ${more} more names are like it.` : ""}`,
    })
  })
  return named
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`
}
