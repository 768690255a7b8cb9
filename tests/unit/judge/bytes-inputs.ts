import fc from "fast-check"
import { Policy, type Verdict } from "../../../src/index.ts"
import type { EvaluateBytesOptions } from "../../../src/judge/byte-judge.ts"
import { readTraces } from "../../../src/trace/index.ts"

/** What the bytes are to be judged as: read by the host, and then judged as objects. */
export function reference(policy: Policy, bytes: Uint8Array, options: EvaluateBytesOptions = {}): readonly Verdict[] {
  const { extent = "complete", maxTraceBytes = 64 << 20 } = options
  return readTraces(bytes, { ...options, maxTraceBytes }).traces.map((item) => {
    const { trace, diagnostics } = item
    const judgedAs = item.extent ?? extent
    if (trace === undefined)
      return { ok: false, extent: judgedAs, calls: 0, rules: [], violations: [], undetermined: 0, diagnostics }
    const judged = policy.evaluate(trace, { extent: judgedAs })
    return diagnostics.length === 0 ? judged : { ...judged, diagnostics: [...diagnostics, ...judged.diagnostics] }
  })
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

const tools = ["Search", "Create", "SearchWeb", "Delete", "Other", "S\u00e9arch", "検索", "__proto__"]
const blank = fc.constantFrom("", "", "", " ", "\t", "  ")

/** Texts of JSON values, as recorders may spell them. */
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
]
const scalar = fc.constantFrom(...scalars)

/** An object's text: members may stand there twice. */
function objectText(members: readonly (readonly [string, string])[], gap: string): string {
  return `{${gap}${members.map(([key, value]) => `${key}${gap}:${gap}${value}`).join(`${gap},`)}${gap}}`
}

const keyText = fc.constantFrom('"account"', '"amount"', '"note"', '"\\u0061mount"', '"x"', '""', '"__proto__"')
const { value } = fc.letrec<{ value: string; list: string; object: string }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, scalar, tie("list"), tie("object")),
  list: fc
    .tuple(fc.array(tie("value"), { maxLength: 3 }), blank)
    .map(([all, gap]) => `[${gap}${all.join(`${gap},`)}${gap}]`),
  object: fc
    .tuple(fc.array(fc.tuple(keyText, tie("value")), { maxLength: 4 }), blank)
    .map(([members, gap]) => objectText(members, gap)),
}))
const args = fc
  .tuple(fc.array(fc.tuple(keyText, fc.oneof(scalar, value)), { maxLength: 4 }), blank)
  .map(([members, gap]) => objectText(members, gap))

const name = fc.constantFrom(
  ...tools.map((tool) => JSON.stringify(tool)),
  '"Se\\u0061rch"',
  '"\\ud800"',
  '"sеarch"',
  '""',
)
const field = fc.oneof(
  { weight: 6, arbitrary: args.map((text) => ['"args"', text] as const) },
  { weight: 3, arbitrary: value.map((text) => ['"result"', text] as const) },
  fc
    .constantFrom('"ok"', '"error"', '"denied"', '"pending"', "null", '"okay"', "1")
    .map((text) => ['"status"', text] as const),
  value.map((text) => ['"error"', text] as const),
  fc.constantFrom('"a"', '"b"', "null", "7").map((text) => ['"agent"', text] as const),
  {
    weight: 3,
    arbitrary: fc.constantFrom("0", "1", "1", "null", "-1", "1.0").map((text) => ['"step"', text] as const),
  },
  fc.constantFrom("3", '"2024-01-01"', '"soon"', "null").map((text) => ['"time"', text] as const),
  fc.constantFrom('"c1"', "5", "null").map((text) => ['"id"', text] as const),
  fc
    .constantFrom(...['"arguments"', '"at"', '"role"', '"type"', '"\\u0073tep"', '"more"'])
    .map((key) => [key, "1"] as const),
)
const callObject = fc
  .tuple(name, fc.uniqueArray(field, { maxLength: 4, selector: ([key]) => key }), fc.nat(4), blank)
  .map(([tool, fields, at, gap]) => {
    const members: (readonly [string, string])[] = [...fields]
    members.splice(Math.min(at, fields.length), 0, ['"tool"', tool])
    return objectText(members, gap)
  })
