// Finds the browsers, or gets them: the system's, else the package manager's, else (Chromium) Playwright's own.
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { root } from "./setup.mjs"
import { apt, onPath } from "./system.mjs"

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"]
const applications = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
]

/** The path of a Chromium, or undefined where Playwright's own is to be used; installs one if there is none. */
export function chromium() {
  const found = process.env.ASSAY_CHROMIUM ?? onPath(...names) ?? applications.find(existsSync)
  if (found !== undefined) return found
  if (apt("chromium")) return onPath("chromium")
  const cli = join(root, "node_modules/playwright/cli.js")
  const { status } = spawnSync(process.execPath, [cli, "install", "chromium"], { stdio: "inherit" })
  if (status !== 0) throw new Error("no Chromium: install one, or name it in ASSAY_CHROMIUM")
  return undefined
}

/** The path of a Firefox ESR, which Playwright drives as it is; its own build is another program. */
export function firefox() {
  const find = () => process.env.ASSAY_FIREFOX ?? onPath("firefox-esr", "firefox")
  const found = find() ?? (apt("firefox-esr") ? find() : undefined)
  if (found === undefined) throw new Error("no Firefox: install firefox-esr, or name one in ASSAY_FIREFOX")
  return found
}
