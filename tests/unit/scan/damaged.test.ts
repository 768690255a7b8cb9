import { expect, test } from "vitest"
import { BROKEN, BROKEN_DOCUMENT, DOCUMENT, LINES, TRACE_END } from "../../../assembly/scan/scan-abi.ts"
import { expectAgreement, expectLines, linesOf, slowly } from "./reference.ts"
import { loadScan, scanAll } from "./scan-core.ts"
import { below, pick, type Random, randomFrom, spellList, spellTrace } from "./spelling.ts"

const simd = loadScan("simd")
const scalar = loadScan("scalar")
const encoder = new TextEncoder()
const rounds = Number(process.env.SCAN_ROUNDS ?? 4000)

const nasty = [
  0, 1, 9, 10, 13, 31, 32, 34, 34, 34, 44, 45, 46, 47, 48, 57, 58, 91, 92, 92, 92, 93, 95, 101, 117, 121, 123, 125, 127,
]
const wide = [
  0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe2, 0xed, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff,
]
const pieces = [
  "\\u00e",
  "\\u12",
  "\\x",
  '\\"',
  "\n",
  '"',
  "{",
  "}",
  "[",
  "]",
  "null",
  "tru",
  "-",
  "1.",
  "01",
  "1e",
  ":",
  ",",
  '"tool":"x",',
  '"calls":[]',
  "\u2028",
]

/** Bytes with a few of them changed, put in, taken out, or moved. */
function damage(random: Random, bytes: Uint8Array): Uint8Array {
  let changed = [...bytes]
  for (let k = 1 + below(random, 3); k > 0; k--) {
    const at = below(random, changed.length + 1)
    const kind = below(random, 7)
    const byte = pick(random, random() < 0.7 ? nasty : wide)
    if (kind === 0) changed[Math.min(at, changed.length - 1)] = byte
    else if (kind === 1) changed.splice(at, 0, byte)
    else if (kind === 2) changed.splice(at, 1 + below(random, 3))
    else if (kind === 3) changed.splice(at, 0, ...encoder.encode(pick(random, pieces)))
    else if (kind === 4) changed = changed.slice(0, at)
    else if (kind === 5) changed.splice(at, 0, ...changed.slice(at, at + below(random, 40)))
    else changed.splice(at, 0, pick(random, wide), pick(random, wide), pick(random, wide))
  }
  return Uint8Array.from(changed)
}

const isText = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

test("what is taken of damaged lines is right, and lines that are not damaged are taken", () => {
  const random = randomFrom(11)
  let broken = 0
  for (let round = 0; round < rounds; round++) {
    const spelling = { random, blanks: random() < 0.7 ? [] : [" ", "\t"] }
    const good = Array.from({ length: 3 }, () => spellTrace(spelling))
    const bad = damage(random, encoder.encode(good[1] ?? ""))
    const bytes = Uint8Array.from([...encoder.encode(`${good[0]}\n`), ...bad, ...encoder.encode(`\n${good[2]}\n`)])
    const full = random() < 0.6
    const units = scanAll(simd, bytes, { container: LINES, full })
    for (const [k, line] of linesOf(bytes).entries()) {
      // Not to be decoded as it stands: then it must not be taken.
      if (!isText(line.bytes)) expect(units[k]?.code).toBe(BROKEN)
    }
    expectLines(units, bytes, full)
    expect([units[0]?.code, units.at(-1)?.code]).toEqual([TRACE_END, TRACE_END])
    broken += units.filter(({ code }) => code === BROKEN).length
    const chunk = pick(random, [50, 64, 100, 1 << 16])
    expect(scanAll(scalar, bytes, { container: LINES, full, chunk })).toEqual(units)
  }
  expect(broken).toBeGreaterThan(rounds / 4)
})

test("what is taken of damaged documents is right", () => {
  const random = randomFrom(12)
  let broken = 0
  for (let round = 0; round < rounds; round++) {
    const spelling = { random, blanks: random() < 0.7 ? [] : [" ", "\n"] }
    const traces = Array.from({ length: 3 }, () => spellTrace(spelling))
    const text = random() < 0.7 ? spellList(spelling, traces) : (traces[0] ?? "")
    const bytes = damage(random, encoder.encode(text))
    const full = random() < 0.6
    const units = scanAll(simd, bytes, { container: DOCUMENT, full })
    expect(scanAll(scalar, bytes, { container: DOCUMENT, full, chunk: pick(random, [50, 64, 100, 1 << 16]) })).toEqual(
      units,
    )
    const failed = units.some(({ code }) => code === BROKEN_DOCUMENT)
    if (failed) broken++
    else if (full && units.length > 0)
      expect(() => JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))).not.toThrow()
    for (const unit of units) expectAgreement(unit, full)
  }
  expect(broken).toBeGreaterThan(rounds / 4)
})

test("soups of bytes are told of alike by both builds, and never taken wrongly", () => {
  const random = randomFrom(13)
  for (let round = 0; round < rounds * 2; round++) {
    const bytes = Uint8Array.from({ length: below(random, 300) }, () => pick(random, random() < 0.8 ? nasty : wide))
    const full = random() < 0.5
    const lines = scanAll(simd, bytes, { container: LINES, full })
    expectLines(lines, bytes, full)
    expect(scanAll(scalar, bytes, { container: LINES, full, chunk: pick(random, [30, 64, 1000]) })).toEqual(lines)
    const document = scanAll(simd, bytes, { container: DOCUMENT, full })
    expect(scanAll(scalar, bytes, { container: DOCUMENT, full, chunk: pick(random, [30, 64, 1000]) })).toEqual(document)
  }
})

test("in strings, every escape and every UTF-8 sequence is taken just where JSON.parse and the decoder take it", () => {
  const random = randomFrom(14)
  for (let round = 0; round < rounds; round++) {
    const inside = Array.from({ length: below(random, 90) }, () => {
      if (random() < 0.6) return [97]
      if (random() < 0.4) return [92, pick(random, [34, 92, 47, 98, 102, 110, 114, 116, 117, 120])]
      if (random() < 0.5) return [...encoder.encode(pick(random, ["ü", "€", "𝄞", "\ud7ff", "\ue000", "\\u00e9"]))]
      return random() < 0.3 ? [pick(random, wide), pick(random, wide)] : [98]
    }).flat()
    const bytes = Uint8Array.from([...encoder.encode('["'), ...inside, ...encoder.encode('"]\n["b"]')])
    const units = scanAll(pick(random, [simd, scalar]), bytes, { container: LINES, full: random() < 0.5 })
    const text = new TextDecoder("utf-8", { fatal: false }).decode(bytes.subarray(0, bytes.length - 6))
    const valid = isText(bytes) && typeof slowly(text) !== "string"
    expect(units.map(({ code }) => code)).toEqual([valid ? TRACE_END : BROKEN, TRACE_END])
  }
})
