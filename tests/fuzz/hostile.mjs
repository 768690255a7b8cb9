// Inputs that are made to hold a judge up: each has to be answered, in bounded time and memory.
const encoder = new TextEncoder()
const megabyte = 1 << 20

/** Patterns that make backtracking engines take exponential time, and what makes them do so. */
const patterns = [
  ["(a+)+$", "a", "!"],
  ["(a|aa)+$", "a", "!"],
  ["(a|a?)+$", "a", "!"],
  ["(.*a){20}$", "a", "!"],
  ["^(([a-z])+.)+[A-Z]([a-z])+$", "a", ""],
  ["(x+x+)+y", "x", ""],
  ["([a-zA-Z]+)*$", "a", "!"],
  ["(?:a|b)*a(?:a|b){300}c", "a", ""],
  ["(?i)(?:[\\\\p{L}\\\\d]+)+-$", "é", ""],
]

/** By name; each answers what it found, or throws. */
export const hostile = {
  async "ReDoS patterns over 1 MB of args"({ Policy }) {
    let slowest = 0
    for (const [pattern, letter, end] of patterns) {
      const policy = policyOf(
        Policy,
        `{ tool: T, args_match: { x: ${JSON.stringify(pattern).replaceAll("\\\\\\\\", "\\\\")} } }`,
      )
      const x = letter.repeat(megabyte / encoder.encode(letter).length) + end
      const [verdict] = [...policy.evaluateBytes(bytesOf([{ tool: "T", args: { x } }]))]
      slowest = Math.max(
        slowest,
        timed(() => policy.evaluate([{ tool: "T", args: { x } }])),
      )
      expect(["held", "violated", "undetermined"].includes(verdict.rules[0].outcome), pattern)
    }
    expect(slowest < 10_000, `${slowest} ms`)
    return `${patterns.length} patterns, the slowest ${slowest.toFixed(0)} ms`
  },

  async "1 GB of ["({ Policy }) {
    const said = []
    for (const format of ["jsonl", "json"]) {
      const found = await judged(policyOf(Policy, "A"), repeated("[", 1024), { format })
      expect(found.verdicts === 1 && found.codes.size === 1, JSON.stringify([...found.codes]))
      expect(found.memory < 900 * megabyte, `${found.memory} bytes`)
      said.push(`${format} ${[...found.codes]} ${Math.round(found.memory / megabyte)} MB more`)
    }
    return said.join("; ")
  },

  async "1 GB of lines of ["({ Policy }) {
    const found = await judged(policyOf(Policy, "A"), repeated(`${"[".repeat(1023)}\n`, 1024), { format: "jsonl" })
    expect(found.verdicts === 1024 * 1024 && found.codes.size === 1, JSON.stringify([...found.codes]))
    return `${found.verdicts} verdicts, ${Math.round(found.memory / megabyte)} MB more`
  },

  async "1 GB of blanks, quotes, feeds and escapes"({ Policy }) {
    for (const text of [" ", '"', "\n", "\\", '["\\', "{", '{"a":']) {
      const found = await judged(policyOf(Policy, "A"), repeated(text, 150), { format: "jsonl" })
      expect(found.verdicts === 1, `${JSON.stringify(text)}: ${found.verdicts} verdicts`)
    }
    return "each told of once"
  },

  async "a million keys in args"({ Policy }) {
    const keys = Array.from({ length: 1_000_000 }, (_, k) => `"k${k}":${k}`)
    const schema =
      "{ required: [k999999], additionalProperties: { type: integer, minimum: 0 }, minProperties: 1000000 }"
    const policy = policyOf(Policy, `{ tool: T, args: ${schema} }`)
    const verdict = (text) => [...policy.evaluateBytes(encoder.encode(`[{"tool":"T","args":{${text}}}]`))][0]
    const whole = verdict(keys)
    expect(whole.rules[0].outcome === "violated", JSON.stringify(whole))
    expect(verdict(keys.slice(1)).rules[0].outcome === "held", "one fewer")
    // The last of equal keys wins.
    expect(verdict(keys.map(() => '"k999999":0')).rules[0].outcome === "held", "equal keys")
    return "judged to the last"
  },

  async "recursive schemas"({ Policy }) {
    const tree = "{ type: [object, array], additionalProperties: { $ref: '#' }, items: { $ref: '#' } }"
    const policy = policyOf(Policy, `{ tool: T, args: ${tree} }`)
    const wide = bytesOf([{ tool: "T", args: { a: nested(400, [[], {}]) } }])
    expect([...policy.evaluateBytes(wide)][0].rules[0].outcome === "violated", "deep")
    const split =
      "{ anyOf: [{ type: object, additionalProperties: { $ref: '#' } }, { type: object, additionalProperties: { $ref: '#' }, minProperties: 1 }] }"
    const doubling = policyOf(Policy, `{ tool: T, args: ${split} }`)
    const time = timed(() => [...doubling.evaluateBytes(bytesOf([{ tool: "T", args: nested(400, 1, "a") }]))])
    expect(time < 5000, `${time} ms`)
    const { policy: loop, diagnostics } = Policy.check(rules(`{ tool: T, args: { $ref: '#' } }`))
    if (loop !== undefined) {
      const verdict = loop.evaluate([{ tool: "T", args: {} }])
      return `a schema that is itself: ${verdict.rules[0].outcome}`
    }
    return `a schema that is itself: ${diagnostics.map(({ code }) => code)}`
  },

  async "lone surrogates, NUL and marks of byte order"({ Policy, readTraces }) {
    const policy = policyOf(Policy, `{ tool: T, args_match: { x: "\\uFFFD" } }`)
    for (const text of ["\\ud800", "\\udc00\\ud800", "a\\ud83d"]) {
      const line = `["T",{"tool":"T","args":{"x":"${text}"}}]`
      const found = [...policy.evaluateBytes(encoder.encode(line))]
      expect(found[0].rules[0].outcome === "violated", text)
      expect(JSON.stringify(found[0]) === JSON.stringify(policy.evaluate(JSON.parse(line))), text)
    }
    for (const text of [
      "\u0000",
      '["T\u0000"]',
      '\u0000["T"]',
      '["T"]\u0000',
      '["T"]\uFEFF',
      '\uFEFF\uFEFF["T"]',
      '[\uFEFF"T"]',
    ]) {
      for (const format of ["jsonl", "json"]) {
        const bytes = encoder.encode(text)
        const verdict = [...policy.evaluateBytes(bytes, { format })].at(-1)
        const codes = readTraces(bytes, { format }).diagnostics.map(({ code }) => code)
        expect(verdict.ok === false && codes.join() === "invalid-json", `${JSON.stringify(text)} ${format} ${codes}`)
        expect(verdict?.diagnostics[0]?.code === "invalid-json", JSON.stringify(verdict))
      }
    }
    const marked = [...policy.evaluateBytes(encoder.encode('\uFEFF["T"]'))]
    expect(marked.length === 1 && marked[0].calls === 1, "one mark at the beginning is none of the text")
    return "as JSON.parse takes them"
  },

  async "512 and 513 deep"({ Policy }) {
    for (const tool of ["T", "U"]) {
      const policy = policyOf(Policy, `{ tool: T, args_match: { x: "a" } }`)
      for (const validate of ["shape", "full"]) {
        const codes = [508, 509].map((depth) => {
          const line = `[{"tool":"${tool}","args":{"x":${"[".repeat(depth + 1)}${"]".repeat(depth + 1)}}}]`
          return [...policy.evaluateBytes(encoder.encode(line), { validate, format: "jsonl" })][0].diagnostics[0]?.code
        })
        expect(codes.join() === ",too-deep", `${tool} ${validate}: ${codes}`)
      }
    }
    return "512 are read, 513 are not"
  },
}

