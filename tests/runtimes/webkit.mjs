// WebKitGTK by its own WebDriver, spoken to with fetch; a virtual screen stands in for a display.
import { spawn } from "node:child_process"
import { existsSync, readdirSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { apt, onPath } from "../../scripts/system.mjs"

/** Opens the page in WebKit; returns the browser's version and the page's report. */
export async function inWebKit(url) {
  if (onPath("WebKitWebDriver") === undefined || onPath("Xvfb") === undefined) apt("webkit2gtk-driver", "xvfb")
  const binary = miniBrowser()
  const screen = spawn("Xvfb", ["-displayfd", "3", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  })
  const port = await freePort()
  let driver
  try {
    const display = `:${await firstLine(screen)}`
    const env = { ...process.env, DISPLAY: display, WAYLAND_DISPLAY: "", GDK_BACKEND: "x11" }
    driver = spawn("WebKitWebDriver", [`--port=${port}`, "--host=127.0.0.1"], { env, stdio: "ignore" })
    return await visit(`http://127.0.0.1:${port}`, binary, url)
  } finally {
    driver?.kill()
    screen.kill()
  }
}

async function visit(driver, binary, url) {
  await ready(driver)
  const options = { binary, args: ["--automation"] }
  const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": options } }
  const session = await send("POST", `${driver}/session`, { capabilities })
  const at = `${driver}/session/${session.sessionId}`
  try {
    await send("POST", `${at}/url`, { url })
    for (let tries = 0; tries < 600; tries++) {
      const script = "return document.documentElement.dataset.report ?? null"
      const report = await send("POST", `${at}/execute/sync`, { script, args: [] })
      if (report !== null) return { version: session.capabilities.browserVersion, reports: [JSON.parse(report)] }
      await wait(100)
    }
    throw new Error("the page gave no report within a minute")
  } finally {
    await send("DELETE", at)
  }
}

async function send(method, url, body) {
  const response = await fetch(url, { method, ...(body && { body: JSON.stringify(body) }) })
  const { value } = await response.json()
  if (!response.ok) throw new Error(`WebDriver: ${value.error}: ${value.message}`)
  return value
}

async function ready(driver) {
  for (let tries = 0; tries < 100; tries++) {
    const status = await fetch(`${driver}/status`).catch(() => undefined)
    if (status?.ok) return
    await wait(100)
  }
  throw new Error("WebKitWebDriver did not start: install webkit2gtk-driver and xvfb")
}

function miniBrowser() {
  const folders = readdirSync("/usr/lib", { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const places = folders.flatMap(({ name }) =>
    ["4.1", "6.0", "4.0"].map((api) => join("/usr/lib", name, `webkit2gtk-${api}`)),
  )
  const found = places.map((place) => join(place, "MiniBrowser")).find(existsSync)
  if (found === undefined) throw new Error("no MiniBrowser: install webkit2gtk-driver and xvfb")
  return found
}

function firstLine(child) {
  return new Promise((resolve, reject) => {
    child.on("error", () => reject(new Error("Xvfb did not start: install xvfb")))
    child.stdio[3].once("data", (bytes) => resolve(String(bytes).trim()))
  })
}

/** A port that was free a moment ago. */
export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
