// Bytes against objects: what `evaluateBytes` says of documents is compared with what `JSON.parse` and `evaluate` say.
import { writeDocument } from "./documents.mjs"
import { policies } from "./policies.mjs"
import { pick, randomFrom } from "./random.mjs"
import { emptied, emptiedList } from "./shape.mjs"

const linesAtOnce = 64
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
const faults = new Set(["invalid-json", "invalid-utf8", "truncated-input"])
const native = { from: "native" }

/** Judges `rounds` documents of `seed`. `assay`: `Policy` and `readTraces`. `onProgress` is told what was seen so far. */
export function campaign(assay, { rounds, seed, onProgress = () => {} }) {
  const fuzz = new Fuzz(assay, seed)
  while (fuzz.seen.documents < rounds) {
    if (fuzz.below(12) === 0) fuzz.judgeDocuments()
    else fuzz.judgeLines()
    onProgress(fuzz.seen)
  }
  return fuzz.seen
}

class Fuzz {
  /** `loose`: not JSON, and let through by its shape. */
  seen = { documents: 0, rejected: 0, loose: 0, bytes: 0, slowest: 0 }
  #readTraces
  #policies
  #buffer = Buffer.alloc(1 << 20)

  constructor({ Policy, readTraces }, seed) {
    this.below = randomFrom(seed)
    this.#readTraces = readTraces
    this.#policies = policies.map(({ text, reads }) => ({ policy: Policy.parse(text), reads }))
  }

  /** Many documents as the lines of one input. */
  judgeLines() {
    const { below } = this
    const buffer = this.#buffer
    let end = below(2) === 0 ? buffer.write('["Search"]\n') : 0
    if (end === 0 && below(8) === 0) end = buffer.write("\uFEFF")
    for (let k = 0; k < linesAtOnce; k++) {
      end = writeDocument(below, buffer, end)
      if (k < linesAtOnce - 1 || below(2) === 0) buffer[end++] = 10
    }
    this.seen.documents += linesAtOnce
    this.#judge(buffer.subarray(0, end), { ...(below(4) > 0 && native), format: "jsonl" })
  }

  /** Documents of their own: one trace each, or an array of some. */
  judgeDocuments() {
    const { below } = this
    const buffer = this.#buffer
    for (let k = 0; k < linesAtOnce; k++) {
      let end = 0
      if (below(2) === 0) {
        buffer[end++] = 0x5b
        for (let more = below(4); more >= 0; more--) {
          end = writeDocument(below, buffer, end)
          buffer[end++] = more > 0 ? 0x2c : 0x5d
        }
      } else end = writeDocument(below, buffer, 0)
      this.seen.documents++
      this.#judge(buffer.subarray(0, end), { ...(below(4) > 0 && native), format: "json" })
    }
  }

  #judge(bytes, options) {
    const { policy, reads } = pick(this.below, this.#policies)
    const started = performance.now()
    const full = [...policy.evaluateBytes(bytes, { ...options, validate: "full" })]
    const shape = [...policy.evaluateBytes(bytes, { ...options, validate: "shape" })]
    this.seen.slowest = Math.max(this.seen.slowest, performance.now() - started)
    this.seen.bytes += bytes.length
    const wanted = this.#readTraces(bytes, options).traces.map((item) => verdictOn(policy, item))
    const wrong = (what, got, expected, text) => {
      throw new Difference(what, { bytes: Buffer.from(bytes), options, policy, got, expected, text })
    }
    if (JSON.stringify(full) !== JSON.stringify(wanted)) wrong("full", full, wanted)
    this.#checkRejected(bytes, options, full, wrong)
    if (JSON.stringify(shape) === JSON.stringify(wanted)) return
    if (options.format === "jsonl") this.#checkLines(bytes, shape, { wanted, policy, reads, wrong })
    else this.#checkDocument(bytes, shape, { wanted, policy, reads, wrong })
  }

