import { expect, test } from "vitest"
import { BROKEN, BROKEN_DOCUMENT, DOCUMENT, LINES, TRACE_END } from "../../../assembly/scan/scan-abi.ts"
import { countCodeUnits } from "../../../src/trace/utf8.ts"
import { slowly } from "./reference.ts"
import { type Build, loadScan, type ScanOptions, type SeenUnit, scanAll } from "./scan-core.ts"
import { below, pick, randomFrom, spellText } from "./spelling.ts"

const builds: readonly Build[] = ["simd", "scalar"]
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const big = 1 << 22

/** The codes of the units, the same from both builds. */
function codes(text: string | Uint8Array, options: ScanOptions): number[] {
  const bytes = typeof text === "string" ? encode(text) : text
  const [simd, scalar] = builds.map((build): SeenUnit[] => scanAll(loadScan(build), bytes, options))
  expect(scalar).toEqual(simd)
  return (simd ?? []).map(({ code }) => code)
}

test("64 MB of opening brackets end soon", () => {
  for (const build of builds) {
    const core = loadScan(build)
    const bytes = new Uint8Array(build === "simd" ? 64_000_000 : 8_000_000).fill(0x5b)
    for (const full of [false, true]) {
      expect(scanAll(core, bytes, { container: DOCUMENT, full, chunk: big }).map(({ code }) => code)).toEqual([
        BROKEN_DOCUMENT,
      ])
    }
    const lines = scanAll(core, bytes, { container: LINES, full: false, chunk: 1 << 26 })
    expect(lines.map(({ code }) => code)).toEqual([BROKEN])
  }
})

test("512 brackets deep is taken, 513 is not, in both kinds of input and both ways of looking", () => {
  const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth)
  for (const full of [false, true]) {
    for (const spare of [0, 1]) {
      const call = `{"calls":[{"tool":"a","result":${nested(509 + spare)}}]}`
      const taken = spare === 0 ? TRACE_END : BROKEN
      expect(codes(call, { container: LINES, full })).toEqual([taken])
      expect(codes(`["b",{"tool":"a","result":${nested(510 + spare)}}]`, { container: LINES, full })).toEqual([taken])
      const other = `{"x":${nested(511 + spare)},"calls":[]}`
      expect(codes(other, { container: LINES, full })).toEqual([taken])
      const inDocument = `[{"calls":[{"tool":"a","result":${nested(508 + spare)}}]}]`
      expect(codes(inDocument, { container: DOCUMENT, full })).toEqual([spare === 0 ? TRACE_END : BROKEN_DOCUMENT])
      expect(slowly(call) === "too-deep").toBe(spare === 1)
    }
  }
})

test("brackets of the wrong kind are found at every depth", () => {
  for (const depth of [1, 2, 60, 61, 62, 63, 64, 65, 200, 500]) {
    const good = '{"a":['.repeat(depth >> 1) + "]}".repeat(depth >> 1)
    for (const text of [good, good.replace("]}", "}}"), `${good.slice(0, -1)}]`]) {
      const unit = `["x",{"tool":"a","result":[${text}]}]`
      const valid = typeof slowly(unit) !== "string"
      if (depth > 1) expect(codes(unit, { container: LINES, full: false })).toEqual([valid ? TRACE_END : BROKEN])
    }
  }
})

test("a line of 20 MB, a million keys, and a million calls are read in their turn", () => {
  const string = `{"calls":[{"tool":"a","args":{"text":"${"x".repeat(20_000_000)}"}}]}`
  const keys = `{"calls":[{"tool":"a","args":{${Array.from({ length: 1_000_000 }, (_, k) => `"k${k}":${k}`)}}}]}`
  const calls = `[${'"a",'.repeat(999_999)}"b"]`
  const bytes = encode(`["first"]\n${string}\n${keys}\n${calls}\n["last"]`)
  for (const full of [false, true]) {
    const units = scanAll(loadScan("simd"), bytes, { container: LINES, full, chunk: big })
    expect(units.map(({ code, calls }) => [code, calls.length])).toEqual([
      [TRACE_END, 1],
      [TRACE_END, 1],
      [TRACE_END, 1],
      [TRACE_END, 1_000_000],
      [TRACE_END, 1],
    ])
  }
})

