import fc from "fast-check"
import { expect, test } from "vitest"
import { renderHtml } from "../../../../src/report/page/index.ts"
import { documents } from "./hostile.ts"

/** Every tag that the renderer writes; what browsers make of it is tested in tests/browser. */
const tags = [
  /^<(?:section id="part-\d+"|a href="#part-\d+"|details open)>$/,
  /^<(?:main|header|h[1-6]|section|p|ul|li|thead|tbody|tr|details|summary|div|code|strong|br)>$/,
  /^<\/(?:main|h[1-6]|section|p|ul|li|table|thead|tbody|tr|th|td|details|summary|div|pre|code|strong|span|a|footer|body|html)>$/,
  /^<p class="banner (?:good|bad|warn|wait|quiet)">$/,
  /^<span class="(?:soft|mark (?:good|bad|warn|wait|quiet))">$/,
  /^<span aria-hidden="true">$/,
  /^<pre tabindex="0">$/,
  /^<table class="cards" role="table" aria-label="a table">$/,
  /^<(?:thead|tbody) role="rowgroup">$/,
  /^<tr role="row">$/,
  /^<th scope="col" role="columnheader">$/,
  /^<th scope="row" role="rowheader" data-head="one">$/,
  /^<td role="cell" data-head="two">$/,
  /^<footer>$/,
]

test("nothing that a document says can become a tag or an attribute", () => {
  fc.assert(
    fc.property(documents, (document) => {
      const html = renderHtml(document, { version: "<1>" })
      const body = html.slice(html.indexOf("<main>"))
      const wrong = (body.match(/<[^>]*>?/g) ?? []).filter((tag) => !tags.some((shape) => shape.test(tag)))
      expect(wrong).toEqual([])
      expect(body.match(/&(?!(?:amp|lt|gt|quot|#39);)/)).toBeNull()
      expect(html.slice(0, html.indexOf("<style>")).match(/<title>[^<]*<\/title>/g)).toHaveLength(1)
      expect(body.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
    }),
    { numRuns: 1000 },
  )
})

test("the page forbids itself everything but its style", () => {
  const html = renderHtml({ title: ["t"], blocks: [] })
  expect(html).toContain(
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
  )
  expect(html).not.toMatch(/<script|<link|<img|url\(|@import/)
})

test("time is told only where a clock was passed", () => {
  const document = { title: ["t"], blocks: [] }
  expect(renderHtml(document, { version: "1.2.0" })).toContain("<footer>Made by Assay 1.2.0</footer>")
  const now = new Date(Date.UTC(2026, 10, 21, 12))
  expect(renderHtml(document, { version: "1.2.0", now })).toContain("on 2026-11-21 at 12:00:00.000Z")
})
