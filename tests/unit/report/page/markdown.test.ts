import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Block, Document, Text } from "../../../../src/report/page/document.ts"
import { renderMarkdown } from "../../../../src/report/page/index.ts"
import { documents } from "./hostile.ts"

/** Stands where a code span or a tag was: what is before it and what is behind it are not read as one. */
const codeHere = "\ufffc"

/** A line without its code spans, read as CommonMark reads them: a run of backticks ends at the next of its length. */
function outsideCode(line: string): string {
  let rest = ""
  for (let at = 0; at < line.length; ) {
    if (line[at] === "\\" && /[!-/:-@[-`{-~]/.test(line[at + 1] ?? "")) {
      at += 2
      continue
    }
    const run = /^`+/.exec(line.slice(at))?.[0]
    const end = run === undefined ? undefined : closing(line, at + run.length, run.length)
    if (run !== undefined && end === undefined) throw new Error(`an open code span: ${line}`)
    rest += end === undefined ? line[at] : codeHere
    at = end ?? at + 1
  }
  return rest
}

function closing(line: string, from: number, length: number): number | undefined {
  for (const match of line.slice(from).matchAll(/`+/g)) {
    if (match[0].length === length) return from + match.index + length
  }
  return undefined
}

/** The lines that no fence holds. */
function unfenced(markdown: string): string[] {
  let fence: string | undefined
  return markdown.split("\n").filter((line) => {
    const run = /^`{3,}/.exec(line)?.[0]
    if (fence !== undefined) {
      if (line === fence) fence = undefined
      return false
    }
    if (run !== undefined && line === `${run}text`) {
      fence = run
      return false
    }
    return true
  })
}

/** What begins a block of another kind; a row of a table may begin a line. */
const opener = /^(?:[-+*](?:\s|$)|[>#]|[-=*_ ]+$|\d+[.)](?:\s|$)| {4}|\t)/

/** What only the renderer may write. */
const ownTags = /<br>|<details open>|<\/?(?:details|summary|b)>|<code>[^<]*<\/code>/g
/** Everything in Markdown and in what GitHub reads after it that could be more than the text it is. */
const active =
  /[<>@#[\]$~`|*]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|:[\w+/-]|www\.|[\p{L}\p{N}]{2}\.\p{L}{2}|gh-\d|&(?!amp;|lt;|gt;|quot;|#\d+;)/iu

function expectTame(line: string): void {
  const text = outsideCode(line)
    .replace(/^#{1,6} |^- /, "")
    .replace(ownTags, codeHere)
    .replace(/&(?:amp|lt|gt|quot|#\d+);/g, "")
  const cells = line.startsWith("| ") ? text.replace(/^\| | \|$/g, "").split(" | ") : [text]
  const wrong = cells.some((cell) => active.test(cell)) || opener.test(line.replace(/^#{1,6} |^- /, ""))
  if (wrong) throw new Error(`more than text: ${line}`)
}

function says(text: string): string {
  const document: Document = { title: ["t"], blocks: [{ block: "paragraph", content: [text] }] }
  return renderMarkdown(document).split("\n")[2] ?? ""
}

test("nothing that a document says can become markup, a link, a picture or a mention", () => {
  fc.assert(
    fc.property(documents, (document) => {
      for (const line of unfenced(renderMarkdown(document))) expectTame(line)
    }),
    { numRuns: 3000 },
  )
})

test("a document has the blocks of its tree and no others", () => {
  fc.assert(
    fc.property(documents, (document) => {
      const lines = unfenced(renderMarkdown(document))
      const count = (pattern: RegExp): number => lines.filter((line) => pattern.test(line)).length
      expect(count(/^#{1,6} /)).toBe(1 + document.blocks.length)
      expect(count(/^<details(?: open)?>$/)).toBe(blocksOf(document).filter(({ block }) => block === "details").length)
      expect(count(/^\| --- \| --- \|$/)).toBe(blocksOf(document).filter(({ block }) => block === "table").length)
      for (const line of lines) {
        // Of a row of two cells GFM sees three bars that no backslash takes.
        if (line.startsWith("| ")) expect(line.replace(/\\[!-/:-@[-`{-~]/g, "").split("|")).toHaveLength(4)
      }
    }),
    { numRuns: 1000 },
  )
})

function blocksOf({ blocks }: Document): Block[] {
  const all = (block: Block): Block[] => [
    block,
    ...("content" in block && block.block !== "paragraph" && block.block !== "banner"
      ? (block.content as readonly Block[]).flatMap(all)
      : []),
  ]
  return blocks.flatMap(all)
}

describe("text", () => {
  test.each([
    [
      "plain words stay plain",
      "Call 0 is of a tool, (e.g. this one): 50% - done!",
      "Call 0 is of a tool, (e.g. this one): 50% `-` done!",
    ],
    ["names with underscores", "max_calls is one", "max_calls is one"],
    ["a mention", "ask @octocat now", "ask `@octocat` now"],
    ["a link without a scheme", "see www.evil.example or evil.example", "see `www.evil.example` or `evil.example`"],
    ["neighbours share a span", "<b>& x</b> y", "`<b>& x</b>` y"],
    ["backticks get a longer fence", "a`b``c", "```a`b``c```"],
    ["what a list begins with", "1. one", "1\\. one"],
    ["controls and overrides are spelled out", "a\nb \u202ec", "`a\\nb \\u202ec`"],
  ])("%s", (_what, text, written) => {
    expect(says(text)).toBe(written)
  })

  test("a bar in a cell cannot end it, whatever stands before it", () => {
    const cell = (name: string): string => {
      const content: Text = [{ inline: "code", text: name }]
      const table: Block = { block: "table", label: "t", columns: [{ head: "h" }], rows: [[content]] }
      return renderMarkdown({ title: ["t"], blocks: [table] }).split("\n")[4] ?? ""
    }
    expect(cell("a|b")).toBe("| `a\\|b` |")
    expect(cell("a\\|b")).toBe("| `a\\u005c\\|b` |")
    expect(cell("a\\\\|b")).toBe("| `a\\\\\\|b` |")
  })
})
