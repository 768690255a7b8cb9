import type { Random } from "./random.ts"

/** Pieces of JSON texts, and what almost is one. */
const pieces: readonly string[] = [
  ...[
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    '"',
    "\\",
    " ",
    "\n",
    "\t",
    "\r",
    "\f",
    "\u00a0",
    "\ufeff",
    "\u2028",
    "\u0000",
    "\u001f",
  ],
  ...["true", "false", "null", "tru", "nul", "fals", "True", "NaN", "Infinity", "undefined"],
  ...["0", "-", "1", "9", ".", "e", "E", "+", "00", "-0", "1.5", "1e5", "1E+2", "2e-7", "1.", ".5", "1e", "-1", "0x1"],
  ...[
    "123456789012345678",
    "0.1",
    "1e400",
    "-1e-400",
    "9007199254740993",
    "0.30000000000000004",
    "1.0",
    "100",
    "5e-324",
  ],
  ...['""', '"a"', '"é"', '"😀"', '"\\n"', '"\\u0041"', '"\\ud83d\\ude00"', '"\\ud800"', '"\\udc00\\ud800"', '"\\u12"'],
  ...[
    '"\\x"',
    '"\\/"',
    '"a":',
    '"b":1',
    '"a":2,',
    "'a'",
    "//",
    "/*",
    '"__proto__":',
    '"1":',
    '"0":',
    '"10":',
    "[]",
    "{}",
  ],
  ...[
    "[1,2]",
    '{"a":1}',
    '{"a":1,"a":2}',
    "\u007f",
    '"\\u0000"',
    '"tab\there"',
    '"long enough for a block of sixteen"',
  ],
]

const documents: readonly string[] = [
  '{"command":"ls -la","path":"/home/user","limit":100,"deep":{"a":[1,2.5,-3e2,true,false,null],"b":{}}}',
  '[{"id":"x1","tags":["a","b\\n","\\u00e9\\ud83d\\ude00"],"n":-0.0},{"id":"x2","tags":[],"n":1.7976931348623157e308}]',
  '  { "10" : 1 , "9" : [ ] , "b" : "" , "10" : { "c" : null } , "" : "\\"\\\\\\/\\b\\f\\n\\r\\t" }  ',
  '"a string that is a little longer than sixteen bytes, with \\u20ac and ü in it"',
  "[0,-0,0.0,1,10,100,1e2,1E-2,0.5,123456789012345,1234567890123456,9007199254740993,1e22,1e23,1e400,4.9e-324]",
  '{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":10,"a":11,"k":{"a":{"a":{"a":[[[[]]]]}}},"c":[]}',
  '{"__proto__":{"x":1},"constructor":2,"toString":[],"4294967294":1,"4294967295":2,"01":3,"-1":4,"1":5,"0":6}',
]

/** A text of random pieces, or a document with a few of its characters changed: often JSON, often not. */
export function someText(random: Random): string {
  if (random.below(3) === 0) {
    return Array.from({ length: 1 + random.below(12) }, () => random.pick(pieces)).join("")
  }
  let text = random.pick(documents)
  for (let i = random.below(4); i > 0; i--) {
    const at = random.below(text.length + 1)
    const until = Math.min(text.length, at + random.below(3))
    text = text.slice(0, at) + (random.below(3) === 0 ? "" : random.pick(pieces)) + text.slice(until)
  }
  return text
}

/** What `JSON.parse` makes of a text, written by `JSON.stringify`, with U+FFFD for each lone surrogate; undefined if it throws. */
export function expectedSpelling(text: string): string | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const spelled = JSON.stringify(value)
  if (!spelled.includes("\\ud")) return spelled
  // Keys may be the same without their surrogates: then the last one counts.
  return JSON.stringify(
    JSON.parse(spelled.replace(/\\(?:ud[89a-f]..|.)/g, (found) => (found.length > 2 ? "\ufffd" : found))),
  )
}
