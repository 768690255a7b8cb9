import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { Reader, readBlocks, readCommands, shows } from "./docs-page.ts"

const pages = [
  "README.md",
  "docs/quick-start.md",
  "docs/command.md",
  "docs/coverage.md",
  ...readdirSync("docs/guides").map((name) => `docs/guides/${name}`),
  "docs/baseline.md",
  "docs/migration.md",
  "docs/troubleshooting.md",
]

/** What comes of following a page from the top: for each command its code, and what was printed where it is shown. */
function follow(page: string): { readonly ran: number; readonly wrong: readonly string[] } {
  using reader = new Reader()
  const wrong: string[] = []
  let ran = 0
  let printed = ""
  for (const { language, text, file, line } of readBlocks(readFileSync(page, "utf8"))) {
    if (file !== undefined) reader.write(file, text)
    else if (language === "text" && !shows(text, printed)) wrong.push(`${page}:${line} shows another text:\n${printed}`)
    else if (language === "sh") {
      const results = readCommands(text).map((each) => ({ ...each, ...reader.run(each.command) }))
      ran += results.length
      printed = results.map((result) => result.printed).join("")
      for (const { command, exits, code, printed: said } of results) {
        if (code !== exits) wrong.push(`${page}:${line} exits with ${code}: ${command}\n${said}`)
      }
    }
  }
  return { ran, wrong }
}

test.each(pages)("%s says what its commands do", (page) => {
  const { ran, wrong } = follow(page)
  expect(wrong.join("\n")).toBe("")
  expect(ran).toBeGreaterThan(0)
})

describe("the reader of pages", () => {
  test("knows files, commands and gaps", () => {
    const page =
      "`a.json`:\n\n```json\n{}\n```\n\n```yaml\n# b.yaml\nx: 1\n```\n\n```sh\none \\\n  two  # exits 2\n```\n"
    expect(readBlocks(page).map(({ file, language, line }) => [file, language, line])).toEqual([
      ["a.json", "json", 3],
      ["b.yaml", "yaml", 7],
      [undefined, "sh", 12],
    ])
    expect(readCommands("one \\\n  two  # exits 2\n")).toEqual([{ command: "one two  # exits 2", exits: 2 }])
    expect(shows("a\n…\nd\n", "a\nb\nc\nd\n")).toBe(true)
    expect(shows("a\nc\n", "a\nb\nc\n")).toBe(false)
    expect(shows("a…\n", "a.\n")).toBe(false)
  })
})
