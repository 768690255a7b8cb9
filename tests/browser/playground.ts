import { test as base, type Locator, type Page } from "playwright/test"
import { serve } from "./site.ts"

export { expect } from "playwright/test"

/** The page, by what a user sees of it. */
export class Playground {
  readonly page: Page
  readonly policy: Locator
  readonly trace: Locator
  readonly example: Locator
  readonly verdict: Locator
  readonly title: Locator
  readonly rules: Locator
  readonly calls: Locator

  constructor(page: Page) {
    this.page = page
    this.policy = page.getByRole("textbox", { name: "Policy" })
    this.trace = page.getByRole("textbox", { name: "Trace" })
    this.example = page.getByRole("combobox", { name: "Example" })
    this.verdict = page.locator("#verdict")
    this.title = page.locator("#verdict-title")
    this.rules = page.locator("#rules > .rule")
    this.calls = page.locator("#calls > .call:not(.end)")
  }

  /** The problems listed under an editor. */
  problems(editor: "policy" | "trace"): Locator {
    return this.page.locator(`#${editor}-problems .problem`)
  }

  /** The numbers of the lines of an editor that carry a mark of this name. */
  async markedLines(editor: "policy" | "trace", mark: string): Promise<number[]> {
    const lines = this.page.locator(`.${editor}-panel .line:has([data-mark="${mark}"])`)
    const numbers = await lines.evaluateAll((rows) => rows.map((row) => Number(row.getAttribute("data-line"))))
    return numbers
  }

  /** What is selected in the focused editor. */
  async selection(): Promise<{ readonly id: string; readonly start: number; readonly end: number }> {
    return this.page.evaluate(() => {
      const area = document.activeElement
      if (!(area instanceof HTMLTextAreaElement)) return { id: "", start: -1, end: -1 }
      return { id: area.id, start: area.selectionStart, end: area.selectionEnd }
    })
  }
}

interface PerTest {
  readonly playground: Playground
  /** What the page complained of to the console. */
  readonly complaints: string[]
}

interface PerWorker {
  /** Where the page is, with a slash at the end. */
  readonly site: string
}

export const test = base.extend<PerTest, PerWorker>({
  site: [
    async ({ browserName: _ }, use) => {
      const { url, close } = await serve()
      await use(url)
      close()
    },
    { scope: "worker" },
  ],
  complaints: async ({ page }, use) => {
    const complaints: string[] = []
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text())
    })
    page.on("pageerror", (error) => complaints.push(error.message))
    await use(complaints)
  },
  playground: async ({ page, site, complaints: _ }, use) => {
    await page.goto(site)
    await use(new Playground(page))
  },
})