const badCall = fc.constantFrom("5", "null", "{}", '{"tool":5}', '{"tool":"A","tool":"B"}', '{"name":"A"}')
const call = fc.oneof({ weight: 12, arbitrary: callObject }, { weight: 6, arbitrary: name }, badCall)

const list = (one: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(fc.array(one, { maxLength: 6 }), blank).map(([all, gap]) => `[${gap}${all.join(`,${gap}`)}${gap}]`)

const beside = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('"t1"', '"é\\n"', '"\\ud800"', "null", "12", "true").map((id) => ['"id"', id] as const),
  },
  value.map((text) => ['"meta"', text] as const),
  fc.constantFrom('"session"', '"run_id"').map((key) => [key, '"s"'] as const),
  fc
    .constantFrom(...['"type"', '"messages"', '"prompt"', '"tools"', '"tool"', '"\\u0069d"', '"calls"'])
    .map((key) => [key, '"x"'] as const),
)
const traceObject = fc
  .tuple(
    fc.oneof(
      { weight: 5, arbitrary: list(call).map((text) => ['"calls"', text] as const) },
      list(name).map((text) => ['"tools"', text] as const),
    ),
    fc.array(beside, { maxLength: 3 }),
    fc.nat(3),
    blank,
  )
  .map(([calls, members, at, gap]) => {
    const all: (readonly [string, string])[] = [...members]
    all.splice(Math.min(at, members.length), 0, calls)
    return objectText(all, gap)
  })

/** The text of one trace, mostly. */
export const traceText: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: traceObject },
  list(call),
  fc.constantFrom('{"tools":[]}', "[]", '{"calls":[]}', '{"tools":["Search"]}'),
)

/** Lines of other kinds, and lines of which anyone sees that they are broken. */
const otherLine = fc.constantFrom(
  ...[
    "",
    "  ",
    "\t",
    '{"tool":"Search","session":"s"}',
    '{"tool":"Create","session":"s"}',
    '{"tool":"Create"}',
    "7",
    '"Search"',
  ],
  ...['{"messages":[{"role":"user","content":"hi"}]}', '{"type":"episode_start","episode_id":"e"}', '{"x":1}', "null"],
  ...[
    "{oops",
    '{"tools":["Search"',
    '{"calls":["Search"]} x',
    '{"calls":["Se\tarch"]}',
    '{"calls":["\\x"]}',
    '{"calls":["a"}]',
  ],
)
/** Broken where no rule looks. */
export const quietlyBroken: readonly string[] = [
  '{"calls":[{"tool":"Other","args":{"a":1,}}]}',
  '{"calls":["Search"],"meta":{"a" 1}}',
  '{"calls":["Search"],"meta":[01]}',
]

export interface Lines {
  readonly bytes: Uint8Array
  /** JSON.parse accepts each line, or anyone sees that it is broken. */
  readonly plain: boolean
}

const lineText = fc.oneof({ weight: 6, arbitrary: traceText }, otherLine)
const junk = fc.constantFrom([0xff], [0xc3], [0xf0, 0x9f], [0x80], [0xed, 0xa0, 0x80])

/** JSONL as it may come: mark of byte order, ends of lines, blank ones, cut off in the middle. */
export const lines: fc.Arbitrary<Lines> = fc
  .record({
    texts: fc.array(fc.oneof({ weight: 30, arbitrary: lineText }, fc.constantFrom(...quietlyBroken)), {
      maxLength: 12,
    }),
    first: fc.constantFrom(undefined, '{"id":"first","calls":["Search"]}'),
    end: fc.constantFrom("\n", "\n", "\r\n"),
    mark: fc.boolean(),
    last: fc.boolean(),
    cut: fc.option(fc.nat(400), { freq: 6 }),
    junk: fc.option(fc.tuple(fc.nat(400), junk), { freq: 8 }),
  })
  .map(({ texts, first, end, mark, last, cut, junk: dirt }) => {
    const all = first === undefined ? texts : [first, ...texts]
    let bytes = utf8((mark ? "\uFEFF" : "") + all.join(end) + (last ? end : ""))
    if (dirt) {
      const at = Math.min(dirt[0], bytes.length)
      bytes = Uint8Array.from([...bytes.subarray(0, at), ...dirt[1], ...bytes.subarray(at)])
    }
    if (cut !== null) bytes = bytes.subarray(0, Math.min(bytes.length, cut))
    return { bytes, plain: !texts.some((text) => quietlyBroken.includes(text)) }
  })

