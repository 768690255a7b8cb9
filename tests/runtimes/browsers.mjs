// Chromium and Firefox, by Playwright; both are the system's real browsers where there are such.
import { chromium, firefox } from "playwright"
import { chromium as findChromium, firefox as findFirefox } from "../../scripts/browsers.mjs"

/** Opens the pages in Chromium; returns its version and each page's report. */
export async function inChromium(...urls) {
  const executablePath = findChromium()
  return visit(await chromium.launch({ ...(executablePath && { executablePath }), args: ["--disable-gpu"] }), urls)
}

/** The same in Firefox ESR, the release that users have and not Playwright's patched build. */
export async function inFirefox(...urls) {
  return visit(await firefox.launch({ channel: "moz-firefox", executablePath: findFirefox() }), urls)
}

async function visit(browser, urls) {
  try {
    const reports = []
    for (const url of urls) {
      const page = await browser.newPage()
      await page.goto(url)
      const attribute = await page.waitForFunction(() => document.documentElement.dataset.report, null, {
        timeout: 60_000,
      })
      reports.push(JSON.parse(await attribute.jsonValue()))
      await page.close()
    }
    return { version: browser.version(), reports }
  } finally {
    await browser.close()
  }
}
