import type { ReportOptions } from "../run-report.ts"
import type { Block, Column, Document, Inline, Text } from "./document.ts"
import { footerOf } from "./footer.ts"
import { escapeHtml } from "./html-text.ts"
import { style } from "./style.ts"

/** Nothing runs and nothing is fetched, whatever a trace may hold. */
const contentSecurity = "default-src 'none'; style-src 'unsafe-inline'"

/** A document as one HTML file without scripts, which reads the same on a phone, in the dark and on paper. */
export function renderHtml(document: Document, options?: ReportOptions): string {
  const footer = options === undefined ? "" : `<footer>${escapeHtml(footerOf(options))}</footer>\n`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurity}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(plainText(document.title))}</title>
<style>
${style}</style>
</head>
<body>
<main>
<h1>${inlines(document.title)}</h1>
${blocks(document.blocks, 2)}</main>
${footer}</body>
</html>
`
}

function blocks(content: readonly Block[], level: number): string {
  return content.map((block) => `${renderBlock(block, level)}\n`).join("")
}

function renderBlock(block: Block, level: number): string {
  switch (block.block) {
    case "section": {
      const tag = `h${Math.min(level, 6)}`
      const id = block.number === undefined ? "" : ` id="${fragment(block.number)}"`
      return `<section${id}>\n<${tag}>${inlines(block.title)}</${tag}>\n${blocks(block.content, level + 1)}</section>`
    }
    case "banner":
      return `<p class="banner ${block.tone}">${inlines(block.content)}</p>`
    case "paragraph":
      return `<p>${inlines(block.content)}</p>`
    case "list":
      return `<ul${block.names ? ' class="names"' : ""}>\n${block.items.map((item) => `<li>${inlines(item)}</li>\n`).join("")}</ul>`
    case "table":
      return renderTable(block)
    case "details":
      return `<details${block.open ? " open" : ""}>
<summary>${inlines(block.summary)}</summary>
<div>
${blocks(block.content, level)}</div>
</details>`
    case "code":
      return `<pre tabindex="0"><code>${block.lines.map(escapeHtml).join("\n")}</code></pre>`
  }
}

/**
 * A table of numbers scrolls where it is too wide; one of words becomes a list of cards, and keeps its roles, which
 * `display: block` would take away.
 */
function renderTable({ label, columns, rows, header = 0 }: Extract<Block, { block: "table" }>): string {
  const cards = columns.filter(({ numeric }) => numeric).length < 3
  const head = columns.map(
    (column) => `<th scope="col"${role(cards, "columnheader")}${looks(column)}>${escapeHtml(column.head)}</th>`,
  )
  const body = rows.map((row) => {
    const cells = row.map((cell, index) => renderCell(cell, columns[index] ?? { head: "" }, index === header, cards))
    return `<tr${role(cards, "row")}>${cells.join("")}</tr>\n`
  })
  const table = `<table${cards ? ' class="cards" role="table"' : ""} aria-label="${escapeHtml(label)}">
<thead${role(cards, "rowgroup")}><tr${role(cards, "row")}>${head.join("")}</tr></thead>
<tbody${role(cards, "rowgroup")}>
${body.join("")}</tbody>
</table>`
  return cards
    ? table
    : `<div class="wide" role="region" aria-label="${escapeHtml(label)}" tabindex="0">\n${table}\n</div>`
}

function renderCell(cell: Text, column: Column, isHeader: boolean, cards: boolean): string {
  const label = cards ? ` data-head="${escapeHtml(column.head)}"` : ""
  const text = inlines(cell)
  return isHeader
    ? `<th scope="row"${role(cards, "rowheader")}${looks(column)}${label}>${text}</th>`
    : `<td${role(cards, "cell")}${looks(column)}${label}>${text}</td>`
}

function role(cards: boolean, name: string): string {
  return cards ? ` role="${name}"` : ""
}

function looks({ numeric, roomy }: Column): string {
  return numeric ? ' class="number"' : roomy ? ' class="roomy"' : ""
}

function inlines(text: Text): string {
  return text.map(renderInline).join("")
}

function renderInline(inline: Inline): string {
  if (typeof inline === "string") return escapeHtml(inline)
  switch (inline.inline) {
    case "code":
      return `<code>${escapeHtml(inline.text)}</code>`
    case "strong":
      return `<strong>${inlines(inline.content)}</strong>`
    case "quiet":
      return `<span class="soft">${inlines(inline.content)}</span>`
    case "mark":
      return renderMark(inline)
    case "gauge":
      return `<span class="gauge" aria-hidden="true"><span style="width:${share(inline.percent)}%"></span></span>`
    case "break":
      return "<br>"
    case "link":
      return `<a href="#${fragment(inline.to)}">${inlines(inline.content)}</a>`
  }
}

function fragment(number: number): string {
  return `part-${number}`
}

/** The sign is for the eye: the word says the same. */
function renderMark({ tone, sign, word }: Extract<Inline, { inline: "mark" }>): string {
  return `<span class="mark ${tone}"><span aria-hidden="true">${escapeHtml(sign)}</span> ${escapeHtml(word)}</span>`
}

function share(percent: number): string {
  return Math.max(0, Math.min(100, percent)).toFixed(1)
}

function plainText(text: Text): string {
  return text
    .map((inline) => {
      if (typeof inline === "string") return inline
      if (inline.inline === "code") return inline.text
      return "content" in inline ? plainText(inline.content) : ""
    })
    .join("")
}