/** JSON documents: traces, arrays of them, and what only looks like it. */
export const documents: fc.Arbitrary<Uint8Array> = fc
  .record({
    traces: fc.array(fc.oneof({ weight: 12, arbitrary: traceText }, fc.constantFrom("7", '{"x":1}', '{"tool":"A"}')), {
      maxLength: 6,
    }),
    one: fc.boolean(),
    gap: fc.constantFrom("", " ", "\n", "\r\n\t"),
    mark: fc.boolean(),
    tail: fc.constantFrom("", "", "", "\n", " x", "]"),
    cut: fc.option(fc.nat(300), { freq: 6 }),
  })
  .map(({ traces, one, gap, mark, tail, cut }) => {
    const text = one && traces[0] !== undefined ? traces[0] : `[${gap}${traces.join(`${gap},${gap}`)}${gap}]`
    const bytes = utf8(`${mark ? "\uFEFF" : ""}${gap}${text}${tail}`)
    return cut === null ? bytes : bytes.subarray(0, Math.min(bytes.length, cut))
  })

const plainOperand = fc.constantFrom<unknown>("Search", "Create", "Search*", "*", "Other", ["Search", "Delete"], "検索")
const condition = fc.constantFrom<object>(
  { args_match: { account: "^acc_9" } },
  { args_match: { note: "a" } },
  { args: { type: "object", required: ["amount"], properties: { amount: { type: "number", minimum: 7 } } } },
  { args: { type: "object", properties: { x: { type: "array" }, note: { enum: ["a", null, 7] } } } },
  { status: "ok" },
  { status: ["error"] },
  { agent: "a" },
  { result: { type: "object" } },
  { result_match: { "": "a" } },
)
const operand = fc.oneof(
  { weight: 3, arbitrary: plainOperand },
  fc.tuple(fc.constantFrom("Search", "Create", "*"), condition).map(([tool, asked]) => ({ tool, ...asked })),
)
const bound = fc.nat(3)

function rules(one: fc.Arbitrary<unknown>): fc.Arbitrary<object> {
  return fc.oneof(
    fc.record({ type: fc.constant("require"), tool: one }),
    fc.record({ type: fc.constant("eventually"), tool: one, within: bound }),
    fc.record({ type: fc.constant("max_calls"), tool: one, max: bound }),
    fc.record({ type: fc.constant("before"), first: one, then: one }),
    fc.record({ type: fc.constant("after"), trigger: one, then: one, within: bound }),
    fc.record({ type: fc.constant("never_after"), trigger: one, forbidden: one }),
    fc.record({
      type: fc.constant("sequence"),
      tools: fc.array(one, { minLength: 1, maxLength: 3 }),
      strict: fc.boolean(),
    }),
    fc.record({ type: fc.constant("blocklist"), pattern: fc.constantFrom("Del", "検") }),
  )
}

const lists = fc.record(
  {
    allow: fc.constant(["Search*", "Create", "検索"]),
    deny: fc.constant(["Delete"]),
    require_args: fc.constant({ Create: ["amount"] }),
  },
  { requiredKeys: [] },
)

function policyOf(one: fc.Arbitrary<unknown>): fc.Arbitrary<Policy> {
  return fc.tuple(lists, fc.array(rules(one), { maxLength: 6 })).map(([tools, sequences]) => {
    const named = sequences.map((rule, i) => ({ id: `r${i}`, ...rule }))
    return Policy.from({ version: "2", tools, sequences: named })
  })
}

/** Policies that read names only, and policies that read args, results and answers. */
export const policies: fc.Arbitrary<Policy> = fc.oneof(policyOf(plainOperand), policyOf(operand))
