// The settings that every runtime can run, in Chromium and Firefox: the same modules, served as they are.
import { createReadStream } from "node:fs"
import { createServer } from "node:http"
import { extname, join, normalize } from "node:path"
import { chromium, firefox } from "playwright"
import { chromium as findChromium, firefox as findFirefox } from "../../scripts/browsers.mjs"
import { root } from "../../scripts/setup.mjs"

const types = { ".mjs": "text/javascript", ".js": "text/javascript", ".html": "text/html" }

/** `[{ runtime, bytes }]` of both browsers. */
export async function inBrowsers({ bytes, rounds }) {
  const { server, url } = await served()
  try {
    const executablePath = findChromium()
    const chrome = await chromium.launch({ ...(executablePath && { executablePath }), args: ["--disable-gpu"] })
    const first = await visit("Chromium", chrome, `${url}?bytes=${bytes}&rounds=${rounds}`)
    const fox = await firefox.launch({ channel: "moz-firefox", executablePath: findFirefox() })
    return [first, await visit("Firefox", fox, `${url}?bytes=${bytes}&rounds=${rounds}`)]
  } finally {
    server.close()
  }
}

async function visit(name, browser, url) {
  try {
    const page = await browser.newPage()
    await page.goto(url)
    const attribute = await page.waitForFunction(() => document.documentElement.dataset.report, null, {
      timeout: 600_000,
    })
    const { error, bytes } = JSON.parse(await attribute.jsonValue())
    if (error !== undefined) throw new Error(`${name}: ${error}`)
    return { runtime: `${name} ${browser.version()}`, bytes }
  } finally {
    await browser.close()
  }
}

/** The checkout's benchmark and build, and nothing else; clocks are finer where a page is isolated. */
async function served() {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname))
    if (!/^\/(tests\/bench|dist)\/[\w.-]+$/.test(path)) return response.writeHead(404).end()
    response.writeHead(200, {
      "content-type": types[extname(path)] ?? "application/octet-stream",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
    })
    return createReadStream(join(root, path))
      .on("error", () => response.destroy())
      .pipe(response)
  })
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve))
  return { server, url: `http://127.0.0.1:${server.address().port}/tests/bench/page.html` }
}
