import { describe, expect, test } from "vitest"
import { previewCall } from "../../../src/report/preview.ts"
import { clip, escapeText, textWidth, wrap } from "../../../src/report/text.ts"

describe("escapeText", () => {
  test.each([
    ["an ANSI escape", "\x1b[31mred", "\\u001b[31mred"],
    ["a bell, a C1 control and DEL", "\x07\x9b\x7f", "\\u0007\\u009b\\u007f"],
    ["line ends and tabs", "a\nb\r\tc", "a\\nb\\r\\tc"],
    ["bidi overrides and isolates", "\u202eabc\u2066", "\\u202eabc\\u2066"],
    ["zero-width characters and the BOM", "a\u200bb\ufeff", "a\\u200bb\\ufeff"],
    ["a lone surrogate", "\ud800x", "\\ud800x"],
    ["line and paragraph separators", "\u2028\u2029", "\\u2028\\u2029"],
    ["spaces that are not the plain one", "a\u00a0b\u3000c", "a\\u00a0b\\u3000c"],
    ["tag characters and fillers", "\u{e0041}\u3164", "\\u{e0041}\\u3164"],
  ])("spells out %s", (_what, raw, shown) => {
    expect(escapeText(raw)).toBe(shown)
  })

  test("leaves letters of every script alone", () => {
    const text = "Ünïcödé — 日本語, кириллица, e\u0301, 🙂"
    expect(escapeText(text)).toBe(text)
  })
})

describe("width", () => {
  test("counts wide characters twice and combining marks not at all", () => {
    expect(textWidth("日本")).toBe(4)
    expect(textWidth("e\u0301")).toBe(1)
  })

  test("clip never exceeds the width and shows what was cut", () => {
    expect(clip("abcdef", 6)).toBe("abcdef")
    expect(clip("abcdefg", 6)).toBe("abcde…")
    expect(textWidth(clip("日本語日本語", 5))).toBeLessThanOrEqual(5)
  })

  test("clip is not fooled by endless combining marks", () => {
    expect(clip(`a${"\u0301".repeat(100_000)}`, 10).length).toBeLessThan(100)
  })

  test("wrap keeps every line within the width, long words too", () => {
    const lines = wrap(`one two ${"x".repeat(30)} three`, 12)
    expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(12)
    expect(lines.join("").replaceAll(" ", "")).toBe(`onetwo${"x".repeat(30)}three`)
  })
})

describe("previewCall", () => {
  test("shows the tool alone where no args were captured", () => {
    expect(previewCall({ tool: "Search" }, 40)).toBe("Search")
    expect(previewCall({ tool: "Search", args: {} }, 40)).toBe("Search()")
  })

  test("shows args on one line, cut to the width, with nothing raw", () => {
    const text = previewCall({ tool: "run", args: { command: "a\n\x1b[2J", list: [1, { deep: true }] } }, 200)
    expect(text).not.toContain("\x1b")
    expect(text).not.toContain("\n")
    expect(textWidth(previewCall({ tool: "run", args: { text: "y".repeat(1e6) } }, 60))).toBeLessThanOrEqual(60)
  })

  test("costs nothing much for a huge or deep value", () => {
    let deep: Record<string, unknown> = {}
    for (let depth = 0; depth < 100_000; depth++) deep = { deep }
    expect(textWidth(previewCall({ tool: "t".repeat(1e6), args: deep }, 60))).toBeLessThanOrEqual(60)
  })

  test("treats prototype keys as data", () => {
    const args = JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}') as Record<string, unknown>
    expect(previewCall({ tool: "t", args }, 80)).toBe("t(__proto__: {x: 1}, constructor: 2)")
  })
})
