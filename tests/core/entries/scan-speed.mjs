// `node tests/core/entries/scan-speed.mjs [WASM]`: how many times faster than JSON.parse of the same bytes the scanner
// walks them, on one core, copy into its memory included. Rounds alternate; medians.
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

const file = process.argv[2] ?? fileURLToPath(new URL("../../../build/scan.wasm", import.meta.url))
const bytesEach = Number(process.env.SCAN_MB ?? 24) * 1e6
const rounds = Number(process.env.SCAN_ROUNDS ?? 9)
const windowBytes = Number(process.env.SCAN_WINDOW ?? 256) * 1024

const core = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file))).exports

const tools = [
  "search_flights",
  "get_user_details",
  "book_reservation",
  "cancel_reservation",
  "calculate",
  "think",
  "send_certificate",
]
const words = [
  "paris",
  "flight",
  "economy",
  "two bags",
  "confirmed",
  "window seat",
  "refund",
  "gold member",
  "tomorrow",
]
const wide = ["Zürich", "São Paulo", "東京行き", "Прага", "naïve café", "🛫 ok", "مطار"]

/** Numbers in [0, 1), from a seed (mulberry32). */
function randomFrom(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const pick = (random, list) => list[Math.floor(random() * list.length)]

function text(random, share) {
  if (random() < share) return `${pick(random, words)} ${pick(random, wide)}`
  return random() < 0.03
    ? `${pick(random, words)} "${pick(random, words)}"\n`
    : `${pick(random, words)} ${Math.floor(random() * 1e4)}`
}

function mixedCall(random, n) {
  const args = { query: text(random, 0.1), limit: Math.floor(random() * 50) }
  if (random() < 0.4) args.dates = ["2026-05-01", `2026-05-0${Math.floor(random() * 10)}`]
  if (random() < 0.2) args.nested = { deep: true, list: [1, 2.5, null] }
  const result =
    random() < 0.5 ? { ok: true, items: [{ n, text: text(random, 0.1) }] } : `${text(random, 0.1)} ${text(random, 0.1)}`
  return { tool: pick(random, tools), args, result, id: `c${n}`, time: 1_700_000_000_000 + n * 1000 }
}

const corpora = {
  mixed: mixedCall,
  short: (random, n) => ({ tool: pick(random, tools), args: { n: n % 7 }, id: `c${n % 100}` }),
  long: (random, n) => ({
    tool: pick(random, tools),
    args: {
      path: "/src/a.ts",
      text: Array.from({ length: 60 }, () => pick(random, words))
        .join(" ")
        .slice(0, 420),
      more: Array.from({ length: 60 }, () => pick(random, words))
        .join(" ")
        .slice(0, 380),
    },
    id: `c${n}`,
  }),
  "non-ASCII": (random, n) => ({
    tool: pick(random, tools),
    args: { query: text(random, 1), to: text(random, 1) },
    result: text(random, 1),
    id: `c${n}`,
  }),
}

function corpus(call, seed) {
  const random = randomFrom(seed)
  const lines = []
  let calls = 0
  for (let size = 0, t = 0; size < bytesEach; t++) {
    const list = Array.from({ length: 40 + Math.floor(random() * 20) }, (_, n) => call(random, n))
    calls += list.length
    const line = JSON.stringify({ id: `t${t}`, calls: list })
    lines.push(line)
    size += line.length
  }
  const bytes = Buffer.from(`${lines.join("\n")}\n`)
  return { bytes, calls, traces: lines.length }
}

function parse({ bytes }) {
  let calls = 0
  for (let from = 0, end; from < bytes.length; from = end + 1) {
    end = bytes.indexOf(10, from)
    calls += JSON.parse(bytes.toString("utf8", from, end)).calls.length
  }
  return calls
}

/** Parts of the work: the copy alone, and the copy with stage one. */
function part({ bytes }, work) {
  core.begin(0, false)
  for (let from = 0; from < bytes.length; from += windowBytes) {
    const at = core.reserve(windowBytes) >>> 0
    const piece = bytes.subarray(from, from + windowBytes)
    new Uint8Array(core.memory.buffer).set(piece, at)
    core.open(0, false)
    if (work) {
      core.open(piece.length, false)
      core.feeds()
      core.begin(0, false)
    }
  }
}

function scan({ bytes }, full) {
  core.begin(0, full)
  let from = 0
  for (;;) {
    const at = core.reserve(windowBytes) >>> 0
    const held = core.held()
    const size = Math.min(windowBytes - held, bytes.length - from)
    new Uint8Array(core.memory.buffer).set(bytes.subarray(from, from + size), at + held)
    from += size
    core.open(held + size, from === bytes.length)
    const code = core.run()
    if (code === 4) return core.callsSeen()
    if (code !== 3) throw new Error(`the scanner answers ${code}`)
  }
}

const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1]
const timed = (work) => {
  const start = performance.now()
  work()
  return performance.now() - start
}

console.log(`node ${process.versions.node}, ${file.split("/").at(-1)}, windows of ${windowBytes >> 10} KiB`)
for (const [name, call] of Object.entries(corpora)) {
  const input = corpus(call, 7)
  for (const full of [false, true]) if (scan(input, full) !== input.calls) throw new Error(`${name}: calls are missing`)
  const times = { parse: [], shape: [], full: [], copy: [], masks: [] }
  for (let round = 0; round < rounds; round++) {
    times.parse.push(timed(() => parse(input)))
    times.shape.push(timed(() => scan(input, false)))
    times.copy.push(timed(() => part(input, false)))
    times.masks.push(timed(() => part(input, true)))
    times.full.push(timed(() => scan(input, true)))
  }
  const ratio = (kind) => median(times.parse.map((time, k) => time / times[kind][k])).toFixed(1)
  const each = (kind) => ((median(times[kind]) * 1e6) / input.calls).toFixed(0)
  console.log(
    `${name.padEnd(10)} ${(input.bytes.length / input.calls).toFixed(0).padStart(4)} B/call  parse ${each("parse")} ns/call  ` +
      `shape ${each("shape")} ns ${ratio("shape")}x  full ${each("full")} ns ${ratio("full")}x  ` +
      `(copy ${each("copy")}, with masks ${each("masks")})`,
  )
}
