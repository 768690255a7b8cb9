import { describe, expect, test } from "vitest"
import { diagnostic, type Range } from "../../../src/diagnostic/index.ts"
import { excerpt, SourceText } from "../../../src/report/excerpt.ts"
import { ansiPaint, plainPaint } from "../../../src/report/paint.ts"
import { renderDiagnostic } from "../../../src/report/terminal/diagnostics.ts"
import { textWidth } from "../../../src/report/text.ts"

const page = { paint: plainPaint, width: 80, verbose: false }

function range(line: number, from: number, to: number, endLine = line): Range {
  return { start: { line, column: from, offset: 0 }, end: { line: endLine, column: to, offset: 0 } }
}

describe("excerpt", () => {
  const source = new SourceText("version: 1\r\ntools:\n  alow: [x]\nlast")

  test("puts carets under the range", () => {
    expect(excerpt(source, range(3, 3, 7), page)).toEqual(["3 |   alow: [x]", "  |   ^^^^"])
  })

  test("always has a caret, at the end of the text and for an empty range too", () => {
    expect(excerpt(source, range(4, 5, 5), page)).toEqual(["4 | last", "  |     ^"])
    expect(excerpt(source, range(99, 1, 1), page)).toEqual(["99 |", "   | ^"])
  })

  test("shows the first lines of a range of several", () => {
    expect(excerpt(source, range(2, 1, 1, 4), { ...page, lines: 5 })).toEqual([
      "2 | tools:",
      "  | ^^^^^^",
      "3 |   alow: [x]",
    ])
  })

  test("keeps carets in place behind characters that are spelled out", () => {
    const [line, carets] = excerpt(new SourceText("\ta\u202e: x"), range(1, 6, 7), page)
    expect(carets?.indexOf("^")).toBe(line?.indexOf("x"))
  })

  test("moves the window of a very long line to the carets", () => {
    const long = new SourceText(`${"a".repeat(100_000)}BAD${"b".repeat(100_000)}`)
    const lines = excerpt(long, range(1, 100_001, 100_004), page)
    expect(lines[0]).toContain("BAD")
    expect(lines[1]?.indexOf("^^^")).toBe(lines[0]?.indexOf("BAD"))
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(80)
  })
})

describe("renderDiagnostic", () => {
  const wrong = diagnostic("unknown-key", "The key is \x1b[2J.", {
    file: "p\x1b.yaml",
    hint: "h\u202e",
    range: range(1, 1, 2),
  })

  test("names place, code and hint, and writes nothing raw", () => {
    const text = renderDiagnostic(wrong, page, () => new SourceText("\x1b]0;x\x07")).join("\n")
    expect(text).toContain("[unknown-key]")
    expect(text).toContain(":1:1")
    expect(text).toContain("hint:")
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })

  test("colours only its own marks", () => {
    const text = renderDiagnostic(wrong, { ...page, paint: ansiPaint }).join("\n")
    expect(text.split("\x1b").length).toBeGreaterThan(1)
    expect(text).not.toContain("\x1b[2J")
  })

  test("points into JSON where there is no range", () => {
    const [first] = renderDiagnostic(diagnostic("invalid-call", "No tool.", { file: "a.json", path: "/3/tool" }), page)
    expect(first).toContain("a.json#/3/tool")
  })
})