test("time grows with the bytes: lines that end in strings, escapes, quotes, feeds, blanks, and keys", () => {
  const core = loadScan("simd")
  const patterns = [
    '["\n',
    '"\n',
    "\n",
    "\\",
    '"',
    " ",
    "{",
    '{"a":',
    "[[]",
    '{"calls":[{"tool":"a"},',
    "\u0001\n",
    "é\n",
    '["\\u12\n',
  ]
  for (const pattern of patterns) {
    const time = (size: number): number => {
      const bytes = encode(pattern.repeat(Math.ceil(size / pattern.length)))
      const start = performance.now()
      core.begin(LINES, true)
      for (let from = 0; from < bytes.length; ) {
        const at = core.reserve(1 << 20) >>> 0
        const piece = bytes.subarray(from, from + (1 << 20))
        new Uint8Array(core.memory.buffer).set(piece, at + core.held())
        from += piece.length
        core.open(core.held() + piece.length, from >= bytes.length)
        while (core.next() < 3);
      }
      return performance.now() - start
    }
    time(1 << 20)
    // A nanosecond would be much for most bytes; 200 tell what is linear from what is not, on any machine.
    expect(time(1 << 22)).toBeLessThan(((1 << 22) * 200) / 1e6)
  }
})

test("every ill-formed sequence is found wherever it stands in a block, and spoils its own line only", () => {
  const sequences = [
    "80",
    "bf",
    "c0",
    "c1bf",
    "c3",
    "c328",
    "e0",
    "e09f80",
    "e28228",
    "eda080",
    "f0",
    "f08f8080",
    "f09f9b",
    "f4908080",
    "f5",
    "ff",
    "f0c3a9",
  ]
  for (const build of builds) {
    const core = loadScan(build)
    for (const sequence of sequences) {
      for (let before = 50; before < 70; before++) {
        for (const after of ['"]', "", '\u00e9"]']) {
          const bad = Uint8Array.from(sequence.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
          const bytes = Uint8Array.from([
            ...encode(`["${"a".repeat(before)}`),
            ...bad,
            ...encode(`${after}\n["é€𝄞"]\n`),
          ])
          const units = scanAll(core, bytes, { container: LINES, full: false })
          expect(units.map(({ code }) => code)).toEqual([BROKEN, TRACE_END])
        }
      }
    }
  }
})

test("lines and code units are counted between any two places", () => {
  const random = randomFrom(5)
  for (const build of builds) {
    const core = loadScan(build)
    for (let round = 0; round < 300; round++) {
      const text = Array.from(
        { length: below(random, 8) },
        () => spellText(random) + pick(random, ["\n", "", "𝄞\n"]),
      ).join("")
      const bytes = encode(text)
      core.begin(LINES, false)
      const at = core.reserve(4096) >>> 0
      new Uint8Array(core.memory.buffer).set(bytes, at)
      core.open(bytes.length, true)
      const view = new DataView(core.memory.buffer, core.count(at, at + bytes.length) >>> 0, 8)
      expect([view.getUint32(0, true), view.getUint32(4, true)]).toEqual([
        text.split("\n").length - 1,
        countCodeUnits(bytes),
      ])
    }
  }
})

test("what is valid but not plain is left to the slow way", () => {
  const lines = [
    '{"tool":"a"}',
    '{"id":7,"calls":["a"]}',
    '{"calls":["a"],"calls":["b"]}',
    '{"c\\u0061lls":["a"]}',
    '{"session":"s","calls":["a"]}',
    '{"calls":null,"tools":["a"]}',
    '{"tools":["a"],"type":"x"}',
    '[["a"]]',
    '[{"tool":"a","role":"user"}]',
    '["a",{"name":"b"}]',
    '[{"tool":"a","id":1}]',
    '[{"tool":"a","at":5}]',
    '[{"tool":"a","arguments":{}}]',
    '[{"tool":"a","tool":"b"}]',
    '[{"tool":"a","args":[]}]',
    '[{"tool":"a","step":1.0}]',
    '[{"tool":"a","step":9007199254740992}]',
    '[{"tool":"a","status":"done"}]',
    '[{"tool":"a","time":1e3}]',
    '[{"tool":"a","time":1234567890123456}]',
    '[{"tool":"a","time":"yesterday"}]',
    '[{"tool":"a","time":"2026-02-29"}]',
    "5",
    '"a"',
    "{}",
    "null",
  ]
  const units = codes(lines.join("\n"), { container: LINES, full: true })
  expect(units).toEqual(lines.map(() => BROKEN))
  for (const document of [
    "[]",
    "[[]] x",
    "[5]",
    '["a"] []',
    '{"calls":[]} 1',
    '[{"calls":[]},]',
    '[{"calls":[]},"a"]',
  ]) {
    expect(codes(document, { container: DOCUMENT, full: true }).at(-1)).toBe(BROKEN_DOCUMENT)
  }
})
