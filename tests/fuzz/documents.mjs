// Traces as recorders may spell them, what damage makes of them, and soups of the bytes that matter to a scanner.
import { pick } from "./random.mjs"

const tools = [
  "Search",
  "Create",
  "Delete",
  "Other",
  "Séarch",
  "検索",
  "S\\u0065arch",
  "Sea\\nrch",
  "",
  "__proto__",
  "sеarch",
]
const keys = ["account", "amount", "note", "x", "", "__proto__", "\\u0061mount", "é", "calls", "tool"]
const scalars = [
  ...[
    '""',
    '"a"',
    '"acc_91"',
    '"\\u0061cc_9"',
    '"é訂🙂"',
    '"\\ud83d\\ude42"',
    '"\\ud800"',
    '"\\"\\\\\\/\\n"',
    '"]}{,:"',
  ],
  ...["0", "-0", "7", "1.50", "1e3", "12345678901234567890", "1E400", "0.1e-7", "900", "true", "false", "null"],
  ...['"a string that is longer than one block of sixty-four bytes, so that it ends in another one"', '"\\\\\\\\"'],
]
const gaps = ["", "", "", "", "", " ", "\t", "  "]
const nasty = [
  ...[0, 1, 9, 10, 13, 31, 32, 34, 34, 34, 44, 44, 45, 46, 47, 48, 57, 58, 58, 91, 91, 92, 92, 92, 93, 93, 95, 101],
  ...[117, 121, 123, 123, 125, 125, 127],
]
const wide = [
  ...[0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe2, 0xed, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff],
]
const pieces = [
  ...[
    "\\u00e",
    "\\u12",
    "\\x",
    '\\"',
    "\\",
    "null",
    "tru",
    "-",
    "1.",
    "01",
    "1e",
    "1e5",
    "+1",
    ".5",
    "NaN",
    "{}",
    "[]",
    "[[",
    "]]",
  ],
  ...[
    '"tool":"x",',
    '"calls":[]',
    '"calls":[',
    '"args":{',
    ',"x":{"a":1,}',
    "\u2028",
    "\uFEFF",
    "\u0000",
    "//",
    "'",
    "é",
    "\r",
    " ",
    "\t",
  ],
].map((text) => Buffer.from(text))

/** The text of a JSON value. */
export function valueText(below, depth = 3) {
  const kind = depth === 0 ? 0 : below(6)
  if (kind < 4) return pick(below, scalars)
  const gap = pick(below, gaps)
  const parts = []
  for (let k = below(4); k > 0; k--) {
    const value = valueText(below, depth - 1)
    parts.push(kind === 4 ? value : `"${pick(below, keys)}"${gap}:${gap}${value}`)
  }
  const inside = gap + parts.join(`${gap},${gap}`)
  return kind === 4 ? `[${inside}]` : `{${inside}${gap}}`
}

function argsText(below) {
  const parts = []
  for (let k = below(4); k > 0; k--) parts.push(`"${pick(below, keys)}":${valueText(below, 2)}`)
  return `{${parts.join(",")}}`
}

const fields = [
  ["args", argsText],
  ["args", argsText],
  ["args", argsText],
  ["result", valueText],
  ["result", valueText],
  ["status", (below) => pick(below, ['"ok"', '"error"', '"error"', '"denied"', '"pending"', "null", '"okay"'])],
  ["error", valueText],
  ["agent", (below) => pick(below, ['"a"', '"b"', "null", "7"])],
  ["step", (below) => pick(below, ["0", "1", "1", "2", "null", "-1", "1.0"])],
  ["time", (below) => pick(below, ["1700000000000", "3", '"2024-01-01"', '"2024-01-01T00:00:00Z"', '"soon"'])],
  ["id", (below) => pick(below, ['"c1"', '"c2"', "5", "null"])],
  ["turn", (below) => pick(below, ["0", "1", "null"])],
  ["more", valueText],
  ["arguments", valueText],
]

function callText(below) {
  const tool = `"${below(20) === 0 ? pick(below, tools) : tools[below(4)]}"`
  if (below(3) === 0) return tool
  const gap = pick(below, gaps)
  const parts = [`"tool"${gap}:${gap}${tool}`]
  for (let k = below(4); k > 0; k--) {
    const [name, text] = pick(below, fields)
    const part = `"${name}":${gap}${text(below)}`
    if (below(4) === 0) parts.unshift(part)
    else parts.push(part)
  }
  return `{${parts.join(`,${gap}`)}${gap}}`
}

function listText(below) {
  const parts = []
  for (let k = below(5); k > 0; k--) parts.push(callText(below))
  const gap = pick(below, gaps)
  return `[${gap}${parts.join(`,${gap}`)}${gap}]`
}

/** The text of one trace. */
export function traceText(below) {
  const kind = below(16)
  if (kind < 3) return listText(below)
  if (kind === 3) return `{"tools":["Search","Create"],"more":${valueText(below)}}`
  if (kind === 4) return callText(below)
  if (kind === 5) return valueText(below)
  const parts = [`"calls":${listText(below)}`]
  if (below(3) === 0) parts.unshift(`"id":${pick(below, ['"t1"', '"é\\n"', '"\\ud800"', "null", "12"])}`)
  if (below(3) === 0)
    parts.push(`"${pick(below, ["meta", "session", "run_id", "tools", "type", "é"])}":${valueText(below)}`)
  const gap = pick(below, gaps)
  return `{${gap}${parts.join(`${gap},`)}${gap}}`
}

/** Damages the bytes of `buffer` from `from` to `end` in one place, and answers the new end. */
function damageOnce(below, buffer, from, end) {
  const at = from + below(end - from + 1)
  const kind = below(8)
  const byte = pick(below, below(10) < 7 ? nasty : wide)
  if (kind < 2) {
    if (at < end) buffer[at] = byte
    return end
  }
  if (kind === 2) return insert(buffer, at, end, [byte])
  if (kind === 3) {
    const until = Math.min(end, at + 1 + below(3))
    buffer.copyWithin(at, until, end)
    return end - (until - at)
  }
  if (kind === 4) return at
  if (kind === 5) return insert(buffer, at, end, buffer.slice(at, Math.min(end, at + below(40))))
  return insert(buffer, at, end, pick(below, pieces))
}

function insert(buffer, at, end, bytes) {
  buffer.copyWithin(at + bytes.length, at, end)
  buffer.set(bytes, at)
  return end + bytes.length
}

/** Writes one document to `buffer` at `at`: sound, damaged, or a soup of bytes. Answers where it ends. */
export function writeDocument(below, buffer, at) {
  const kind = below(16)
  if (kind === 0) {
    const length = below(100)
    const share = below(3) * 4 + 1
    for (let k = 0; k < length; k++) buffer[at + k] = pick(below, below(10) < share ? nasty : wide)
    return at + length
  }
  if (kind === 1) {
    const length = 1 + below(60)
    for (let k = 0; k < length; k++) buffer[at + k] = pick(below, nasty)
    return at + length
  }
  let end = at + buffer.write(traceText(below), at)
  if (kind < 6) return end
  for (let k = kind < 13 ? 1 : 2 + below(2); k > 0; k--) end = damageOnce(below, buffer, at, end)
  return end
}
