/**
 * What must not reach a terminal raw: controls (escape sequences among them), bidi and other format characters,
 * characters nobody sees, lone surrogates, line separators and every space but the plain one; and the head of what
 * GitHub's runner would take for a command if a line began with it.
 */
const unsafe =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|[^\S ]|:(?=:(?:add-|debug|echo|end|error|group|notice|remove-|save-|set-|stop-|warning))|#(?=#\[)/giu

const named: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" }

/** Text from outside, made safe for a terminal: what is invisible or moves the cursor is spelled out, one line stays one. */
export function escapeText(text: string): string {
  return text.replace(unsafe, (character) => named[character] ?? escapeCharacter(character))
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16)
  return code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, "0")}`
}

/** Wide and full-width blocks of Unicode (East Asian Width W and F), coarse on purpose: enough to keep columns straight. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
const mark = /\p{M}/u
const plain = /^[\x20-\x7e]*$/

/** Columns that a text takes on a terminal. */
export function textWidth(text: string): number {
  if (plain.test(text)) return text.length
  let width = 0
  for (const character of text) width += characterWidth(character)
  return width
}

function characterWidth(character: string): number {
  if (character <= "\x7e") return 1
  if (mark.test(character)) return 0
  return wide.test(character) ? 2 : 1
}

/** The text, cut to `width` columns; what was cut shows as an ellipsis. */
export function clip(text: string, width: number): string {
  if (text.length <= width && plain.test(text)) return text
  let used = 0
  let kept = ""
  let fits = ""
  for (const character of text) {
    used += characterWidth(character)
    if (used > width) return `${fits}…`
    kept += character
    if (used < width) fits = kept
    // A run of combining marks has no width: without a bound one letter could carry megabytes of them.
    if (kept.length > width * 4 + 16) return `${fits}…`
  }
  return kept
}

/** Fills a text with spaces up to a width of columns. */
export function padRight(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - textWidth(text)))
}

export function padLeft(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - textWidth(text))) + text
}

/** Breaks a text at spaces into lines of at most `width` columns; a longer word is broken where it must be. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ""
  for (const word of text.split(" ").flatMap((each) => breakWord(each, width))) {
    const joined = line === "" ? word : `${line} ${word}`
    if (textWidth(joined) <= width || line === "") {
      line = joined
      continue
    }
    lines.push(line)
    line = word
  }
  lines.push(line)
  return lines
}

function breakWord(word: string, width: number): string[] {
  if (textWidth(word) <= width) return [word]
  const pieces: string[] = []
  let piece = ""
  let used = 0
  for (const character of word) {
    const next = characterWidth(character)
    if (used + next > width && piece !== "") {
      pieces.push(piece)
      piece = ""
      used = 0
    }
    piece += character
    used += next
  }
  pieces.push(piece)
  return pieces
}

/** `1 trace`, `2 traces`; an irregular plural is given. */
export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${number} ${number === 1 ? singular : plural}`
}
