import { readdirSync, readFileSync } from "node:fs"
import { expect, test } from "./playground.ts"

const built = new URL("../../build/web-demo/", import.meta.url)

test("nothing leaves the tab after it has loaded", async ({ playground, page, complaints }) => {
  await page.waitForLoadState("networkidle")
  const requests: string[] = []
  page.on("request", (request) => requests.push(request.url()))
  page.on("websocket", (socket) => requests.push(socket.url()))
  await playground.policy.fill('version: "1.1"\ntools: {deny: ["https://example.org/*"]}\n')
  await playground.trace.fill('["https://example.org/x", "<img src=https://example.org/y>"]')
  await expect(playground.title).toHaveText("Violated")
  for (const index of [0, 4, 6]) await playground.example.selectOption(String(index))
  await page.getByRole("radio", { name: "Partial" }).check()
  await page.waitForTimeout(300)
  expect(requests).toEqual([])
  expect(complaints).toEqual([])
})

test("the browser itself refuses requests", async ({ playground, page }) => {
  const refused = await playground.page.evaluate(() =>
    fetch("./icon.svg").then(
      () => "sent",
      () => "refused",
    ),
  )
  expect(refused).toBe("refused")
  const image = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const probe = new Image()
        probe.onload = () => resolve("sent")
        probe.onerror = () => resolve("refused")
        probe.src = "http://localhost:1/x.png"
      }),
  )
  expect(image).toBe("refused")
})

test("the built page has a strict policy, and nothing inline", () => {
  const html = readFileSync(new URL("index.html", built), "utf8")
  const [, policy] = /Content-Security-Policy"\s+content="([^"]+)"/.exec(html) ?? []
  const directives = new Map((policy ?? "").split("; ").map((each) => [each.split(" ")[0], each]))
  expect(directives.get("default-src")).toBe("default-src 'none'")
  expect(directives.get("script-src")).toBe("script-src 'self' 'wasm-unsafe-eval'")
  expect(directives.get("style-src")).toBe("style-src 'self'")
  expect(directives.has("connect-src")).toBe(false)
  expect(html.match(/<script(?![^>]*\ssrc="\.\/)/g)).toBeNull()
  expect(html.match(/<style|\sstyle=|\son[a-z]+=|javascript:/g)).toBeNull()
  expect(html.match(/(src|href)="(?!\.\/|#)/g)).toBeNull()
})

test("no script of the page speaks to a network or parses HTML", () => {
  const assets = new URL("assets/", built)
  const scripts = readdirSync(assets).filter((name) => name.endsWith(".js"))
  expect(scripts.length).toBeGreaterThan(0)
  for (const name of scripts) {
    const text = readFileSync(new URL(name, assets), "utf8")
    const found = text.match(
      /\b(fetch\(|XMLHttpRequest|sendBeacon|WebSocket|EventSource|innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\()/g,
    )
    expect(found).toBeNull()
  }
})

const hostile = [
  '<img src=x onerror="window.pwned=1">',
  "</textarea><script>window.pwned=1</script>",
  "`{{alert(1)}}` &lt;b&gt; \u202e \u0000",
  "__proto__",
]

test("hostile strings stay text", async ({ playground, page, complaints }) => {
  const quoted = hostile.map((name) => JSON.stringify(name))
  const rules = quoted.map((name) => `{"type":"before","first":"A","then":${name},"message":${name}}`)
  await playground.policy.fill(
    `{"version":"1.1","name":${quoted[0]},"tools":{"deny":[${quoted}]},"sequences":[${rules}]}`,
  )
  const calls = quoted.map((name) => `{"tool":${name},"args":{${name}:${name}}}`)
  await playground.trace.fill(`{"id":${quoted[0]},"calls":[${calls}]}\n{"id":${quoted[1]},"calls":[${calls}]}`)
  await expect(playground.title).toHaveText("Violated")
  await expect(playground.calls.locator(".tool")).toHaveText(
    hostile.map((name) => new RegExp(escaped(name.slice(0, 9)))),
  )
  await expect(page.locator(".choice code").first()).toContainText("<img src=x")
  await playground.policy.fill(`${hostile[0]}: 1`)
  await expect(playground.problems("policy").first()).toContainText("<img src=x")
  expect(await page.locator("main img, main script, main b").count()).toBe(0)
  expect(await page.evaluate(() => "pwned" in window)).toBe(false)
  expect(complaints).toEqual([])
})

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
}
