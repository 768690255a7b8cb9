import { readFileSync } from "node:fs"
import fc from "fast-check"
import { expect, test } from "playwright/test"
import { pinned } from "../../scripts/pinned.mjs"
import { renderMarkdown } from "../../src/report/page/index.ts"
import { documents } from "../unit/report/page/hostile.ts"
import { servePages } from "./pages.ts"

const version = "15.0.3"
const integrity = "sha512-+Az7Ojz3iRGu8KYMvJ6xVhvrxP3eE+vEtJX75Ow88XBpcQNV/0lGX5ZynIIBftREo4DC2jsveAMDaeltmm8QvQ=="

const golden = (name: string): string => readFileSync(new URL(`../golden/${name}.md`, import.meta.url), "utf8")
const reports = ["check", "coverage", "explain", "baseline"].map(golden)
const anyDocuments = fc.sample(documents, { seed: 2026, numRuns: 1000 }).map((document) => renderMarkdown(document))

/** What the renderer writes, once it has been read. */
const expected = "B BR CODE DETAILS H1 H2 H3 LI P PRE SUMMARY TABLE TBODY TD TH THEAD TR UL"

interface MarkdownIt {
  render(markdown: string): string
}

/** The names of all elements, after a reader that takes HTML and makes links of whatever looks like one. */
function elementsOf(texts: string[]): string[] {
  const { markdownit } = globalThis as unknown as { markdownit(options: object): MarkdownIt }
  const reader = markdownit({ html: true, linkify: true })
  const names = new Set<string>()
  for (const text of texts) {
    const parsed = new DOMParser().parseFromString(reader.render(text), "text/html")
    for (const element of parsed.body.querySelectorAll("*")) {
      names.add(element.tagName)
      for (const { name, value } of element.attributes) {
        if (name !== "style" && name !== "open" && !(name === "class" && value === "language-text"))
          names.add(`${element.tagName} ${name}`)
      }
    }
  }
  return [...names].sort()
}

for (const [what, texts] of [
  ["the golden reports", reports],
  ["documents full of hostile text", anyDocuments],
] as const) {
  test(`of ${what} a reader of Markdown makes what the renderer wrote, and nothing else`, async ({ page }) => {
    const server = await servePages({
      "": '<!doctype html><html lang="en"><title>markdown</title><script src="markdown-it.js"></script>',
      "markdown-it.js": pinned("markdown-it", version, integrity, "package/dist/browser/markdown-it.umd.min.js"),
    })
    await page.goto(server.url)
    const found = await page.evaluate(elementsOf, [...texts])
    server.close()
    expect(found.filter((name) => !expected.split(" ").includes(name))).toEqual([])
    expect(found).toEqual(expect.arrayContaining(["CODE", "DETAILS", "H1", "H2", "TABLE"]))
  })
}
