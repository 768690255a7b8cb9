import { expect } from "vitest"

const comment = /^\s*\/\/ (.*)$/
const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as typeof Function

/**
 * Runs an example and holds it to its comments: the value of an expression statement is what stands behind it, or in
 * the comment line below it, as JavaScript writes it.
 */
export async function runExample(
  code: string,
  names: Readonly<Record<string, unknown>>,
): Promise<{ readonly expected: readonly unknown[]; readonly got: readonly unknown[] }> {
  const expected: string[] = []
  const lines = code.split("\n")
  const program = lines.flatMap((line, at) => {
    const [, below] = comment.exec(lines[at + 1] ?? "") ?? []
    const [, statement, behind] = /^(?!const |import )(\S.*?) \/\/ (.*)$/.exec(line) ?? [undefined, line, below]
    if (/^import |^\s*\/\//.test(line)) return []
    if (behind === undefined) return [line]
    expected.push(behind)
    return [`__got.push(${statement})`]
  })
  const got: unknown[] = []
  const scope: Record<string, unknown> = { ...names, __got: got, console: { log: () => undefined } }
  // A name that the example declares itself is not handed in.
  for (const [, declared] of code.matchAll(/^const (\w+)/gm)) delete scope[declared!]
  await new AsyncFunction(...Object.keys(scope), program.join("\n"))(...Object.values(scope))
  expect(got.length).toBe(expected.length)
  return { expected: expected.map((text) => new Function(`return (${text})`)()), got }
}
