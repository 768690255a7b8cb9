import fc from "fast-check"
import { test as base, expect } from "playwright/test"
import { pinned } from "../../scripts/pinned.mjs"
import { type RuleGraph, renderMermaid } from "../../src/report/diagram/index.ts"
import { clip, escapeText } from "../../src/report/text.ts"
import { graphNamed, graphsOfEveryRule, hostileNames, overlaidGraphs } from "../golden/graphs.ts"
import { type PageServer, servePages } from "./pages.ts"

const version = "11.17.2"
const integrity = "sha512-V6K3C8EBdEsPFZXSKMJe6ppQOENxuHARr9GvHX4hh47lAbhMRD9qf4oEK7LoaRQxULMa80/qt5gHO73aCleBBg=="

/** Pieces that mean something to Mermaid, put together at random, and text of any kind. */
const seed = 2026
const pieces = fc.array(fc.constantFrom(...hostileNames.filter(({ length }) => length < 40), " ", "a"), {
  maxLength: 5,
})
const anyNames = [
  ...fc.sample(
    pieces.map((each) => each.join("")),
    { seed, numRuns: 60 },
  ),
  ...fc.sample(fc.string({ unit: "binary", maxLength: 30 }), { seed, numRuns: 40 }),
]

/** As hosts run it: strict, so that a diagram can neither run nor fetch anything. */
const page = `<!doctype html><html lang="en"><title>diagrams</title>
<script src="mermaid.js"></script><script>mermaid.initialize({ startOnLoad: false, securityLevel: "strict" })</script>`

/** What Mermaid drew of one diagram. */
interface Drawn {
  readonly states: number
  readonly moves: number
  readonly text: string
  /** Elements that no drawing needs. */
  readonly foreign: readonly string[]
}

const test = base.extend<{ draw: (graphs: readonly RuleGraph[]) => Promise<Drawn[]> }, { site: PageServer }>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern.
    async ({}, use) => {
      const server = await servePages({
        "": page,
        "mermaid.js": pinned("mermaid", version, integrity, "package/dist/mermaid.min.js"),
      })
      await use(server)
      server.close()
    },
    { scope: "worker", timeout: 120_000 },
  ],
  draw: async ({ page, site }, use) => {
    const complaints: string[] = []
    page.on("pageerror", (error) => complaints.push(error.message))
    page.on("dialog", (dialog) => {
      complaints.push(dialog.message())
      void dialog.dismiss()
    })
    await page.goto(site.url)
    await use((graphs) => page.evaluate(drawAll, graphs.map(renderMermaid)))
    expect(complaints).toEqual([])
  },
})

interface Mermaid {
  render(id: string, text: string): Promise<{ readonly svg: string }>
}

async function drawAll(texts: string[]): Promise<Drawn[]> {
  const { mermaid } = globalThis as unknown as { readonly mermaid: Mermaid }
  const drawn: Drawn[] = []
  for (const [index, text] of texts.entries()) {
    const { svg } = await mermaid.render(`d${index}`, text)
    const place = document.createElement("div")
    place.innerHTML = svg
    document.body.append(place)
    drawn.push({
      states: place.querySelectorAll("g.node:not([id*=root_start])").length,
      moves: place.querySelectorAll("g.edgePaths path").length,
      text: [...place.querySelectorAll(".nodeLabel, .edgeLabel")].map(({ textContent }) => textContent).join(" "),
      foreign: [...place.querySelectorAll("img, a, script, iframe, b, code, strong, em, [onerror], [onclick]")].map(
        ({ outerHTML }) => outerHTML,
      ),
    })
  }
  return drawn
}

function expectWhole(graphs: readonly RuleGraph[], drawn: readonly Drawn[]): void {
  const expected = graphs.map(({ states, transitions }) => ({
    states: states.length,
    moves: new Set(transitions.map(({ from, to }) => `${from} ${to}`)).size + 1,
    foreign: [],
  }))
  expect(drawn.map(({ states, moves, foreign }) => ({ states, moves, foreign }))).toEqual(expected)
}

test("rules of every type are drawn with each state and each move", async ({ draw }) => {
  const graphs = [...graphsOfEveryRule(), ...overlaidGraphs()]
  const drawn = await draw(graphs)
  expectWhole(graphs, drawn)
  expect(drawn.some(({ text }) => text.includes("✗ any other call"))).toBe(true)
  expect(drawn.some(({ text }) => text.includes("not taken"))).toBe(true)
})

for (const [what, names] of [
  ["hostile names", hostileNames],
  ["names made of what means something to Mermaid, and any other", anyNames],
] as const) {
  test(`${what} are drawn as text`, async ({ draw }) => {
    const graphs = names.map(graphNamed)
    const drawn = await draw(graphs)
    expectWhole(graphs, drawn)
    expect(drawn.map(({ text }, index) => (asWritten(text).includes(shownOf(names[index] ?? "")) ? "" : text))).toEqual(
      names.map(() => ""),
    )
  })
}

/** The first state's name, cut as labels are; of spaces a page shows one. */
function shownOf(name: string): string {
  return asWritten(clip(escapeText(`${name} 1`), 40))
}

/** Without what keeps Mermaid from reading a label as markup. */
function asWritten(text: string): string {
  return text.replaceAll("\u2060", "").replaceAll("\u2217", "*").replaceAll("\uff3f", "_").replace(/ +/g, " ").trim()
}
