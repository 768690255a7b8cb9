import { escapeText } from "../text.ts"

/**
 * Words that read as themselves: in Markdown, and in what hosts make of the text after it (mentions, references to
 * issues and commits, links without a scheme, emoji, formulas). Everything else is set as code, where nothing is read.
 */
const plainWord = /^(?:[^\p{ASCII}]|[A-Za-z0-9.,;'"()?!%/+=-]|(?<=[A-Za-z0-9])_(?=[A-Za-z0-9]))*:?$/u
const ruler = /^[-+=]+:?$/
const linked = /www\.|gh-\d|[\p{L}\p{N}]{2}\.\p{L}{2}/iu
const commit = /[0-9a-f]{7}/i

/** What a list, a heading or a quote could begin with at the start of a line. */
const opener = /^(?:[-+*]|\d{1,9}[.)])(?=\s|$)/

export interface Span {
  readonly code: boolean
  readonly text: string
}

/** A text cut into what is plain and what has to be code to be safe; the spaces between stay with the plain parts. */
export function spans(text: string): readonly Span[] {
  const output: { code: boolean; text: string }[] = []
  for (const word of escapeText(text).split(" ")) {
    const code = !isPlain(word)
    const last = output.at(-1)
    if (last === undefined) output.push({ code, text: word })
    else if (last.code === code) last.text += ` ${word}`
    else if (code) {
      last.text += " "
      output.push({ code, text: word })
    } else output.push({ code, text: ` ${word}` })
  }
  return output.filter((span) => span.text !== "")
}

function isPlain(word: string): boolean {
  if (!plainWord.test(word) || ruler.test(word) || linked.test(word)) return false
  return !(commit.test(word) && /[a-f]/i.test(word) && /\d/.test(word))
}

/** A code span that ends where it should; inside a table cell a bar must not end the cell. */
export function codeSpan(raw: string, inCell: boolean): string {
  const text = escapeText(raw)
  if (text === "") return '""'
  const fence = "`".repeat(longestRun(text) + 1)
  const pad = /^[` ]|[` ]$/.test(text) ? " " : ""
  return `${fence}${pad}${inCell ? escapeBars(text) : text}${pad}${fence}`
}

/** An even number of backslashes and one more: an odd number in the text would make the bar a boundary again. */
function escapeBars(text: string): string {
  return text.replace(
    /(\\*)\|/g,
    (_, slashes: string) => `${slashes.length % 2 === 1 ? `${slashes.slice(1)}\\u005c` : slashes}\\|`,
  )
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length))
}

/** Lines between fences that none of them can close. */
export function fenced(lines: readonly string[]): string {
  const safe = lines.map(escapeText)
  const fence = "`".repeat(Math.max(3, ...safe.map((line) => longestRun(line) + 1)))
  return [`${fence}text`, ...safe, fence].join("\n")
}

/** A line of text that opens nothing but itself. */
export function lineOf(text: string): string {
  const trimmed = text.trim()
  return opener.test(trimmed) ? trimmed.replace(/^(\d*)/, "$1\\") : trimmed
}