  /** What `full` rejects as no JSON is what `JSON.parse` rejects: told without the reader. */
  #checkRejected(bytes, { format }, full, wrong) {
    const found = full.flatMap(({ diagnostics }) => diagnostics.filter(({ code }) => faults.has(code)))
    const told = format === "jsonl" ? found.map(({ range }) => range.start.line) : found.map(() => 1)
    const texts = format === "jsonl" ? linesOf(bytes) : [{ line: 1, text: textOf(withoutMark(bytes)) }]
    const rejected = texts.filter(({ text }) => !isJson(text) && !isBlank(text)).map(({ line }) => line)
    this.seen.rejected += rejected.length
    if (told.join() !== rejected.join()) wrong("rejected", told, rejected)
  }

  /** Where `shape` differs the line is no JSON, and would be if what nobody reads were empty. */
  #checkLines(bytes, shape, { wanted, policy, reads, wrong }) {
    if (shape.length !== wanted.length) wrong("shape: how many", shape, wanted)
    const lines = new Map(linesOf(bytes).map(({ line, text }) => [line, text]))
    for (const [k, verdict] of shape.entries()) {
      const expected = wanted[k]
      if (JSON.stringify(verdict) === JSON.stringify(expected)) continue
      const fault = expected.diagnostics.find(({ code }) => faults.has(code))
      if (fault === undefined) wrong("shape", verdict, expected)
      const text = lines.get(fault.range.start.line)
      const without = text === undefined ? undefined : emptied(text, readsName(reads))
      if (without === undefined) wrong("shape lets through", verdict, text)
      this.#same(verdict, verdictsOn(policy, this.#readTraces(without, { ...native, format: "json" })), wrong, text)
    }
  }

  #checkDocument(bytes, shape, { wanted, policy, reads, wrong }) {
    const text = textOf(withoutMark(bytes))
    if (text === undefined || isJson(text)) wrong("shape", shape, wanted)
    const without = [emptied(text, readsName(reads)), emptiedList(text, readsName(reads))].find(
      (one) => one !== undefined,
    )
    if (without === undefined) wrong("shape lets through", shape, text)
    this.#same(shape, verdictsOn(policy, this.#readTraces(without, { ...native, format: "json" })), wrong, text)
  }

  #same(got, wanted, wrong, text) {
    this.seen.loose++
    const [expected] = Array.isArray(got) ? [wanted] : wanted
    if (JSON.stringify(got) !== JSON.stringify(expected)) wrong("shape of what is read", got, expected, text)
  }
}

/** What went wrong, with the input that shows it. */
export class Difference extends Error {
  constructor(what, { bytes, options, policy, got, expected, text = bytes.toString("latin1") }) {
    const [left, right] = [got, expected].map((one) => JSON.stringify(one) ?? "undefined")
    let at = 0
    while (at < left.length && left[at] === right[at]) at++
    const shown = (json) => json.slice(Math.max(0, at - 300), at + 900)
    const rules = policy.rules.map(({ id }) => id).join(", ")
    super(`${what}: ${JSON.stringify(options)} ${rules}\n${text}\ngot ${shown(left)}\nexpected ${shown(right)}`)
    this.bytes = bytes
  }
}

const readsName = (reads) => (tool, field) => reads(JSON.parse(tool), field)

function verdictsOn(policy, { traces }) {
  return traces.map((item) => verdictOn(policy, item))
}

function verdictOn(policy, { trace, extent = "complete", diagnostics }) {
  if (trace === undefined)
    return { ok: false, extent, calls: 0, rules: [], violations: [], undetermined: 0, diagnostics }
  const judged = policy.evaluate(trace, { extent })
  return diagnostics.length === 0 ? judged : { ...judged, diagnostics: [...diagnostics, ...judged.diagnostics] }
}

function linesOf(bytes) {
  const rest = withoutMark(bytes)
  const lines = []
  for (let from = 0, line = 1; from <= rest.length; line++) {
    const feed = rest.indexOf(10, from)
    const end = feed < 0 ? rest.length : feed
    lines.push({ line, text: textOf(rest.subarray(from, end)) })
    from = end + 1
  }
  return lines
}

function withoutMark(bytes) {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}

function textOf(bytes) {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

function isJson(text) {
  if (text === undefined) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const isBlank = (text) => text !== undefined && /^[ \t\r\n]*$/.test(text)
