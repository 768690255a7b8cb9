import { readFileSync } from "node:fs"
import { test as base, expect, type Page } from "playwright/test"
import { type PageServer, servePages } from "./pages.ts"

/** The golden reports, whose names and arguments are as hostile as we could make them. */
const reports = ["check", "coverage", "explain", "baseline"] as const
const golden = (name: string): string => readFileSync(new URL(`../golden/${name}.html`, import.meta.url), "utf8")
const pages = Object.fromEntries(reports.map((name) => [`${name}.html`, golden(name)]))

interface Opened {
  readonly page: Page
  readonly complaints: string[]
  readonly server: PageServer
}

const test = base.extend<{ open: (name: string) => Promise<Opened> }>({
  open: async ({ page }, use) => {
    const server = await servePages(pages)
    const complaints: string[] = []
    page.on("console", (message) => complaints.push(message.text()))
    page.on("pageerror", (error) => complaints.push(error.message))
    page.on("dialog", (dialog) => {
      complaints.push(dialog.message())
      void dialog.dismiss()
    })
    await use(async (name) => {
      await page.goto(`${server.url}${name}.html`)
      return { page, complaints, server }
    })
    server.close()
  },
})

for (const name of reports) {
  test(`${name}.html runs nothing, fetches nothing and complains of nothing`, async ({ open }) => {
    const { page, complaints, server } = await open(name)
    await unfold(page)
    expect(
      await page.locator("script, img, a:not([href^='#part-']), iframe, link, form, object, [onerror]").count(),
    ).toBe(0)
    // Browsers ask for an icon of their own accord, and Firefox complains that it may not.
    expect(complaints.filter((text) => !text.includes("favicon.ico"))).toEqual([])
    expect(server.asked.filter((path) => path !== "favicon.ico")).toEqual([`${name}.html`])
  })

  test(`${name}.html has one h1, no skipped level, a title and a language`, async ({ open }) => {
    const { page } = await open(name)
    const levels = await page.locator("h1, h2, h3, h4, h5, h6").evaluateAll(levelsOf)
    expect(levels.filter((level) => level === 1)).toEqual([1])
    expect(levels[0]).toBe(1)
    for (const [index, level] of levels.slice(1).entries()) expect(level - (levels[index] ?? 0)).toBeLessThanOrEqual(1)
    expect(await page.title()).not.toBe("")
    expect(await page.locator("html").getAttribute("lang")).toBe("en")
    expect(await page.locator("th:not([scope])").count()).toBe(0)
  })

  for (const width of [320, 390, 1280]) {
    test(`${name}.html does not overflow at ${width} px`, async ({ open }) => {
      const { page } = await open(name)
      await page.setViewportSize({ width, height: 800 })
      await unfold(page)
      const [inner, content] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth])
      expect(content).toBeLessThanOrEqual(inner ?? 0)
      await shoot(page, `${name}-${width}`)
    })
  }

  for (const colorScheme of ["light", "dark"] as const) {
    test(`every text of ${name}.html stands out from its ground, ${colorScheme}`, async ({ open }) => {
      const { page } = await open(name)
      await page.emulateMedia({ colorScheme })
      await unfold(page)
      expect(await page.evaluate(faintTexts)).toEqual([])
    })
  }
}

test("the list of explained traces leads to each of them", async ({ open }) => {
  const { page, complaints } = await open("explain")
  const links = page.locator("a")
  expect(await links.count()).toBeGreaterThan(1)
  for (const [index, link] of (await links.all()).entries()) {
    await link.click()
    expect(new URL(page.url()).hash).toBe(`#part-${index + 1}`)
    const target = page.locator("section:target")
    expect(await target.locator("h2").textContent()).toBe(await link.textContent())
    await expect(target.locator("h2")).toBeInViewport()
  }
  expect(complaints.filter((text) => !text.includes("favicon.ico"))).toEqual([])
})

test("names in a list begin at one height", async ({ open }) => {
  const { page } = await open("coverage")
  const tops = await page
    .locator("ul.names")
    .first()
    .locator("li")
    .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().top))
  expect(tops.length).toBeGreaterThan(1)
  expect(tops[1]).toBe(tops[0])
})

test("what is folded can be read on paper", async ({ open }) => {
  const { page } = await open("check")
  await expect(page.getByText("What it is for").first()).toBeHidden()
  await page.evaluate(printOnScreen)
  await expect(page.getByText("What it is for").first()).toBeVisible()
})

/** The rules for paper, for everything: not every browser can be told to print. */
function printOnScreen(): void {
  for (const rule of document.styleSheets[0]?.cssRules ?? []) {
    if (rule instanceof CSSMediaRule && rule.media.mediaText === "print") rule.media.mediaText = "all"
  }
}

function levelsOf(headings: Element[]): number[] {
  return headings.map(({ tagName }) => Number(tagName.slice(1)))
}

async function unfold(page: Page): Promise<void> {
  await page.locator("details").evaluateAll((all) => {
    for (const each of all) each.setAttribute("open", "")
  })
}

/** For those who look: `ASSAY_SHOTS=folder` keeps a picture of each page in both schemes. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.ASSAY_SHOTS
  if (folder === undefined) return
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme })
    await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png`, fullPage: true })
  }
}

/** Texts with less than 4.5 to 1 to the ground below them. */
function faintTexts(): string[] {
  const channels = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).map(Number)
  const linear = (channel: number): number => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }
  const luminance = ([red = 0, green = 0, blue = 0]: number[]): number =>
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  const ground = (element: Element | null): number[] => {
    if (element === null) return [255, 255, 255]
    const own = channels(getComputedStyle(element).backgroundColor)
    return own[3] === 0 ? ground(element.parentElement) : own
  }
  const faint: string[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement
    if (element === null || node.textContent?.trim() === "") continue
    const pair = [luminance(channels(getComputedStyle(element).color)), luminance(ground(element))]
    const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05)
    if (ratio < 4.5) faint.push(`${ratio.toFixed(2)} ${node.textContent}`)
  }
  return faint
}
