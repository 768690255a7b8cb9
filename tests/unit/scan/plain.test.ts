import { expect, test } from "vitest"
import { DOCUMENT, LINES, TRACE_END } from "../../../assembly/scan/scan-abi.ts"
import { expectAgreement, expectLines } from "./reference.ts"
import { type Build, loadScan, scanAll } from "./scan-core.ts"
import { below, pick, type Random, randomFrom, type Spelling, spellList, spellTrace } from "./spelling.ts"

const cores = { simd: loadScan("simd"), scalar: loadScan("scalar") }
const builds: readonly Build[] = ["simd", "scalar"]
const chunks = [1, 2, 3, 7, 63, 64, 65, 200, 1000, 4096, 1 << 16]
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

function inLine(random: Random): Spelling {
  return { random, blanks: random() < 0.5 ? [] : [" ", "\t", "\r", "   "] }
}

function spellLines(random: Random): string {
  const lines: string[] = []
  for (let k = below(random, 6); k >= 0; k--) {
    if (random() < 0.1) lines.push(pick(random, ["", " ", "\t \r"]))
    lines.push(spellTrace(inLine(random)))
  }
  const ending = random() < 0.3 ? "\r\n" : "\n"
  return (random() < 0.1 ? "\ufeff" : "") + lines.join(ending) + (random() < 0.5 ? ending : "")
}

test("every plain trace a line is taken, as the slow way reads it, by both builds and in any chunks", () => {
  const random = randomFrom(1)
  for (let round = 0; round < 2500; round++) {
    const bytes = encode(spellLines(random))
    const full = random() < 0.5
    const simd = scanAll(cores.simd, bytes, { container: LINES, full })
    expectLines(simd, bytes, full)
    expect(simd.filter(({ code }) => code !== TRACE_END).map(({ text }) => text)).toEqual([])
    const chunk = pick(random, bytes.length < 3000 ? chunks : chunks.slice(4))
    expect(scanAll(cores.scalar, bytes, { container: LINES, full: !full, chunk })).toEqual(simd)
    if (round % 5 === 0) expect(scanAll(cores.simd, bytes, { container: LINES, full, chunk })).toEqual(simd)
  }
})

test("every plain document is taken, one trace or an array of them", () => {
  const random = randomFrom(2)
  for (let round = 0; round < 2500; round++) {
    const spelling = { random, blanks: random() < 0.4 ? [] : [" ", "\n", "\r\n", "\t", "\n    "] }
    const traces = Array.from({ length: 1 + below(random, 5) }, () => spellTrace(spelling))
    const many = random() < 0.7
    const text = many ? spellList(spelling, traces) : (traces[0] ?? "")
    const value = JSON.parse(text)
    if (Array.isArray(value) && value.length === 0) continue
    // Where a later element decides that the array is itself a trace, the document is read the slow way.
    const bytes = encode(
      `${random() < 0.1 ? "\ufeff" : ""}${pick(random, ["", " ", "\n"])}${text}${pick(random, ["", " \n"])}`,
    )
    const full = random() < 0.5
    const simd = scanAll(cores.simd, bytes, { container: DOCUMENT, full })
    expect(simd.filter(({ code }) => code !== TRACE_END)).toEqual([])
    const one = !many
    expect(simd.length).toBe(one ? 1 : value.length)
    for (const unit of simd) expectAgreement(unit, full)
    const chunk = pick(random, bytes.length < 3000 ? chunks : chunks.slice(4))
    expect(scanAll(cores.scalar, bytes, { container: DOCUMENT, full: !full, chunk })).toEqual(simd)
    if (round % 5 === 0) expect(scanAll(cores.simd, bytes, { container: DOCUMENT, full, chunk })).toEqual(simd)
  }
})

test("units of a document tell the lines they begin in", () => {
  const text = '\n[\n {"calls": []},\n\n{"tools":["a"]}, {"id":"x",\n"calls":\n["b"]}\n,["c"]\n]\n'
  for (const build of builds) {
    for (const chunk of [1, 5, 1000]) {
      const units = scanAll(cores[build], encode(text), { container: DOCUMENT, full: true, chunk })
      expect(units.map(({ line }) => line)).toEqual([3, 5, 5, 8])
    }
  }
})
