/**
 * Where in a JSON text the value of a JSON Pointer stands: its first offset and the one after it, in UTF-16 code
 * units. Undefined where the text has no such value or breaks off before it. One pass from `from` on, no recursion.
 */
export function placeInJson(text: string, from: number, pointer: string): readonly [number, number] | undefined {
  const keys = pointer.split("/").slice(1).map(unescapeKey)
  let at = skipSpace(text, from)
  for (const key of keys) {
    const inside = enter(text, at, key)
    if (inside === undefined) return undefined
    at = inside
  }
  const end = skipValue(text, at)
  return end === undefined ? undefined : [at, end]
}

function unescapeKey(key: string): string {
  return key.replaceAll("~1", "/").replaceAll("~0", "~")
}

const space = /[ \t\r\n]*/y
const scalar = /[^\s,:\]}[{"]+/y

function skipSpace(text: string, at: number): number {
  space.lastIndex = at
  space.test(text)
  return space.lastIndex
}

/** The offset of the value under `key` in the array or object at `at`. */
function enter(text: string, at: number, key: string): number | undefined {
  const isObject = text[at] === "{"
  if (!isObject && text[at] !== "[") return undefined
  let position = skipSpace(text, at + 1)
  for (let index = 0; position < text.length && text[position] !== "]" && text[position] !== "}"; index++) {
    const name = isObject ? readKey(text, position) : { key: String(index), value: position }
    if (name === undefined) return undefined
    if (name.key === key) return name.value
    const end = skipValue(text, name.value)
    if (end === undefined) return undefined
    position = skipSpace(text, end)
    if (text[position] === ",") position = skipSpace(text, position + 1)
  }
  return undefined
}

function readKey(text: string, at: number): { readonly key: string; readonly value: number } | undefined {
  const end = text[at] === '"' ? skipString(text, at) : undefined
  if (end === undefined) return undefined
  const colon = skipSpace(text, end)
  return text[colon] === ":" ? { key: unquote(text.slice(at, end)), value: skipSpace(text, colon + 1) } : undefined
}

function unquote(quoted: string): string {
  try {
    return String(JSON.parse(quoted))
  } catch {
    return quoted
  }
}

/** The offset after the value at `at`, by counting brackets outside strings. */
function skipValue(text: string, at: number): number | undefined {
  let depth = 0
  for (let position = at; position < text.length; ) {
    const character = text[position] as string
    if (character === "[" || character === "{") depth++
    else if (character === "]" || character === "}") depth--
    const end = depth < 0 ? undefined : skipToken(text, position, character)
    if (end === undefined) return undefined
    if (depth === 0) return end
    position = end
  }
  return undefined
}

function skipToken(text: string, at: number, character: string): number | undefined {
  if (character === '"') return skipString(text, at)
  scalar.lastIndex = at
  return scalar.test(text) ? scalar.lastIndex : at + 1
}

// By hand: a regular expression with a choice in its loop keeps a state for every character of a long string.
function skipString(text: string, at: number): number | undefined {
  for (let position = at + 1; position < text.length; position++) {
    if (text[position] === "\\") position++
    else if (text[position] === '"') return position + 1
  }
  return undefined
}