function rules(operand) {
  return `version: "2"\nsequences:\n  - { id: r, type: max_calls, max: 0, tool: ${operand} }\n`
}

function policyOf(Policy, operand) {
  return Policy.parse(rules(operand))
}

function bytesOf(value) {
  return encoder.encode(JSON.stringify(value))
}

function nested(depth, value, key) {
  let found = value
  for (let k = 0; k < depth; k++) found = key === undefined ? [found] : { [key]: found }
  return found
}

function timed(action) {
  const started = performance.now()
  action()
  return performance.now() - started
}

/** A text again and again, `megabytes` of it in chunks that are used again. */
async function* repeated(text, megabytes) {
  const chunk = new Uint8Array(Buffer.from(text.repeat(Math.ceil(megabyte / text.length))).subarray(0, megabyte))
  for (let k = 0; k < megabytes; k++) yield chunk
}

/** Judges a stream, and watches the memory. */
async function judged(policy, stream, options) {
  const before = process.memoryUsage().rss
  const found = { verdicts: 0, codes: new Set(), memory: 0 }
  const onProgress = () => {
    found.memory = Math.max(found.memory, process.memoryUsage.rss() - before)
  }
  for await (const { diagnostics } of policy.evaluateStream(stream, { ...options, onProgress })) {
    found.verdicts++
    for (const { code } of diagnostics) found.codes.add(code)
  }
  return found
}

function expect(holds, what) {
  if (!holds) throw new Error(what)
}
