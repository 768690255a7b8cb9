import type { ReportOptions } from "../run-report.ts"
import type { Block, Document, Inline, Text } from "./document.ts"
import { footerOf } from "./footer.ts"
import { escapeHtml } from "./html-text.ts"
import { codeSpan, fenced, lineOf, spans } from "./markdown-text.ts"

/** Cells of a bar. */
const gaugeCells = 10

/**
 * A document as GitHub Flavored Markdown. Nothing of what a document says can become markup, a link, a picture, a
 * mention or the end of a cell: text that could is set as code.
 */
export function renderMarkdown(document: Document, options?: ReportOptions): string {
  const footer = options === undefined ? [] : [lineOf(inlines([footerOf(options)]))]
  return `${[`# ${inlines(document.title)}`, ...blocks(document.blocks, 2), ...footer].join("\n\n")}\n`
}

function blocks(content: readonly Block[], level: number): string[] {
  return content.flatMap((block) => renderBlock(block, level))
}

function renderBlock(block: Block, level: number): string[] {
  switch (block.block) {
    case "section":
      return [`${"#".repeat(Math.min(level, 6))} ${inlines(block.title)}`, ...blocks(block.content, level + 1)]
    case "banner":
    case "paragraph":
      return [lineOf(inlines(block.content))]
    case "list":
      return [block.items.map((item) => `- ${lineOf(inlines(item))}`).join("\n")]
    case "table":
      return [renderTable(block)]
    case "details":
      return [
        `<details${block.open ? " open" : ""}>\n<summary>${block.summary.map(inSummary).join("")}</summary>`,
        ...blocks(block.content, level),
        "</details>",
      ]
    case "code":
      return [fenced(block.lines)]
  }
}

function renderTable({ columns, rows }: Extract<Block, { block: "table" }>): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`
  return [
    line(columns.map(({ head }) => inlines([head], true))),
    line(columns.map(({ numeric }) => (numeric ? "---:" : "---"))),
    ...rows.map((row) => line(row.map((cell) => inlines(cell, true)))),
  ].join("\n")
}

/** Neighbouring texts are read as one, for a link or a mention may begin in one and end in the next. */
function inlines(text: Text, inCell = false): string {
  let output = ""
  let pending = ""
  const write = (piece: string): void => {
    // Two code spans side by side would share their fences.
    output += output.endsWith("`") && piece.startsWith("`") ? ` ${piece}` : piece
  }
  const flush = (): void => {
    for (const span of spans(pending)) write(span.code ? codeSpan(span.text, inCell) : span.text)
    pending = ""
  }
  for (const inline of text) {
    if (typeof inline === "string") pending += inline
    else {
      flush()
      write(renderInline(inline, inCell))
    }
  }
  flush()
  return output
}

function renderInline(inline: Exclude<Inline, string>, inCell: boolean): string {
  switch (inline.inline) {
    case "code":
      return codeSpan(inline.text, inCell)
    case "strong":
      // Asterisks would depend on what stands beside them, and not every reader finds code spans first.
      return `<b>${inlines(inline.content, inCell)}</b>`
    case "quiet":
      return inlines(inline.content, inCell)
    case "mark":
      return `${inline.sign} ${inlines([inline.word], inCell)}`
    case "gauge":
      return gauge(inline.percent)
    case "break":
      return "<br>"
    case "link":
      // Hosts name fragments by headings, which hold what a trace is called.
      return inlines(inline.content, inCell)
  }
}

function gauge(percent: number): string {
  const full = Math.max(0, Math.min(gaugeCells, Math.floor((percent / 100) * gaugeCells)))
  return "█".repeat(full) + "░".repeat(gaugeCells - full)
}

/** A summary is HTML, in which no Markdown is read; what hosts would still link is code there too. */
function inSummary(inline: Inline): string {
  if (typeof inline === "string") {
    return spans(inline)
      .map(({ code, text }) => (code ? htmlCode(text) : entities(text)))
      .join("")
  }
  if (inline.inline === "code") return htmlCode(inline.text)
  if (inline.inline === "mark") return `${inline.sign} ${entities(inline.word)}`
  if (inline.inline === "strong") return `<b>${inline.content.map(inSummary).join("")}</b>`
  return inline.inline === "quiet" || inline.inline === "link" ? inline.content.map(inSummary).join("") : " "
}

function htmlCode(text: string): string {
  return `<code>${entities(text)}</code>`
}

/** Beyond what HTML asks for, everything that a reader of Markdown could take for its own. */
function entities(text: string): string {
  return escapeHtml(text).replace(/[`*_[\]()!@#$:|\\~]/g, (sign, at: number, whole: string) =>
    sign === "#" && whole[at - 1] === "&" ? sign : `&#${sign.charCodeAt(0)};`,
  )
}
